import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sessionKey } from '../../src/host/records.ts';
import { sessionIdOf } from '../../src/model/address.ts';
import { openStore } from '../../src/store/open.ts';
import { Conversation } from '../support/conversation.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shenbao-unkept-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const block =
  '单位名称：重庆三峡甲机械有限公司\n单位性质：企业\n法人代表：何强\n单位联系人：吴芳\n单位联系电话：13800138001';

const secret = Buffer.alloc(32, 5);

const open = async (): Promise<Conversation> =>
  Conversation.open({
    pack: (await noticeAt(wanzhouFolder)).pack,
    now: '2022-09-01',
    store: join(folder, 'shenbao.sqlite'),
    secret,
  });

/** What the conversation's record holds, opened with the secret of the house, and all that lies beside it on the disk. */
const kept = async (): Promise<string> => {
  const { pack } = await noticeAt(wanzhouFolder);
  const store = await openStore(join(folder, 'shenbao.sqlite'), { auditKey: secret });
  const [session] = await store.load(pack.id, [
    sessionKey(sessionIdOf({ channel: 'desk', chat: 'clerk', kind: 'private' }, { id: 'desk:clerk' })),
  ]);
  await store.close();
  const files = await Promise.all((await readdir(folder)).map(name => readFile(join(folder, name), 'utf8')));
  return [JSON.stringify(session), ...files].join('');
};

it('what was written before the consent lies nowhere, and is taken with the yes', async () => {
  const talk = await open();
  await talk.say(block);
  expect(await kept()).not.toMatch(/何强|吴芳|13800138001/u);
  const agreed = await talk.press('同意');
  expect(agreed.text).toMatch(/法人代表：何强[\s\S]*13800138001/u);
  // The eye that found nothing sees what is kept.
  expect(await kept()).toMatch(/何强/u);
  await talk.close();
});

it('is gone after a no, after a while, and with the process', async () => {
  const talk = await open();
  await talk.say(block);
  await talk.press('不同意');
  await talk.say('继续填报');
  expect((await talk.say('同意')).text).not.toContain('何强');
  await talk.close();

  await rm(folder, { recursive: true, force: true });
  folder = await mkdtemp(join(tmpdir(), 'shenbao-unkept-'));
  const later = await open();
  await later.say(block);
  later.at('2022-09-01 12:00');
  expect((await later.press('同意')).text).not.toContain('何强');
  await later.close();
});
