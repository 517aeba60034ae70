import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSession, sessionKey } from '../../src/host/records.ts';
import type { AskKind, Prompt } from '../../src/model/prompt.ts';
import { deploymentSecret } from '../../src/settings.ts';
import { openStore } from '../../src/store/open.ts';
import { RedisServer } from '../setup/redis.ts';
import { ChatHere, runCli } from '../support/cli.ts';

const frozen = new URL('2022-prompts/', import.meta.url).pathname;
const unpack = (archive: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'shenbao-upgrade-'));
  execFileSync('tar', ['-xzf', join(frozen, archive), '-C', folder]);
  return folder;
};

/** As many kinds of prompt as the last commit of schema 1 had; later ones were never stored so. */
const KINDS = 24;

/** Chats with an open prompt, and what is asked in each. */
const waiting: Readonly<Record<string, AskKind>> = {
  offer: 'offer',
  fact: 'fact',
  'fact-yes': 'fact',
  field: 'field',
  'field-choice': 'field',
  consent: 'consent',
  bulk: 'bulk',
  group: 'group',
  more: 'more',
  manage: 'manage',
  review: 'review',
  'change-section': 'change-section',
  'change-field': 'change-field',
  stop: 'stop',
  'stop-check': 'stop',
  commit: 'commit',
  restart: 'restart',
  forget: 'forget',
  file: 'file',
  withdraw: 'withdraw',
  resubmit: 'resubmit',
  'field-returned': 'field',
  审记录: 'decide-record',
  审栏目: 'decide-field',
  审理由: 'decide-reason',
  审总理由: 'decide-reason',
  审转交: 'decide-person',
  审加签: 'decide-person',
  审确认: 'decide-confirm',
  审答复: 'ticket',
};

/** Officers share one case, and what one of them decides ends the others' drafts: these two press the last option, 取消. */
const cancelling = ['审转交', '审加签'];

/** What is said to the option of some of them, so that it is the right one. */
const says: Readonly<Record<string, string>> = {
  fact: '已记录：单位类型——企业。',
  'fact-yes': '已记录：在万州区注册登记——是。',
  'field-choice': '单位性质',
  more: '第2个',
  'change-field': '联系电话',
  commit: '提交成功。',
  restart: '已清空',
  resubmit: '第2次提交',
  审栏目: '“单位名称”需要怎样补正？',
  审确认: '已记录：不予通过',
  审答复: '已取消',
  审转交: '已取消',
  审加签: '已取消',
};

const ends: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ends) await end();
});

describe.each(['a data folder', 'a Redis'])('%s with prompts of strings', kind => {
  let env: Record<string, string>;
  let prompts: Map<string, Prompt | null | undefined>;

  beforeAll(async () => {
    const data = unpack('data.tar.gz');
    ends.push(() => rm(data, { recursive: true, force: true }));
    env = { SHENBAO_DATA: data };
    if (kind === 'a Redis') {
      const dir = unpack('redis.tar.gz');
      const server = await RedisServer.start([], dir);
      ends.push(async () => {
        await server.stop();
        await rm(dir, { recursive: true, force: true });
      });
      env.REDIS_URL = `${server.url}/0`;
    }
    const auditKey = await deploymentSecret({ secret: null, dataDir: data });
    const store = await openStore(env.REDIS_URL ?? join(data, 'shenbao.sqlite'), { auditKey });
    const names = Object.keys(waiting);
    const records = await store.load(
      'wanzhou-2022~console',
      names.map(name => sessionKey(`console:${name}`)),
    );
    prompts = new Map(names.map((name, index) => [name, readSession(records[index]!)?.prompt]));
    await store.close();
  });

  it('asks what it asked, every kind among it', () => {
    const asked = Object.fromEntries([...prompts].map(([name, prompt]) => [name, prompt?.asks.kind]));
    expect(asked).toEqual(waiting);
    expect(new Set(Object.values(waiting)).size).toBe(KINDS);
  });

  it('offers what it offered', () => {
    const first = (name: string) => prompts.get(name)?.options[0]?.means;
    expect(first('stop')).toEqual({ kind: 'fill' });
    expect(first('stop-check')).toEqual({ kind: 'check' });
    expect(first('file')).toMatchObject({ kind: 'item' });
    expect(first('change-section')).toEqual({ kind: 'section', section: 'unit', entry: null });
    expect(first('审理由')).toMatchObject({ kind: 'reason' });
    expect(first('审转交')).toEqual({ kind: 'person', actor: 'console:审答复' });
    expect(prompts.get('manage')?.options.map(({ means }) => means)).toEqual([
      { kind: 'add' },
      { kind: 'edit', entry: 0 },
      { kind: 'drop', entry: 0 },
      { kind: 'back' },
    ]);
  });

  it('takes the buttons that were sent with it', async () => {
    const chat = new ChatHere(env.SHENBAO_DATA!, ['--now', '2022-09-01T09:10'], env);
    for (const [name, prompt] of prompts) {
      const index = cancelling.includes(name) ? prompt!.options.length - 1 : 0;
      const said = await chat.take({ from: name, press: `${prompt!.id}_${index}` });
      const reply = said.filter(({ to }) => to === name).map(({ text }) => text);
      expect({ name, reply: reply.join('\n') }).toEqual({
        name,
        reply: expect.stringContaining(says[name] ?? ''),
      });
      expect(reply.join('\n')).not.toMatch(/现已失效|^$/);
    }
    await chat.end();
    const { code, err } = await runCli(['verify'], '', env);
    expect([code, err]).toEqual([0, '']);
  });
});
