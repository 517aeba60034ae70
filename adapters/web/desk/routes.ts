import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { type App, type Asked, bytesOf, fileAnswer, refuse, refuseIssues } from '../answers.ts';
import { decodeDeskAct, decodeDeskOpen, decodeDeskPreview, decodeSignIn } from '../decode.ts';
import { deskCookie } from './cookie.ts';
import type { Desk, DeskHouse } from './house.ts';

/** Bytes of one act: every field of a long form with a long reason, and room. */
const maxActBytes = 400_000;
const maxSmallBytes = 4_096;

const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const refuseSignedOut = (c: Asked): Response =>
  refuse(c, 401, 'desk:signed-out', '请先登录审核台：在聊天中向申报助手发送“打开审核台”。');
const refuseNoCase = (c: Asked): Response => refuse(c, 404, 'desk:no-case', '没有这件申请，或您无权查看。');
const refuseNoOverview = (c: Asked): Response =>
  refuse(c, 404, 'desk:no-overview', '申报情况由科室负责人、局领导和操作员查看。');
const refuseNoFile = (c: Asked): Response => refuse(c, 404, 'desk:no-file', '文件已不在系统中。');

/** Event id of a file that is taken along; null: none that could be one. */
const takeOf = (c: Asked): string | null =>
  /^[A-Za-z0-9_-]{8,40}$/.exec(c.req.query('take') ?? '')?.[0] ?? null;

/**
 * The officer's desk. Whoever asks needs both the cookie of a session and the key of the browser it was opened in; the
 * cookie cannot be read by scripts, and the key is not sent by pages of other sites.
 */
