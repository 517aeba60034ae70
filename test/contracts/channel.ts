import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Outgoing, SendResult } from '../../src/host/channel.ts';
import type { Logger } from '../../src/host/log.ts';
import type { Address } from '../../src/model/address.ts';
import type { Event } from '../../src/model/event.ts';
import { OutMessage } from '../../src/model/message.ts';
import { docm, ole } from '../documents/archives.ts';
import { outFile } from '../support/out-file.ts';
import { FakeIntake } from './fake-intake.ts';
import { hostileTexts, visibleCore } from './hostile-texts.ts';

/*
 * The suite every channel runs. Each adapter brings a harness: its channel against a peer (a strict fake of the
 * platform, or the vendor's own software). The suite speaks only about what a person in the chat does and sees.
 *
 *   channelContract('telegram (long polling)', openTelegram, { 'a private chat': 'why it cannot be shown here' });
 *
 * Everything goes through private chats unless the case says otherwise.
 */

/** One message as a person sees it now: markup resolved, edits applied, split parts apart. */
export interface Seen {
  readonly id: string;
  /** Visible text of the whole message (a card's title, body and quotes included), without markup. */
  readonly text: string;
  /** Labels of the buttons under it, in order. */
  readonly buttons: readonly string[];
  readonly files: readonly { readonly name: string; readonly content: Uint8Array }[];
  /** Everything in it that acts when read or touched: links, mentions, commands, images. Buttons do not count. */
  readonly active: readonly string[];
}

/** One update on its way from the platform to the channel. */
export interface Delivery {
  /**
   * How the platform saw this attempt end: `acknowledged` (offset passed, 2xx, ack frame), or `refused` (non-2xx, no
   * answer in time, or handed out again because it was not acknowledged).
   */
  readonly outcome: Promise<'acknowledged' | 'refused'>;
  /** The very same update once more, as the platform does it. */
  redeliver(): Delivery;
}

/** Faults the platform can be told to show on the next send. */
export type Fault =
  /** Too many messages; the platform says to wait 7 seconds where it can say so. */
  | 'rate-limit'
  /** The receiver is gone for good: blocked, left, deactivated. */
  | 'gone'
  /** The platform refuses this content for good. */
  | 'bad-message'
  /** The message is carried out, but the answer is lost. */
  | 'lost-reply'
  /** 5xx or its like before anything was carried out. */
  | 'server-error';

export interface Peer {
  /** Private chat of a person who has opened it before, so that the channel may write there. */
  chat(who: string): Address;
  writes(who: string, text: string): Delivery;
  /** Choose the option with this label in the newest message that offers it: press, or type what the text asks for. */
  chooses(who: string, label: string): Delivery;
  sendsFile(who: string, name: string, content: Uint8Array): Delivery;
  /** Messages the person sees in the chat, oldest first, without their own. */
  sees(who: string): readonly Seen[] | Promise<readonly Seen[]>;
  /** The next send, and only that one, meets this fault. */
  fault(fault: Fault): void;
  /** A well-formed id of a message that does not exist; needed where ids are not numbers. */
  readonly goneRef?: string;
}

export interface ChannelHarness {
  readonly channel: Channel;
  readonly peer: Peer;
  /** Texts that must never get into a log or a result: tokens, secrets, keys. */
  readonly secrets: readonly string[];
  close(): Promise<void>;
}

/** `log` must be the logger handed to the channel; `dataDir` is an empty folder. */
export type OpenHarness = (deps: {
  readonly log: Logger;
  readonly dataDir: string;
}) => Promise<ChannelHarness>;

const cases = [
  'starts, says that it runs, and stops twice without harm',
  'hands a text over as an event of its own chat and person',
  'gives the same event id to a redelivery and another to equal words said again',
  'acknowledges to the platform only after the intake has the event',
  'gets an update again that the intake could not take',
  'keeps the order of one chat',
  'sends a text once and remembers the platform id',
  'shows quotes verbatim with their label, and fields with their values',
  'shows hostile user text as it is, with nothing active in it',
  'splits a long text within the limit and loses nothing',
  'offers choices and brings the chosen token back',
  'offers twelve choices, all of them reachable',
  'takes numbers as an answer only where no buttons are',
  'replaces an earlier message in place, and does it again without harm',
  'sends a new message when the one to replace is gone',
  'keeps a quiet message quiet when there is nothing to replace',
  'sends a file with its name and content',
  'takes a file in',
  'says that a file is too large instead of taking it',
  'says what is wrong with a file, so that it can be mended',
  'waits as long as the platform says',
  'reports a receiver that is gone',
  'reports a message that will never be accepted',
  'calls a lost reply unknown, unless a repeat cannot double it',
  'never calls a failed send sent',
  'leaks no secret into logs and results',
] as const;
export type ChannelCase = (typeof cases)[number];

