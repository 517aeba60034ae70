import { getCookie } from 'hono/cookie';
import { localRequest } from '../../../src/host/host-name.ts';
import type { Result } from '../../../src/model/issue.ts';
import { type App, type Asked, bytesOf, refuse, refuseIssues } from '../answers.ts';
import { deskCookie } from '../desk/cookie.ts';
import {
  decodeAdopt,
  decodeAsk,
  decodeRehearse,
  decodeSave,
  decodeSettle,
  decodeSign,
  maxAskBytes,
  maxTextBytes,
} from './decode.ts';
import type { PackDesk, Studio, StudioHouse } from './house.ts';
import { wireSteps } from './wire.ts';

const refuseStranger = (c: Asked): Response =>
  refuse(
    c,
    401,
    'studio:signed-out',
    '内容工作台只在本机打开；在别处请先由操作员角色的人员登录审核台，再打开本页。',
  );
const refuseNoPack = (c: Asked): Response =>
  refuse(c, 404, 'studio:no-pack', '没有这个内容包，或您无权修改。');
const refuseNoFile = (c: Asked): Response =>
  refuse(c, 404, 'studio:no-file', '没有这个文件，或它不在这里修改。');
const refuseNothingGood = (c: Asked): Response =>
  refuse(c, 409, 'studio:no-good-version', '内容包还没有一个能用的版本，请先改好左边列出的错误。');

/** Where an author works on packs: at this machine, or signed in as at the desk. Nobody else learns that a pack is there. */
export const mountStudio = (app: App, house: StudioHouse, secureHost: string | null): void => {
  const studioOf = async (c: Asked): Promise<Studio | null> => {
    if (localRequest(c)) return house.here();
    const cookie = getCookie(c, deskCookie(c, secureHost).name);
    return cookie === undefined ? null : house.author(cookie, c.var.browser);
  };

  const withDesk = async (c: Asked, run: (desk: PackDesk) => Promise<Response>): Promise<Response> => {
    const studio = await studioOf(c);
    if (!studio) return refuseStranger(c);
    const desk = await studio.desk(c.req.param('pack') ?? '');
    return desk ? run(desk) : refuseNoPack(c);
  };

  /** With what the body says. */
  const withBody = <T>(
    c: Asked,
    decode: (bytes: Uint8Array) => Result<T>,
    run: (desk: PackDesk, given: T) => Promise<Response>,
    maxBytes = maxAskBytes,
  ): Promise<Response> =>
    withDesk(c, async desk => {
      const bytes = await bytesOf(c, maxBytes);
      if (bytes instanceof Response) return bytes;
      const given = decode(bytes);
      return given.ok ? run(desk, given.value) : refuseIssues(c, given.issues);
    });

  const shown = <T>(c: Asked, view: T | null): Response =>
    view === null ? refuseNothingGood(c) : c.json(view as object);

  app.get('/api/studio/packs', async c => {
    const studio = await studioOf(c);
    return studio ? c.json({ packs: await studio.packs() }) : refuseStranger(c);
  });

  app.get('/api/studio/:pack/file', c =>
    withDesk(c, async desk => {
      const file = await desk.read(c.req.query('path') ?? '');
      return file ? c.json(file) : refuseNoFile(c);
    }),
  );

  app.put('/api/studio/:pack/file', c =>
    withBody(
      c,
      decodeSave,
      async (desk, { path, text, base }) => {
        const saved = await desk.save(path, text, base);
        return saved ? c.json(saved) : refuseNoFile(c);
      },
      maxTextBytes,
    ),
  );

  app.get('/api/studio/:pack/state', c => withDesk(c, async desk => c.json(await desk.state())));
  app.get('/api/studio/:pack/advice', c =>
    withDesk(c, async desk => {
      const findings = await desk.advice();
      return shown(c, findings && { findings });
    }),
  );
  app.get('/api/studio/:pack/notice', c => withDesk(c, async desk => shown(c, await desk.notice())));
  app.get('/api/studio/:pack/unanswered', c => withDesk(c, async desk => shown(c, await desk.unanswered())));
  app.get('/api/studio/:pack/signoff', c =>
    withDesk(c, async desk => {
      const rows = await desk.signoff();
      return shown(c, rows && { rows });
    }),
  );
  app.get('/api/studio/:pack/places', c =>
    withDesk(c, async desk => {
      const places = await desk.places();
      return shown(c, places && { places });
    }),
  );
  app.get('/api/studio/:pack/eligibility', c =>
    withDesk(c, async desk =>
      shown(c, await desk.eligibility([c.req.query('row') ?? null, c.req.query('column') ?? null])),
    ),
  );

  app.post('/api/studio/:pack/rehearse', c =>
    withBody(c, decodeRehearse, async (desk, { inputs, date }) => {
      const steps = await desk.rehearse(inputs, date);
      return shown(c, steps && { steps: wireSteps(steps) });
    }),
  );

  app.post('/api/studio/:pack/ask', c =>
    withBody(c, decodeAsk, async (desk, { questions }) => {
      const answers = await desk.ask(questions);
      return shown(c, answers && { answers });
    }),
  );

  app.post('/api/studio/:pack/adopt', c =>
    withBody(c, decodeAdopt, async (desk, { question, adoption }) => {
      const saved = await desk.adopt(question, adoption);
      return saved
        ? c.json(saved)
        : refuse(c, 409, 'studio:no-place', '问答里没有能放下这个问题的地方，请直接改 faq.yaml。');
    }),
  );

  app.post('/api/studio/:pack/settle', c =>
    withBody(c, decodeSettle, async (desk, { question }) => {
      await desk.settle(question);
      return c.json({ settled: true });
    }),
  );

  app.post('/api/studio/:pack/sign', c =>
    withBody(c, decodeSign, async (desk, { ids, name, date }) => {
      const saved = await desk.sign(ids, name, date);
      return saved ? c.json(saved) : refuse(c, 409, 'studio:no-item', 'signoff.yaml 里没有这一项，请刷新。');
    }),
  );
};
