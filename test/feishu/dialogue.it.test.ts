import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/host/log.ts';
import { type Assistant, openAssistant } from '../../src/main.ts';
import { FakeFeishu } from './fake/fake-feishu.ts';
import { feishuChannel, seenBy } from './harness.ts';
import { ChatPerson } from './person.ts';
import { stepForward, walkTo } from './walk.ts';

/** Inside the application window of the notice. */
const inWindow = Date.parse('2022-09-01T02:00:00Z');

const started = performance.now();
let fake: FakeFeishu;
let assistant: Assistant;
let applicant: ChatPerson;

beforeEach(async () => {
  fake = await FakeFeishu.open(inWindow);
  const channel = await feishuChannel(fake, { log: silentLogger, dataDir: '', publicUrl: null });
  assistant = await openAssistant({
    packs: ['conversations/wanzhou-2022'],
    store: ':memory:',
    // Runs on from the window: retries fall due by it.
    now: () => Math.floor(inWindow + performance.now() - started),
    channels: [channel],
  });
  applicant = new ChatPerson(fake, '张敏');
});
afterEach(async () => {
  await assistant.close();
  await fake.close();
  expect(fake.complaints).toEqual([]);
});

describe('a whole application in Feishu', () => {
  it('goes from the first word to the Word file, with form cards, a question in between and a file', async () => {
    await applicant.writes('我要填报');
    await walkTo(applicant, /请填写建设主体单位名称/);
    expect(applicant.card().inputs.length).toBeGreaterThan(5);

    const answer = await applicant.writes('截止日期是哪天？');
    expect(answer.lines.join('\n')).toContain('2022年9月16日');

    await walkTo(applicant, /榨菜精深加工|中心名称/);
    await applicant.sendsFile(
      '营业执照.pdf',
      Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF'),
    );
    expect(applicant.text()).toContain('请选择它的用途');
    await applicant.presses('相关证明材料');
    await walkTo(applicant, /提交成功/);
    expect(applicant.text()).toMatch(/申请编号.*WZ22-/);
    await fake.world.until(() => applicant.messages().some(({ type }) => type === 'file'));
    const [file] = seenBy(fake, '张敏').flatMap(({ files }) => files);
    expect(file!.name).toMatch(/\.docx$/);
    expect(Buffer.from(file!.content).subarray(0, 2).toString()).toBe('PK');
    expect(seenBy(fake, '张敏').flatMap(({ active }) => active)).toEqual([]);
  });

  it('keeps what a form card sent, and shows it in the card, when the next message is late', async () => {
    await applicant.writes('我要填报');
    await walkTo(applicant, /请填写建设主体单位名称/);
    const before = applicant.messages().findLast(({ type }) => type === 'interactive')!;
    await stepForward(applicant);
    expect(fake.card(before).lines.join()).toContain('已提交的内容');
    expect(fake.card(before).inputs).toEqual([]);
  });
});

describe('a reply to an earlier message', () => {
  const asked = (): string => applicant.messages().at(-1)!.id;

  it('goes to the question that stands there, which is remembered', async () => {
    await applicant.writes('资格自测');
    const first = asked();
    for (const said of ['企业', '是']) await applicant.writes(said);
    await applicant.writes('高等院校', first);
    expect(applicant.text()).toMatch(/单位类型：?.*高等院校/);
    expect(fake.api.calls.filter(call => call.startsWith('GET /open-apis/im/v1/messages'))).toEqual([]);
  });

  it('goes there too when it was asked by another process: its words are fetched', async () => {
    await applicant.writes('资格自测');
    const first = fake.world.message(asked())!;
    // The same card under an id that nobody here has sent.
    const elsewhere = fake.world.add({ ...first, chat: 'oc_elsewhere', uuid: 'elsewhere' });
    for (const said of ['企业', '是']) await applicant.writes(said);
    await applicant.writes('高等院校', elsewhere.id);
    expect(applicant.text()).toMatch(/单位类型：?.*高等院校/);
  });

  it('is an answer to what is asked now where the words cannot be had', async () => {
    await applicant.writes('资格自测');
    await applicant.writes('企业', 'om_gone');
    expect(applicant.text()).toContain('单位类型——企业');
  });

  it('that is her own answer corrects that answer', async () => {
    await applicant.writes('资格自测');
    await applicant.writes('企业');
    const own = fake.world.messages.findLast(({ from }) => from === '张敏')!.id;
    await applicant.writes('是');
    await applicant.writes('高等院校', own);
    expect(applicant.text()).toMatch(/单位类型：?.*高等院校/);
  });
});

/** Texts of all cards that a person sees, with how often each is there. */
const repeated = (): string[] => {
  const texts = seenBy(fake, '张敏').map(({ text }) => text);
  return texts.filter((text, index) => texts.indexOf(text) !== index);
};

describe('lost answers', () => {
  it('of the platform after a send lead to a retry, and to no second card', async () => {
    const sends = () => fake.api.calls.filter(call => call === 'POST /open-apis/im/v1/messages').length;
    for (const [index, word] of ['我要填报', '企业', '是'].entries()) {
      fake.api.fault('lost-reply');
      const before = sends();
      await applicant.writes(word);
      await fake.until(() => sends() === before + 2);
      expect(applicant.messages()).toHaveLength(index + 1);
    }
    expect(repeated()).toEqual([]);
  });

  it('of ours after a commit lead to a redelivery, and to no second turn', async () => {
    await applicant.writes('我要填报');
    await applicant.presses('企业');
    const { calls } = fake.api;
    const cut = fake.writes('张敏', '是');
    await applicant.next();
    const late = cut.redeliver();
    expect(await late.outcome).toBe('acknowledged');
    fake.socket.drop();
    expect(await cut.redeliver().outcome).toBe('acknowledged');
    await applicant.writes('是');
    expect(applicant.messages()).toHaveLength(4);
    expect(repeated()).toEqual([]);
    expect(calls.filter(call => call === 'POST /open-apis/im/v1/messages')).toHaveLength(4);
  });
});