/** Reasons, in words, why a case cannot be shown on this platform. */
export type Skips = Partial<Record<ChannelCase, string>>;

/** How long nothing has to happen before a test believes that nothing happens. */
const graceMs = 40;
const grace = () => new Promise(resolve => setTimeout(resolve, graceMs));

class RecordingLog implements Logger {
  readonly lines: string[] = [];
  #write = (fields: object, message: string) => {
    this.lines.push(`${message} ${JSON.stringify(fields)}`);
  };
  debug = this.#write;
  info = this.#write;
  warn = this.#write;
  error = this.#write;
}

let serial = 0;
const outgoing = (
  to: Address,
  message: Partial<OutMessage>,
  rest: Partial<Omit<Outgoing, 'message'>> = {},
): Outgoing => {
  serial += 1;
  return {
    message: OutMessage.parse({ key: `contract:${serial}`, to, blocks: [], ...message }),
    key: `contract-${serial}`,
    files: [],
    attempts: 0,
    rank: 'answer',
    ...rest,
  };
};

const said = (text: string): OutMessage['blocks'] => [{ kind: 'text', text }];
const squeezed = (text: string): string => text.replace(/\s+/g, '');

const refOf = (result: SendResult): string => {
  expect(result).toMatchObject({ kind: expect.stringMatching(/^(sent|duplicate)$/) });
  if ((result.kind !== 'sent' && result.kind !== 'duplicate') || result.ref === undefined) {
    throw new Error(`no platform id in ${JSON.stringify(result)}`);
  }
  return result.ref;
};

const pdf = (bytes: number): Uint8Array =>
  Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(bytes, 'x'), Buffer.from('\n%%EOF')]);

/** Run the shared suite for one channel. A skip without a reason in words fails. */
export const channelContract = (name: string, open: OpenHarness, skips: Skips = {}): void =>
  suite(name, open, skips, null);

/** Show that the suite can fail: `open` gives a channel that is wrong on purpose, and this case must notice. */
export const channelControl = (name: string, open: OpenHarness, mustFail: ChannelCase): void =>
  suite(name, open, {}, mustFail);

