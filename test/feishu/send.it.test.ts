import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutMessage } from '../../src/model/message.ts';
import { outFile } from '../support/out-file.ts';
import { seenBy } from './harness.ts';
import { type Opened, openChannel } from './open.ts';

const hello: OutMessage['blocks'] = [{ kind: 'text', text: '您好' }];
const dayMs = 24 * 60 * 60 * 1000;

let open: Opened;
beforeEach(async () => {
  open = await openChannel();
  open.fake.world.person('张工');
});
afterEach(() => open.close());

const texts = (who = '张工') => seenBy(open.fake, who).map(({ text }) => text);

describe('a repeated delivery', () => {
  it('arrives once within the hour of its uuid, also when the first answer was lost', async () => {
    const delivery = open.outgoing({ blocks: hello });
    open.fake.api.fault('lost-reply');
    expect(await open.channel.send(delivery)).toMatchObject({ kind: 'retry' });
    expect(await open.channel.send({ ...delivery, attempts: 1 })).toMatchObject({ kind: 'sent' });
    expect(await open.channel.send({ ...delivery, attempts: 2 })).toMatchObject({ kind: 'sent' });
    expect(texts()).toEqual(['您好']);
  });

  it('would arrive twice under another key (control)', async () => {
    const delivery = open.outgoing({ blocks: hello });
    open.fake.api.fault('lost-reply');
    await open.channel.send(delivery);
    await open.channel.send({ ...delivery, key: 'another' });
    expect(texts()).toEqual(['您好', '您好']);
  });

  it('is called unknown once the uuid protects no longer', async () => {
    open.watch.at = 0;
    const delivery = open.outgoing({ blocks: hello });
    open.fake.api.fault('lost-reply');
    await open.channel.send(delivery);
    open.watch.at = 56 * 60 * 1000;
    expect(await open.channel.send({ ...delivery, attempts: 1 })).toMatchObject({ kind: 'unknown' });
    expect(texts()).toEqual(['您好']);
  });
});

describe('the tenant token', () => {
  it('is renewed once for all sends that find it refused', async () => {
    const { api } = open.fake;
    api.unlimited = true;
    const before = api.tokensIssued;
    api.expireToken();
    const people = ['张工', '李工', '王工', '赵工', '孙工', '钱工'];
    const results = await Promise.all(
      people.map(who => {
        const { openId } = open.fake.world.person(who);
        return open.channel.send(
          open.outgoing({ blocks: hello }, {}, { channel: 'feishu', chat: openId, kind: 'private' }),
        );
      }),
    );
    expect(results.map(({ kind }) => kind)).toEqual(people.map(() => 'sent'));
    expect(api.tokensIssued - before).toBe(1);
  });

  it('is renewed before its life ends', async () => {
    const { api } = open.fake;
    await open.channel.send(open.outgoing({ blocks: hello }));
    const before = api.tokensIssued;
    open.watch.at = performance.now() + 7200 * 1000;
    await open.channel.send(open.outgoing({ blocks: hello }));
    expect(api.tokensIssued - before).toBe(1);
  });
});

