import { renderSVG } from 'uqr';
import { type Address, chatKey } from '../../src/model/address.ts';
import {
  type App,
  type Asked,
  bytesOf,
  fileAnswer,
  refuse,
  refuseIssues,
  refuseNoRehearsal,
} from './answers.ts';
import { decodeChair, decodeClock, decodePhone, SeatName } from './decode.ts';
import type { WebHouse } from './house.ts';
import type { Hub } from './hub.ts';
import { addressOf, rehearsalName } from './seat.ts';
import type { HomeView, PhoneView } from './wire.ts';

const maxSettingBytes = 4_096;
const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The chat a view is about, from `?seat=`. */
const chatOf = (c: Asked) => addressOf(c.var.browser, SeatName.catch('self').parse(c.req.query('seat')));

export interface ViewOptions {
  readonly house: WebHouse;
  readonly hub: Hub;
  /** Bytes of one upload. */
  readonly maxFileBytes: number;
  /** The address under which people elsewhere open the page; null: they do not. */
  readonly publicUrl: string | null;
}

/** What stands beside the chat, and the settings of a rehearsal. */
export const mountViews = (app: App, { house, hub, maxFileBytes, publicUrl }: ViewOptions): void => {
  app.get('/api/home', async c =>
    c.json({
      notice: await house.notice(chatOf(c)),
      rehearsal: await house.rehearsal(rehearsalName(c.var.browser)),
      maxFileBytes,
      reachable: publicUrl !== null,
    } satisfies HomeView),
  );

  /** The code stays behind `#`, which browsers send to nobody. */
  app.post('/api/phone', async c => {
    const bytes = await bytesOf(c, maxSettingBytes);
    if (bytes instanceof Response) return bytes;
    const asked = decodePhone(bytes);
    if (!asked.ok) return refuseIssues(c, asked.issues);
    if (publicUrl === null) return refuse(c, 404, 'web:not-public', '本网页只能在这台电脑上打开。');
    const link = new URL(`/#take=${asked.value.code}`, publicUrl).href;
    const picture = Buffer.from(renderSVG(link, { ecc: 'M', border: 2 })).toString('base64');
    return c.json({ link, picture: `data:image/svg+xml;base64,${picture}` } satisfies PhoneView);
  });

  app.get('/api/checklist', async c => c.json(await house.checklist(chatOf(c))));

  app.get('/api/mine', async c => c.json(await house.mine(chatOf(c))));

  app.get('/api/mine/:number/:round', async c => {
    const file = await house.version(chatOf(c), c.req.param('number'), Number(c.req.param('round')));
    return file ? fileAnswer(c, file, docxType) : refuse(c, 404, 'web:no-file', '没有这份申请书。');
  });

  /** Drawing a form takes tens of milliseconds: whoever asks again meanwhile gets the one that is being drawn. */
  const drawing = new Map<string, ReturnType<WebHouse['preview']>>();
  const draw = (chat: Address, traced: boolean): ReturnType<WebHouse['preview']> => {
    const key = `${traced} ${chatKey(chat)}`;
    const under = drawing.get(key) ?? house.preview(chat, traced).finally(() => drawing.delete(key));
    drawing.set(key, under);
    return under;
  };

  app.get('/api/form', async c => c.json(await house.form(chatOf(c))));

  app.get('/api/preview', async c => {
    const form = await draw(chatOf(c), c.req.query('traced') === 'yes');
    if (!form) return c.body(null, 204);
    return c.body(new Uint8Array(form), 200, { 'content-type': docxType });
  });

  app.put('/api/rehearsal/clock', async c => {
    const bytes = await bytesOf(c, maxSettingBytes);
    if (bytes instanceof Response) return bytes;
    const change = decodeClock(bytes);
    if (!change.ok) return refuseIssues(c, change.issues);
    const view = await house.setClock(rehearsalName(c.var.browser), change.value.date);
    return view.ok ? c.json({ rehearsal: view.value }) : refuseIssues(c, view.issues);
  });

  app.put('/api/rehearsal/reviewer', async c => {
    const bytes = await bytesOf(c, maxSettingBytes);
    if (bytes instanceof Response) return bytes;
    const chair = decodeChair(bytes);
    if (!chair.ok) return refuseIssues(c, chair.issues);
    const { browser } = c.var;
    const name = rehearsalName(browser);
    if ((await house.rehearsal(name)) === null) return refuseNoRehearsal(c);
    const { section, role } = chair.value;
    const view = await house.bindRehearsalReviewer(name, addressOf(browser, 'reviewer'), section, role);
    return view.ok ? c.json({ rehearsal: view.value }) : refuseIssues(c, view.issues);
  });

  app.delete('/api/rehearsal', async c => {
    const { browser } = c.var;
    await house.wipeRehearsal(rehearsalName(browser));
    hub.clear(browser, ['rehearsal', 'reviewer']);
    return c.json({ rehearsal: null });
  });
};