const suite = (name: string, open: OpenHarness, skips: Skips, mustFail: ChannelCase | null): void => {
  describe(`channel ${mustFail === null ? 'contract' : 'control'}: ${name}`, () => {
    let log: RecordingLog;
    let dataDir: string;
    let harness: ChannelHarness;
    let intake: FakeIntake;

    const unseen = new Set<ChannelCase>(cases);
    const run = (title: ChannelCase, body: () => Promise<void>) => {
      unseen.delete(title);
      if (mustFail !== null) {
        if (title === mustFail) it.fails(`fails: ${title}`, body);
        return;
      }
      const reason = skips[title];
      if (reason !== undefined && reason.length < 15) throw new Error(`"${title}": say why it is skipped`);
      it.skipIf(reason !== undefined)(reason === undefined ? title : `${title} (skipped: ${reason})`, body);
    };
    const send = (
      message: Partial<OutMessage>,
      rest: Partial<Omit<Outgoing, 'message'>> = {},
      who = '张工',
    ) => harness.channel.send(outgoing(harness.peer.chat(who), message, rest));
    const sees = async (who = '张工') => [...(await harness.peer.sees(who))];
    const body = (kind: string) => (event: Event) => event.body.kind === kind;

    beforeEach(async () => {
      log = new RecordingLog();
      dataDir = mkdtempSync(join(tmpdir(), 'shenbao-channel-'));
      harness = await open({ log, dataDir });
      intake = new FakeIntake();
      await harness.channel.start(intake);
    });
    afterEach(async () => {
      intake.release();
      await harness.channel.stop();
      await harness.close();
      rmSync(dataDir, { recursive: true, force: true });
    });

    run('starts, says that it runs, and stops twice without harm', async () => {
      expect(harness.channel.health()).toMatchObject({ state: 'running' });
      await harness.channel.stop();
      await harness.channel.stop();
      expect(harness.channel.health()).toMatchObject({ state: 'stopped' });
    });

    run('hands a text over as an event of its own chat and person', async () => {
      expect(await harness.peer.writes('张工', '我们能申报吗？').outcome).toBe('acknowledged');
      expect(await harness.peer.writes('李工', '我们能申报吗？').outcome).toBe('acknowledged');
      const [first, second] = intake.events.filter(body('text'));
      expect(first).toMatchObject({
        address: harness.peer.chat('张工'),
        body: { kind: 'text', text: '我们能申报吗？' },
      });
      expect(first!.actor.id.startsWith(`${harness.channel.name}:`)).toBe(true);
      expect(second!.address).toEqual(harness.peer.chat('李工'));
      expect(second!.actor.id).not.toBe(first!.actor.id);
      expect(second!.id).not.toBe(first!.id);
    });

    run('gives the same event id to a redelivery and another to equal words said again', async () => {
      const first = harness.peer.writes('张工', '是');
      expect(await first.outcome).toBe('acknowledged');
      expect(await first.redeliver().outcome).toBe('acknowledged');
      expect(await harness.peer.writes('张工', '是').outcome).toBe('acknowledged');
      const ids = intake.events.filter(body('text')).map(({ id }) => id);
      expect(new Set(ids).size).toBe(2);
      expect(ids.at(-1)).not.toBe(ids[0]);
    });

    run('acknowledges to the platform only after the intake has the event', async () => {
      intake.hold();
      let outcome = 'pending';
      const delivery = harness.peer.writes('张工', '暂停');
      void delivery.outcome.then(result => {
        outcome = result;
      });
      await intake.event(body('text'));
      await grace();
      expect(outcome).toBe('pending');
      intake.release();
      expect(await delivery.outcome).toBe('acknowledged');
    });

    run('gets an update again that the intake could not take', async () => {
      intake.failNext();
      const delivery = harness.peer.writes('张工', '资格自测');
      expect(await delivery.outcome).toBe('refused');
      expect(await delivery.redeliver().outcome).toBe('acknowledged');
      expect(intake.refused).toHaveLength(1);
      expect(intake.events.at(-1)).toEqual(intake.refused[0]);
    });

    run('keeps the order of one chat', async () => {
      const words = ['一', '二', '三', '四', '五', '六'];
      const outcomes = words.map(word => harness.peer.writes('张工', word).outcome);
      expect(await Promise.all(outcomes)).toEqual(words.map(() => 'acknowledged'));
      expect(intake.events.flatMap(({ body: said }) => (said.kind === 'text' ? [said.text] : []))).toEqual(
        words,
      );
    });

    run('sends a text once and remembers the platform id', async () => {
      const result = await send({ blocks: said('您好，我是申报助手。') });
      const ref = refOf(result);
      const seen = await sees();
      expect(seen.map(({ text }) => text)).toEqual(['您好，我是申报助手。']);
      expect(typeof ref).toBe('string');
      expect(await sees('李工')).toEqual([]);
    });

    run('shows quotes verbatim with their label, and fields with their values', async () => {
      const quote = '申报单位须在万州区内注册登记，具有独立法人资格。';
      await send({
        blocks: [
          { kind: 'heading', text: '申报条件' },
          {
            kind: 'quote',
            citation: { clause: '通知·三(一)', quote },
            label: '通知 三（一）',
            marks: ['独立法人资格'],
          },
          {
            kind: 'fields',
            rows: [
              ['单位名称', '某某食品有限公司'],
              ['职工人数', '120'],
            ],
          },
        ],
      });
      const text = (await sees()).map(seen => seen.text).join('\n');
      for (const part of [
        '申报条件',
        quote,
        '通知 三（一）',
        '单位名称',
        '某某食品有限公司',
        '职工人数',
        '120',
      ]) {
        expect(text).toContain(part);
      }
    });

    run('shows hostile user text as it is, with nothing active in it', async () => {
      for (const hostile of hostileTexts) {
        const before = (await sees()).length;
        const result = await send({
          blocks: [
            { kind: 'text', text: '您填写的内容：' },
            { kind: 'said', text: hostile },
            { kind: 'fields', rows: [['单位名称', hostile]] },
          ],
        });
        expect(result.kind, `send of ${JSON.stringify(hostile)}`).toBe('sent');
        const seen = (await sees()).slice(before);
        expect(
          seen.flatMap(({ active }) => active),
          `active parts of ${JSON.stringify(hostile)}`,
        ).toEqual([]);
        // The mark before further lines of what a person typed is the channel's, not hers.
        const shown = visibleCore(seen.map(({ text }) => text).join('')).replaceAll('|', '');
        const core = visibleCore(hostile).replaceAll('|', '');
        expect(
          shown.split(core).length - 1,
          `${JSON.stringify(hostile)} in ${JSON.stringify(shown)}`,
        ).toBeGreaterThanOrEqual(2);
      }
    });

    run('splits a long text within the limit and loses nothing', async () => {
      const { limit, unit } = harness.channel.capabilities.text;
      const long = Array.from(
        { length: Math.ceil(limit / 9) },
        (_, index) => `第${index}条：👨‍👩‍👧<&>可申报。`,
      ).join('');
      const result = await send({ blocks: said(long), choices: [{ token: 'p_0', label: '继续' }] });
      expect(result.kind).toBe('sent');
      const seen = await sees();
      expect(seen.length).toBeGreaterThan(1);
      for (const { text } of seen) {
        expect(unit === 'bytes' ? Buffer.byteLength(text) : text.length).toBeLessThanOrEqual(limit);
        expect(text.isWellFormed()).toBe(true);
      }
      expect(squeezed(seen.map(({ text }) => text).join(''))).toContain(squeezed(long));
      expect(await harness.peer.chooses('张工', '继续').outcome).toBe('acknowledged');
      expect(intake.events.at(-1)?.body).toMatchObject({ kind: 'press', token: 'p_0' });
    });

    run('offers choices and brings the chosen token back', async () => {
      const choices = [
        { token: 'abc_0', label: '是', style: 'primary' as const },
        { token: 'abc_1', label: '否', style: 'danger' as const },
        { token: 'abc_2', label: '不清楚' },
      ];
      await send({ blocks: said('贵单位是否具有独立法人资格？'), choices, prompt: 'abc' });
      expect(await harness.peer.chooses('张工', '否').outcome).toBe('acknowledged');
      const press = intake.events.at(-1)!;
      expect(press).toMatchObject({
        address: harness.peer.chat('张工'),
        body: { kind: 'press', token: 'abc_1' },
      });
    });

    run('offers twelve choices, all of them reachable', async () => {
      const choices = Array.from({ length: 12 }, (_, index) => ({
        token: `m_${index}`,
        label: `选项${index + 1}号`,
      }));
      for (const index of [0, 6, 11]) {
        await send({ blocks: said('请选择：'), choices, prompt: 'm' });
        expect(await harness.peer.chooses('张工', `选项${index + 1}号`).outcome).toBe('acknowledged');
        expect(intake.events.at(-1)?.body).toMatchObject({ kind: 'press', token: `m_${index}` });
      }
    });

    run('takes numbers as an answer only where no buttons are', async () => {
      const choices = ['企业', '高等院校'].map((label, index) => ({ token: `n_${index}`, label }));
      expect(await harness.peer.writes('张工', '1').outcome).toBe('acknowledged');
      expect(intake.events.at(-1)?.body).toMatchObject({ kind: 'text', text: '1' });
      for (const reply of ['1', '１', '①', '企业']) {
        await send({ blocks: said('单位类型？'), choices, prompt: 'n' });
        expect(await harness.peer.writes('张工', reply).outcome).toBe('acknowledged');
        expect(intake.events.at(-1)?.body).toMatchObject(
          harness.channel.capabilities.buttons > 0
            ? { kind: 'text', text: reply }
            : { kind: 'press', token: 'n_0' },
        );
      }
    });

    run('replaces an earlier message in place, and does it again without harm', async () => {
      const replaces = refOf(await send({ card: 'case', blocks: said('状态：部门审查') }));
      for (const attempts of [0, 1]) {
        const again = await send({ card: 'case', blocks: said('状态：专家论证') }, { replaces, attempts });
        expect(again.kind).toMatch(/^(sent|duplicate)$/);
        expect((await sees()).map(({ text }) => text)).toEqual(['状态：专家论证']);
      }
    });

    run('sends a new message when the one to replace is gone', async () => {
      const result = await send(
        { card: 'case', blocks: said('状态：批准建设') },
        { replaces: harness.peer.goneRef ?? '987654321' },
      );
      expect(result.kind).toBe('sent');
      expect((await sees()).map(({ text }) => text)).toEqual(['状态：批准建设']);
    });

    run('keeps a quiet message quiet when there is nothing to replace', async () => {
      const result = await send({ quiet: true, blocks: said('贵单位是否具有独立法人资格？\n已选：否') });
      expect(result.kind).toMatch(/^(sent|duplicate)$/);
      expect(await sees()).toEqual([]);
    });

    run('sends a file with its name and content', async () => {
      const content = pdf(5_000);
      const path = join(dataDir, 'form.docx');
      writeFileSync(path, content);
      const name = '建设申请书（某某公司）.docx';
      const result = await send(
        { blocks: said('申请书如下：') },
        { files: [outFile(name, path, content.length)] },
      );
      expect(result.kind).toBe('sent');
      const files = (await sees()).flatMap(seen => seen.files);
      expect(files.map(file => file.name)).toEqual([name]);
      expect(Buffer.compare(files[0]!.content, content)).toBe(0);
      expect((await sees()).map(({ text }) => text).join('')).toContain('申请书如下：');
    });

    run('takes a file in', async () => {
      const content = pdf(70_000);
      expect(await harness.peer.sendsFile('张工', '营业执照.pdf', content).outcome).toBe('acknowledged');
      const event = await intake.event(body('file'));
      expect(event.body).toMatchObject({ kind: 'file', file: { type: 'pdf', bytes: content.length } });
      const id = event.body.kind === 'file' ? event.body.file.id : '';
      expect(Buffer.compare(intake.files.get(id)!, content)).toBe(0);
    });

    run('says that a file is too large instead of taking it', async () => {
      expect(await harness.peer.sendsFile('张工', '全部材料.pdf', pdf(21 * 1024 * 1024)).outcome).toBe(
        'acknowledged',
      );
      const event = await intake.event(body('file-refused'));
      expect(event.body).toMatchObject({ kind: 'file-refused', reason: 'too-large' });
      expect(intake.files.size).toBe(0);
    });

    run('says what is wrong with a file, so that it can be mended', async () => {
      for (const [reason, name, content] of [
        ['macros', '申请书.docm', docm()],
        ['encrypted', '申请书.docx', ole(['Root Entry', 'EncryptedPackage'])],
      ] as const) {
        expect(await harness.peer.sendsFile('张工', name, content).outcome).toBe('acknowledged');
        const event = await intake.event(
          ({ body }) => body.kind === 'file-refused' && body.reason === reason,
        );
        expect(event.body).toMatchObject({ kind: 'file-refused' });
      }
      expect(intake.files.size).toBe(0);
    });

    run('waits as long as the platform says', async () => {
      harness.peer.fault('rate-limit');
      const result = await send({ blocks: said('请稍候') });
      expect(result.kind).toBe('retry');
      if (result.kind === 'retry') {
        expect(result.afterSeconds).toBeGreaterThan(0);
        expect(result.afterSeconds).toBeLessThanOrEqual(3600);
      }
      expect(await sees()).toEqual([]);
      expect((await send({ blocks: said('请稍候') }, { attempts: 1 })).kind).toBe('sent');
    });

    run('reports a receiver that is gone', async () => {
      harness.peer.fault('gone');
      expect((await send({ blocks: said('审核结果') })).kind).toBe('unreachable');
    });

    run('reports a message that will never be accepted', async () => {
      harness.peer.fault('bad-message');
      expect((await send({ blocks: said('审核结果') })).kind).toBe('rejected');
    });

    run('calls a lost reply unknown, unless a repeat cannot double it', async () => {
      harness.peer.fault('lost-reply');
      const message = outgoing(harness.peer.chat('张工'), { blocks: said('请选择') });
      const first = await harness.channel.send(message);
      expect(['unknown', 'retry', 'sent', 'duplicate']).toContain(first.kind);
      if (first.kind === 'retry') await harness.channel.send({ ...message, attempts: 1 });
      expect((await sees()).map(({ text }) => text)).toEqual(['请选择']);
    });

    run('never calls a failed send sent', async () => {
      harness.peer.fault('server-error');
      const result = await send({ blocks: said('请选择') });
      expect(await sees()).toEqual([]);
      expect(['retry', 'unknown']).toContain(result.kind);
    });

    run('leaks no secret into logs and results', async () => {
      const results: SendResult[] = [];
      const faults: Fault[] = ['rate-limit', 'gone', 'bad-message', 'lost-reply', 'server-error'];
      for (const fault of faults) {
        harness.peer.fault(fault);
        results.push(await send({ blocks: said('王小明 13800001234') }));
      }
      await harness.peer.writes('张工', '王小明 13800001234').outcome;
      const written = [...log.lines, JSON.stringify(results), JSON.stringify(harness.channel.health())].join(
        '\n',
      );
      for (const secret of [...harness.secrets, '王小明', '13800001234'])
        expect(written).not.toContain(secret);
    });

    if (unseen.size > 0) throw new Error(`cases without a test: ${[...unseen].join(', ')}`);
  });
};
