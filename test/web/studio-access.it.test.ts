import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserOf, chatOf, rehearsalName } from '../../adapters/web/seat.ts';
import type { PackText, Saved } from '../../src/model/studio.ts';
import { wanzhouFolder, yunxiFolder } from '../support/packs.ts';
import { ask, newKey } from './ask.ts';
import { openStudioOffice, type StudioOffice } from './studio-office.ts';

let office: StudioOffice;
beforeAll(async () => {
  office = await openStudioOffice([yunxiFolder, wanzhouFolder]);
});
afterAll(() => office.close());

const key = newKey();
type Headers = Readonly<Record<string, string>>;
/** As a proxy hands on what somebody elsewhere asks. */
const elsewhere: Headers = { 'x-forwarded-for': '198.51.100.7' };

const send = (method: string, path: string, headers: Headers = {}, body?: unknown) =>
  ask(`${office.url}${path}`, {
    method,
    headers: { 'x-shenbao-key': key, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const file = (pack: string, path: string, headers: Headers = {}) =>
  send('GET', `/api/studio/${pack}/file?${new URLSearchParams({ path })}`, headers);
const textOf = async (pack: string, path: string): Promise<PackText> =>
  JSON.parse((await file(pack, path)).text);
const save = (pack: string, body: { path: string; text: string; base: string }, headers: Headers = {}) =>
  send('PUT', `/api/studio/${pack}/file`, headers, body);

const yunxi = 'yunxi-workshop-2026';

/** Signed in at the desk from elsewhere, with the browser of this test. */
const cookieOf = async (space: string, actor: string): Promise<Headers> => {
  const link = await office.link(space, actor);
  const answer = await send('POST', '/api/desk/sign-in', elsewhere, { link });
  return { ...elsewhere, cookie: answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '' };
};
const bind = (chat: string, role: string) => {
  const [section] = office.house.notices.get(yunxi)!.pack.contacts.sections;
  return office.receive(chat, {
    kind: 'operator',
    command: 'bind',
    data: { section: section!.id, role, name: '维护', notice: yunxi },
  });
};

describe('who gets into the studio', () => {
  it('lets in whoever sits at this machine, with the key of a page of ours', async () => {
    expect((await send('GET', '/api/studio/packs')).status).toBe(200);
    expect((await ask(`${office.url}/api/studio/packs`)).status).toBe(401);
    expect((await send('GET', '/api/studio/packs', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await send('GET', '/api/studio/packs', { host: 'evil.example' })).status).toBe(403);
    expect((await ask(`${office.url}/studio`)).headers['content-security-policy']).toContain(
      "script-src 'self'",
    );
  });

  it('lets nobody in from elsewhere who is not signed in', async () => {
    for (const [method, path, body] of [
      ['GET', '/api/studio/packs', undefined],
      ['GET', `/api/studio/${yunxi}/file?path=pack.yaml`, undefined],
      ['GET', `/api/studio/${yunxi}/unanswered`, undefined],
      ['PUT', `/api/studio/${yunxi}/file`, { path: 'wording.yaml', text: '{}', base: 'absent' }],
      ['POST', `/api/studio/${yunxi}/rehearse`, { inputs: [], date: null }],
    ] as const) {
      const answer = await send(method, path, elsewhere, body);
      expect([path, answer.status]).toEqual([path, 401]);
      expect(answer.text).not.toContain('window');
    }
    const named = { host: 'shenbao.example' };
    expect((await send('GET', '/api/studio/packs', named)).status).toBe(401);
  });

  it('lets an operator in who is signed in, for the own notice; no other officer', async () => {
    await bind('op', 'operator');
    await bind('rev', 'reviewer');
    const operator = await cookieOf(yunxi, 'web:op');
    const list = JSON.parse((await send('GET', '/api/studio/packs', operator)).text);
    expect(list.packs.map(({ folder }: { folder: string }) => folder)).toEqual([yunxi]);
    expect((await file(yunxi, 'pack.yaml', operator)).status).toBe(200);
    expect((await file('wanzhou-2022', 'pack.yaml', operator)).status).toBe(404);
    expect((await file(yunxi, 'pack.yaml', { ...operator, 'x-shenbao-key': newKey() })).status).toBe(401);
    expect((await file(yunxi, 'pack.yaml', await cookieOf(yunxi, 'web:rev'))).status).toBe(401);
  });

  it('lets nobody in who made themselves an operator in a rehearsal', async () => {
    const browser = browserOf(key)!;
    const space = `${office.house.notices.newest.pack.id}~${rehearsalName(browser)}`;
    await send('PUT', '/api/rehearsal/clock', {}, { date: '2026-06-01' });
    const { pack } = office.house.notices.newest;
    const section = pack.contacts.sections[0]!.id;
    const bound = await send('PUT', '/api/rehearsal/reviewer', {}, { section, role: 'operator' });
    expect(bound.status).toBe(200);
    const seat = await cookieOf(space, `web:${chatOf(browser, 'reviewer')}`);
    expect((await send('GET', '/api/desk/me', seat)).status).toBe(200);
    expect((await send('GET', '/api/studio/packs', seat)).status).toBe(401);
  });
});

describe('files in the studio', () => {
  it('goes on serving the last good version of a pack that was saved with an error', async () => {
    const pack = 'wanzhou-2022';
    const before = office.house.notices.get(pack)!.pack.hash;
    const { text, version } = await textOf(pack, 'pack.yaml');
    await save(pack, { path: 'pack.yaml', text: text.replace(/^title:/m, 'titel:'), base: version });
    const state = JSON.parse((await send('GET', `/api/studio/${pack}/state`)).text);
    expect(state).toMatchObject({ serving: 'held', current: false });
    expect(state.findings).toContainEqual(
      expect.objectContaining({ level: 'error', at: expect.objectContaining({ file: 'pack.yaml' }) }),
    );
    expect(office.house.notices.get(pack)!.pack.hash).toBe(before);
    await writeFile(join(office.packs, pack, 'pack.yaml'), text);
  });

  it('reads and writes nothing but the texts of the pack', async () => {
    await mkdir(join(office.packs, yunxi, 'sources'), { recursive: true });
    await symlink('/etc/hostname', join(office.packs, yunxi, 'sources', 'link.md'));
    await symlink('/etc/hostname', join(office.packs, yunxi, 'signoff.yaml'));
    for (const path of [
      '../wanzhou-2022/pack.yaml',
      'sources/../../wanzhou-2022/pack.yaml',
      'sources/link.md',
      '/etc/passwd',
      'new.yaml',
      'signoff.yaml',
      '.pack.yaml.tmp',
      'templates/any.docx',
      '',
    ]) {
      expect([path, (await file(yunxi, path)).status]).toEqual([path, 404]);
      const written = await save(yunxi, { path: path || 'x', text: 'id: x', base: 'absent' });
      expect([path, written.status]).toEqual([path, 404]);
    }
    expect((await file('..', 'pack.yaml')).status).toBe(404);
  });

  it('refuses the second save of a version and shows what stands there', async () => {
    const pack = 'wanzhou-2022';
    const begun = await textOf(pack, 'review.yaml');
    const first = await save(pack, { path: 'review.yaml', text: `${begun.text}# 甲\n`, base: begun.version });
    expect(JSON.parse(first.text)).toMatchObject({ outcome: 'saved' } satisfies Partial<Saved>);
    const second = await save(pack, {
      path: 'review.yaml',
      text: `${begun.text}# 乙\n`,
      base: begun.version,
    });
    expect(JSON.parse(second.text)).toMatchObject({ outcome: 'stale', text: `${begun.text}# 甲\n` });
    expect(await readFile(join(office.packs, pack, 'review.yaml'), 'utf8')).toBe(`${begun.text}# 甲\n`);
    // Of many at once one is taken.
    const { version } = await textOf(pack, 'review.yaml');
    const both = await Promise.all(
      ['丙', '丁', '戊'].map(who =>
        save(pack, { path: 'review.yaml', text: `${begun.text}# ${who}\n`, base: version }),
      ),
    );
    expect(both.map(({ text }) => JSON.parse(text).outcome).sort()).toEqual(['saved', 'stale', 'stale']);
  });
});