describe('an error code', () => {
  it.each([
    ...[99991400, 1000004, 230020, 230049, 11232, 11233, 11247, 1500, 2200, 5000].map(
      code => [code, 'retry'] as const,
    ),
    ...[230013, 230029, 230034, 230035, 230038, 230053, 230002, 232009, 99992351, 99992361].map(
      code => [code, 'unreachable'] as const,
    ),
    ...[230001, 230022, 230055, 230075, 300090].map(code => [code, 'rejected'] as const),
    ...[230011, 230110, 230025, 230054, 230099, 11310, 200621, 200861].map(code => [code, 'sent'] as const),
    ...[230018, 230027].map(code => [code, 'retry'] as const),
    ...[99991403, 99991662, 99991673, 230006, 99991672, 99991401, 10014, 230036].map(
      code => [code, 'down'] as const,
    ),
    [123_456_789, 'rejected'] as const,
  ])('%i means %s', async (code, kind) => {
    open.fake.api.fault(code);
    expect(await open.channel.send(open.outgoing({ blocks: hello }))).toMatchObject({ kind });
  });

  it('of the set-up shows in health until a send goes through', async () => {
    open.fake.api.fault(99991672);
    const result = await open.channel.send(open.outgoing({ blocks: hello }));
    expect(result).toMatchObject({ kind: 'down', afterSeconds: 300 });
    expect(open.channel.health()).toMatchObject({
      state: 'degraded',
      detail: expect.stringContaining('权限'),
    });
    await open.channel.send(open.outgoing({ blocks: hello }));
    expect(open.channel.health()).toMatchObject({ state: 'running' });
  });

  it('of a rate limit carries the platform’s own waiting time', async () => {
    open.fake.api.fault('rate-limit');
    expect(await open.channel.send(open.outgoing({ blocks: hello }))).toEqual({
      kind: 'retry',
      afterSeconds: 7,
      asked: true,
      reason: 'feishu 99991400 (later)',
    });
  });

  it('backs off longer with each attempt', async () => {
    const waits: number[] = [];
    for (const attempts of [0, 1, 4, 30]) {
      open.fake.api.fault('server-error');
      const result = await open.channel.send(open.outgoing({ blocks: hello }, { attempts }));
      if (result.kind === 'retry') waits.push(result.afterSeconds);
    }
    expect(waits).toEqual([1, 2, 16, 600]);
  });
});

describe('a card that takes the place of another', () => {
  const first = async () => {
    const sent = await open.channel.send(open.outgoing({ card: 'case', blocks: hello }));
    if (sent.kind !== 'sent' || !sent.ref) throw new Error('not sent');
    return sent.ref;
  };
  const next: OutMessage['blocks'] = [{ kind: 'text', text: '专家论证' }];

  it('is new once the old one is 14 days old', async () => {
    const ref = await first();
    open.fake.world.now += 13 * dayMs;
    await open.channel.send(open.outgoing({ card: 'case', blocks: next }, { replaces: ref }));
    expect(texts()).toEqual(['专家论证']);
    open.fake.world.now += 2 * dayMs;
    const again = await open.channel.send(open.outgoing({ card: 'case', blocks: hello }, { replaces: ref }));
    expect(again).toMatchObject({ kind: 'sent', ref: expect.not.stringMatching(ref) });
    expect(texts()).toEqual(['专家论证', '您好']);
  });

  it('is new when the old one was taken back, unless it is quiet', async () => {
    const ref = await first();
    open.fake.world.message(ref)!.withdrawn = true;
    expect(await open.channel.send(open.outgoing({ quiet: true, pressed: ref, blocks: next }))).toMatchObject(
      { kind: 'sent' },
    );
    expect(texts()).toEqual([]);
    await open.channel.send(open.outgoing({ card: 'case', blocks: next }, { replaces: ref }));
    expect(texts()).toEqual(['专家论证']);
  });

  it('leaves a pressed question alone when it is the next question', async () => {
    const ref = await first();
    await open.channel.send(open.outgoing({ pressed: ref, blocks: next }));
    expect(texts()).toEqual(['您好', '专家论证']);
    await open.channel.send(
      open.outgoing({ quiet: true, pressed: ref, blocks: [{ kind: 'text', text: '已选：是' }] }),
    );
    expect(texts()).toEqual(['已选：是', '专家论证']);
  });
});

describe('a card that Feishu does not take', () => {
  it('is said as text, with what its buttons say', async () => {
    open.fake.api.fault(230099);
    const delivery = open.outgoing({
      blocks: [{ kind: 'heading', text: '请选择' }, ...hello],
      choices: [
        { token: 'a_0', label: '是' },
        { token: 'a_1', label: '否' },
      ],
    });
    expect(await open.channel.send(delivery)).toMatchObject({ kind: 'sent' });
    expect(texts()).toEqual(['【请选择】\n您好\n也可回复：是、否']);
  });

  it('is said in several posts when it is long, and not at all when it was only to replace', async () => {
    open.fake.api.fault(230099);
    await open.channel.send(open.outgoing({ blocks: [{ kind: 'text', text: '长'.repeat(7_000) }] }));
    expect(texts().map(({ length }) => length)).toEqual([3_000, 3_000, 1_000]);
    open.fake.api.fault(230099);
    await open.channel.send(open.outgoing({ quiet: true, pressed: 'om_x', blocks: hello }));
    expect(texts()).toHaveLength(3);
  });
});