export const mountDesk = (app: App, house: DeskHouse, secureHost: string | null): void => {
  const cookieOf = (c: Asked) => deskCookie(c, secureHost);
  const signedIn = (c: Asked): Promise<Desk | null> => {
    const cookie = getCookie(c, cookieOf(c).name);
    return cookie === undefined ? Promise.resolve(null) : house.desk(cookie, c.var.browser);
  };

  app.post('/api/desk/link', async c => {
    const bytes = await bytesOf(c, maxSmallBytes);
    if (bytes instanceof Response) return bytes;
    const given = decodeSignIn(bytes);
    if (!given.ok) return refuseIssues(c, given.issues);
    const person = await house.whose(given.value.link);
    return person
      ? c.json(person)
      : refuse(c, 401, 'desk:bad-link', '登录地址已失效：它只能用一次，10分钟内有效。请重新获取。');
  });

  app.post('/api/desk/sign-in', async c => {
    const bytes = await bytesOf(c, maxSmallBytes);
    if (bytes instanceof Response) return bytes;
    const given = decodeSignIn(bytes);
    if (!given.ok) return refuseIssues(c, given.issues);
    const session = await house.signIn(given.value.link, c.var.browser);
    if (!session)
      return refuse(c, 401, 'desk:bad-link', '登录地址已失效：它只能用一次，10分钟内有效。请重新获取。');
    const { name, secure } = cookieOf(c);
    setCookie(c, name, session.cookie, {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
      secure,
      maxAge: session.seconds,
    });
    return c.json({ signedIn: true });
  });

  app.post('/api/desk/sign-out', async c => {
    const { name, secure } = cookieOf(c);
    const cookie = getCookie(c, name);
    if (cookie !== undefined) await house.signOut(cookie, c.var.browser);
    deleteCookie(c, name, { path: '/', secure });
    c.header('clear-site-data', '"cache"');
    return c.json({ signedIn: false });
  });

  app.get('/api/desk/me', async c => {
    const desk = await signedIn(c);
    return desk ? c.json(desk.person) : refuseSignedOut(c);
  });

  app.get('/api/desk/inbox', async c => {
    const desk = await signedIn(c);
    if (!desk) return refuseSignedOut(c);
    const tag = await desk.tag();
    return c.json({ tag, ...(await desk.inbox()) });
  });

  app.get('/api/desk/overview', async c => {
    const desk = await signedIn(c);
    if (!desk) return refuseSignedOut(c);
    const overview = await desk.overview();
    return overview ? c.json(overview) : refuseNoOverview(c);
  });

  app.get('/api/desk/overview/file', async c => {
    const desk = await signedIn(c);
    if (!desk) return refuseSignedOut(c);
    const take = takeOf(c);
    const file = take && (await desk.overviewFile(take));
    return file ? fileAnswer(c, file, xlsxType) : refuseNoOverview(c);
  });

  /** Asked every few seconds: has anything changed, and who else is at the open case? */
  app.get('/api/desk/pulse', async c => {
    const desk = await signedIn(c);
    if (!desk) return refuseSignedOut(c);
    const number = c.req.query('case');
    const at = number === undefined ? null : await desk.look(number);
    return c.json({
      tag: await desk.tag(),
      version: at?.version ?? null,
      // Papers come without an act.
      lines: at?.history.length ?? null,
      beside: at && number !== undefined ? desk.beside(number) : [],
    });
  });

  app.post('/api/desk/open', async c => {
    const desk = await signedIn(c);
    if (!desk) return refuseSignedOut(c);
    const bytes = await bytesOf(c, maxSmallBytes);
    if (bytes instanceof Response) return bytes;
    const given = decodeDeskOpen(bytes);
    if (!given.ok) return refuseIssues(c, given.issues);
    const view = await desk.open(given.value.number, given.value.id);
    return view ? c.json(view) : refuseNoCase(c);
  });

  app.get('/api/desk/cases/:number', async c => {
    const desk = await signedIn(c);
    if (!desk) return refuseSignedOut(c);
    const view = await desk.look(c.req.param('number'));
    return view ? c.json(view) : refuseNoCase(c);
  });

  app.post('/api/desk/act', async c => {
    const desk = await signedIn(c);
    if (!desk) return refuseSignedOut(c);
    const bytes = await bytesOf(c, maxActBytes);
    if (bytes instanceof Response) return bytes;
    const given = decodeDeskAct(bytes);
    if (!given.ok) return refuseIssues(c, given.issues);
    const { id, number, version, ...act } = given.value;
    const result = await desk.act(number, id, version, act);
    return result ? c.json(result) : refuseNoCase(c);
  });

  app.post('/api/desk/preview', async c => {
    const desk = await signedIn(c);
    if (!desk) return refuseSignedOut(c);
    const bytes = await bytesOf(c, maxActBytes);
    if (bytes instanceof Response) return bytes;
    const given = decodeDeskPreview(bytes);
    if (!given.ok) return refuseIssues(c, given.issues);
    const { number, ...act } = given.value;
    return c.json({ blocks: await desk.preview(number, act) });
  });

  /** `?take=EVENT`: to keep, which is recorded; without it the form is only drawn on the page. */
  app.get('/api/desk/cases/:number/form', async c => {
    const desk = await signedIn(c);
    if (!desk) return refuseSignedOut(c);
    const take = takeOf(c);
    if (take === null && c.req.query('take') !== undefined) return refuseNoFile(c);
    const file = await desk.form(c.req.param('number'), take);
    return file ? fileAnswer(c, file, docxType) : refuseNoFile(c);
  });

  app.get('/api/desk/cases/:number/files/:id', async c => {
    const desk = await signedIn(c);
    if (!desk) return refuseSignedOut(c);
    const take = takeOf(c);
    if (take === null) return refuseNoFile(c);
    const file = await desk.file(c.req.param('number'), c.req.param('id'), take);
    return file ? fileAnswer(c, file, 'application/octet-stream') : refuseNoFile(c);
  });

  app.post('/api/desk/rehearsal', async c => {
    const link = await house.rehearsalLink(c.var.browser);
    return link ? c.json({ link }) : refuse(c, 409, 'web:no-rehearsal', '请先在演练中坐到审核席。');
  });
};
