import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Overview } from '../../src/model/overview.ts';
import { ask, newKey } from './ask.ts';
import { type DeskOffice, openDeskOffice } from './desk-office.ts';

let desk: DeskOffice;
let number: string;
beforeAll(async () => {
  desk = await openDeskOffice('2022-09-01', 'https://shenbao.example');
  await desk.office.bind('审', 'enterprise', 'reviewer');
  await desk.office.bind('外', 'platform', 'reviewer');
  number = await desk.submit('王');
});
afterAll(() => desk.close());

interface Browser {
  readonly key: string;
  cookie: string;
}
const browser = (): Browser => ({ key: newKey(), cookie: '' });

const send = async (
  { key, cookie }: Browser,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
) =>
  ask(`${desk.url}${path}`, {
    method,
    headers: {
      'x-shenbao-key': key,
      'content-type': 'application/json',
      ...(cookie ? { cookie } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const signIn = async (at: Browser, link: string) => {
  const answer = await send(at, 'POST', '/api/desk/sign-in', { link });
  at.cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  return answer;
};
const auditOf = async () => (await desk.office.house.store.head(desk.office.pack.id)).length;
const me = async (at: Browser) => (await send(at, 'GET', '/api/desk/me')).status;

describe('signing in at the desk', () => {
  it('takes a link once, within ten minutes, and says before whom it would sign in', async () => {
    const link = await desk.link('审');
    const [first, second] = [browser(), browser()];
    expect(await me(first)).toBe(401);
    expect((await send(first, 'POST', '/api/desk/link', { link })).text).toContain('审');
    const answer = await signIn(first, link);
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^shenbao-desk=.+; Max-Age=28800; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(await me(first)).toBe(200);
    expect((await signIn(second, link)).status).toBe(401);
    expect(await me(second)).toBe(401);
    const late = await desk.link('审');
    await desk.office.at('2022-09-01 09:11');
    expect((await signIn(second, late)).status).toBe(401);
  });

  it('lets in one of two who use a link at the same moment', async () => {
    const link = await desk.link('审');
    const answers = await Promise.all([signIn(browser(), link), signIn(browser(), link)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it('is good in the browser that signed in, and nowhere else', async () => {
    const at = browser();
    await signIn(at, await desk.link('审'));
    expect(await me({ key: newKey(), cookie: at.cookie })).toBe(401);
    expect(await me({ key: at.key, cookie: '' })).toBe(401);
    expect(await me({ key: at.key, cookie: `${at.cookie.slice(0, -1)}_` })).toBe(401);
    expect(await me({ key: at.key, cookie: at.cookie.replace('wanzhou-2022', 'other') })).toBe(401);
  });

  it('ends after two hours in which nobody did anything', async () => {
    const at = browser();
    await desk.office.at('2022-09-01 11:00');
    await signIn(at, await desk.link('审'));
    await desk.office.at('2022-09-01 12:59');
    expect(await me(at)).toBe(200);
    await desk.office.at('2022-09-01 15:00');
    expect(await me(at)).toBe(401);
  });

  it('ends after eight hours, with the binding, and by signing out', async () => {
    const [stays, leaves] = [browser(), browser()];
    await desk.office.at('2022-09-02 08:00');
    await signIn(stays, await desk.link('审'));
    await signIn(leaves, await desk.link('审'));
    const { cookie } = leaves;
    expect((await send(leaves, 'POST', '/api/desk/sign-out')).headers['set-cookie']?.[0]).toContain(
      'Max-Age=0',
    );
    expect(await me({ ...leaves, cookie })).toBe(401);
    for (const time of ['09:50', '11:40', '13:30', '15:20', '15:59']) {
      await desk.office.at(`2022-09-02 ${time}`);
      expect(await me(stays)).toBe(200);
    }
    await desk.office.at('2022-09-02 16:00');
    expect(await me(stays)).toBe(401);
    await signIn(stays, await desk.link('审'));
    await desk.office.revoke('审');
    expect(await me(stays)).toBe(401);
    await desk.office.at('2022-09-02 16:01');
    await desk.office.bind('审', 'enterprise', 'reviewer');
    expect(await me(stays)).toBe(401);
  });

  it('binds the cookie to https where the public address is https', async () => {
    const at = browser();
    const answer = await send(
      at,
      'POST',
      '/api/desk/sign-in',
      { link: await desk.link('审') },
      {
        host: 'shenbao.example',
      },
    );
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^__Host-shenbao-desk=.+; Path=\/; HttpOnly; Secure;/);
  });

  it('opens no rehearsal’s chair where nobody sits, and leaves nothing behind', async () => {
    expect((await send(browser(), 'POST', '/api/desk/rehearsal')).status).toBe(409);
    expect(await desk.office.house.store.spaces()).toEqual([desk.office.pack.id]);
  });

  it('does nothing for pages of other sites', async () => {
    const at = browser();
    await signIn(at, await desk.link('审'));
    const foreign = { origin: 'https://evil.example' };
    expect((await send(at, 'GET', '/api/desk/inbox', undefined, foreign)).status).toBe(403);
    expect((await send({ key: '', cookie: at.cookie }, 'GET', '/api/desk/inbox')).status).toBe(401);
  });
});

describe('what the desk gives away', () => {
  it('to nobody without a session: not one path answers', async () => {
    const at = browser();
    const paths = [
      ['GET', 'me'],
      ['GET', 'inbox'],
      ['GET', `pulse?case=${number}`],
      ['POST', 'open'],
      ['GET', `cases/${number}`],
      ['POST', 'act'],
      ['POST', 'preview'],
      ['GET', `cases/${number}/form`],
      ['GET', `cases/${number}/files/${'a'.repeat(64)}?take=12345678`],
    ] as const;
    const statuses = await Promise.all(
      paths.map(
        async ([method, path]) =>
          (await send(at, method, `/api/desk/${path}`, method === 'POST' ? {} : undefined)).status,
      ),
    );
    expect(statuses).toEqual(paths.map(() => 401));
  });

  it('to an officer of another section: no row, no case, no form, no act', async () => {
    const [own, other] = [browser(), browser()];
    await signIn(own, await desk.link('审'));
    await signIn(other, await desk.link('外'));
    const inbox = JSON.parse((await send(own, 'GET', '/api/desk/inbox')).text);
    expect(inbox.rows.map((row: { number: string }) => row.number)).toEqual([number]);
    expect(JSON.parse((await send(other, 'GET', '/api/desk/inbox')).text).rows).toEqual([]);
    expect((await send(other, 'GET', `/api/desk/cases/${number}`)).status).toBe(404);
    expect((await send(other, 'POST', '/api/desk/open', { id: 'open-0001', number })).status).toBe(404);
    expect((await send(other, 'GET', `/api/desk/cases/${number}/form`)).status).toBe(404);
    const view = JSON.parse((await send(own, 'POST', '/api/desk/open', { id: 'open-0002', number })).text);
    const { token } = view.actions.find(({ verb }: { verb: string }) => verb === 'pass');
    const act = { id: 'act-0000001', number, version: 1, token };
    expect((await send(other, 'POST', '/api/desk/act', act)).status).toBe(404);
    expect((await desk.office.application(number)).decisions).toEqual([]);
  });

  it('takes an act once, however often it is sent, and says when somebody was quicker', async () => {
    const at = browser();
    await desk.office.bind('复', 'enterprise', 'reviewer');
    await signIn(at, await desk.link('审'));
    const view = JSON.parse((await send(at, 'POST', '/api/desk/open', { id: 'open-0003', number })).text);
    const { token } = view.actions.find(({ verb }: { verb: string }) => verb === 'pass');
    const act = { id: 'act-0000002', number, version: view.version, token };
    const [first, again] = [
      await send(at, 'POST', '/api/desk/act', act),
      await send(at, 'POST', '/api/desk/act', act),
    ];
    expect(JSON.parse(first.text).outcome).toBe('done');
    expect(JSON.parse(again.text).outcome).toBe('done');
    expect((await desk.office.application(number)).decisions).toHaveLength(1);
    await desk.office.say('复', number);
    await desk.office.press('复', '论证通过');
    await desk.office.say('复', '同意。');
    const late = { ...act, id: 'act-0000003', version: view.version + 1 };
    expect(JSON.parse((await send(at, 'POST', '/api/desk/act', late)).text).outcome).toBe('overtaken');
  });

  it('previews exactly what the applicant then reads', async () => {
    const at = browser();
    await signIn(at, await desk.link('审'));
    const other = await desk.submit('李');
    const view = JSON.parse(
      (await send(at, 'POST', '/api/desk/open', { id: 'open-0004', number: other })).text,
    );
    const { token } = view.actions.find(({ verb }: { verb: string }) => verb === 'return');
    const given = { token, fields: { contactPerson: { typed: '请写全名' } } };
    const { blocks } = JSON.parse(
      (await send(at, 'POST', '/api/desk/preview', { number: other, ...given })).text,
    );
    await send(at, 'POST', '/api/desk/act', { id: 'act-0000004', number: other, version: 1, ...given });
    const told = (await desk.office.at('2022-09-02 17:00')).to('李').at(-1);
    expect(told?.blocks).toEqual(blocks);
    expect((await send(at, 'POST', '/api/desk/preview', { number: other, token })).text).toBe(
      '{"blocks":null}',
    );
  });
});

describe('the overview', () => {
  const overviewOf = async (who: string) => {
    const at = browser();
    await signIn(at, await desk.link(who));
    return { at, answer: await send(at, 'GET', '/api/desk/overview') };
  };
  const questions = async () => {
    await desk.office.say('赵', '食堂对外开放吗？');
    await desk.office.say('钱', '食堂对外开放吗');
  };

  it('is for heads, leaders and the operator, each with the applications that may be read', async () => {
    await desk.office.bind('科', 'enterprise', 'head');
    await desk.office.bind('别', 'platform', 'head');
    await desk.office.bind('局', 'platform', 'leader');
    await desk.office.bind('维', 'platform', 'operator');
    await questions();
    expect((await overviewOf('外')).answer.status).toBe(404);
    const { at, answer } = await overviewOf('科');
    const own = JSON.parse(answer.text) as Overview;
    expect(own.cases?.total).toBe(2);
    // What 审 returned in the test before, with its reason; undone returns would not count.
    expect(own.cases?.returned).toEqual([
      { name: '联系人', count: 1, reasons: [{ name: '请写全名', count: 1 }] },
    ]);
    expect(own.cases?.days).toEqual([
      { name: '2022-09-01', count: 1 },
      { name: '2022-09-02', count: 1 },
    ]);
    expect(own.questions).toMatchObject([{ count: 2, last: '2022-09-02' }]);
    expect(own.channels.map(({ name }) => name)).toContain('网页');
    expect((JSON.parse((await overviewOf('局')).answer.text) as Overview).cases?.total).toBe(2);
    // Of another section: what has come to the stage that the whole office decides.
    expect((JSON.parse((await overviewOf('别')).answer.text) as Overview).cases?.stages).toMatchObject([
      { count: 0 },
      { count: 0 },
      { count: 1 },
    ]);
    const operators = JSON.parse((await overviewOf('维')).answer.text) as Overview;
    expect(operators.cases).toBeNull();
    expect(operators.questions).toEqual(own.questions);
    // Ten working days on, what waits has waited too long.
    await desk.office.at('2022-09-19 10:00');
    await signIn(at, await desk.link('科'));
    const late = JSON.parse((await send(at, 'GET', '/api/desk/overview')).text) as Overview;
    expect(late.cases?.late).toHaveLength(1);
    expect(late.cases?.late[0]).toMatchObject({ number, limit: 3 });
    expect(late.cases?.stages.map(({ late }) => late).reduce((sum, count) => sum + count)).toBe(1);
  });

  it('comes as a workbook, which is recorded once', async () => {
    const before = await auditOf();
    const { at } = await overviewOf('科');
    const take = () => send(at, 'GET', '/api/desk/overview/file?take=take-0001');
    const [first, again] = [await take(), await take()];
    expect(first.text.slice(0, 2)).toBe('PK');
    expect(again.status).toBe(200);
    expect(first.headers['content-disposition']).toContain(encodeURIComponent('申报情况2022-09-19.xlsx'));
    expect((await auditOf()) - before).toBe(3);
    const { at: other } = await overviewOf('外');
    expect((await send(other, 'GET', '/api/desk/overview/file?take=take-0002')).status).toBe(404);
  });
});