describe('leak prevention', () => {
  it('gets the message again without numbers', async () => {
    open.fake.api.fault(230028);
    const blocks: OutMessage['blocks'] = [{ kind: 'text', text: '联系科室：023-58123456' }];
    expect(await open.channel.send(open.outgoing({ blocks }))).toMatchObject({ kind: 'sent' });
    expect(texts()[0]).toContain('联系科室：***');
  });
});

describe('a group', () => {
  it('is answered in the thread of the question', async () => {
    const asked = open.fake.writesInGroup('张工', '科创群', '能申报吗');
    await asked.outcome;
    const { address } = open.intake.events[0]!;
    await open.channel.send(open.outgoing({ blocks: hello }, {}, address));
    const [answer] = open.fake.world.fromBot(open.fake.world.group('科创群'));
    expect(answer).toMatchObject({ root: asked.messageId });
  });

  it.each([230019, 230071])('is answered in the chat where there are no topics: %i', async code => {
    await open.fake.writesInGroup('张工', '科创群', '能申报吗').outcome;
    const { address } = open.intake.events[0]!;
    open.fake.api.fault(code);
    expect(await open.channel.send(open.outgoing({ blocks: hello }, {}, address))).toMatchObject({
      kind: 'sent',
    });
    expect(open.fake.world.fromBot(open.fake.world.group('科创群'))).toHaveLength(1);
  });

  it('is answered in the chat when the question was taken back', async () => {
    const asked = open.fake.writesInGroup('张工', '科创群', '能申报吗');
    await asked.outcome;
    open.fake.world.message(asked.messageId)!.withdrawn = true;
    const { address } = open.intake.events[0]!;
    expect(await open.channel.send(open.outgoing({ blocks: hello }, {}, address))).toMatchObject({
      kind: 'sent',
    });
    expect(open.fake.world.fromBot(open.fake.world.group('科创群'))[0]).not.toHaveProperty('root');
  });
});

describe('files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'feishu-files-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const kept = (name: string, content: string) => {
    const path = join(folder, 'rendered');
    writeFileSync(path, content);
    return outFile(name, path, content.length);
  };

  it('follow the card once, whatever was retried', async () => {
    const delivery = open.outgoing({ blocks: hello }, { files: [kept('申请书.docx', 'PK..')] });
    open.fake.api.fault('lost-reply');
    await open.channel.send(delivery);
    await open.channel.send({ ...delivery, attempts: 1 });
    await open.channel.send({ ...delivery, attempts: 2 });
    expect(seenBy(open.fake, '张工').map(({ text, files }) => [text, files.map(({ name }) => name)])).toEqual(
      [
        ['您好', []],
        ['', ['申请书.docx']],
      ],
    );
  });

  it('above 30 MB are not even tried', async () => {
    const files = [{ ...kept('全部.pdf', '%PDF'), bytes: 31 * 1024 * 1024 }];
    expect(await open.channel.send(open.outgoing({}, { files }))).toMatchObject({ kind: 'rejected' });
    expect(open.fake.api.calls).not.toContain('POST /open-apis/im/v1/files');
  });

  it('that are empty are refused by Feishu for good', async () => {
    expect(await open.channel.send(open.outgoing({}, { files: [kept('空.txt', '')] }))).toMatchObject({
      kind: 'rejected',
    });
  });
});

describe('the pace', () => {
  it('is kept on the wire: nothing is refused for its rate', async () => {
    const results = await Promise.all(
      Array.from({ length: 12 }, () => open.channel.send(open.outgoing({ blocks: hello }))),
    );
    expect(results.map(({ kind }) => kind)).toEqual(results.map(() => 'sent'));
  });
});
