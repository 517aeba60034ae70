import mammoth from 'mammoth';
import { describe, expect, it } from 'vitest';
import { follow, form, selfCheck, unitName } from './applicant.ts';
import type { FakeBotApi } from './fake-bot-api.ts';
import { fromBot, openHouse, viewOf } from './house.ts';
import { Person } from './people.ts';
import type { Delivered } from './update-queue.ts';

const licence = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(40_000, 'x'), Buffer.from('\n%%EOF')]);

const once = ({ outcome }: Delivered) => outcome;
const twice = async (sent: Delivered) => {
  await sent.outcome;
  await sent.redeliver().outcome;
};

const wordFileOf = async (api: FakeBotApi, person: Person): Promise<string> => {
  const file = await api.chats.until(
    () => fromBot(person).find(message => message.file?.name.endsWith('.docx'))?.file,
  );
  return (await mammoth.extractRawText({ buffer: file.content })).value;
};

const apply = async (api: FakeBotApi, person: Person, deliver: (sent: Delivered) => Promise<unknown>) => {
  const chat = viewOf(api, person, deliver);
  await chat.says('/start');
  expect(chat.last().buttons).toContain('资格自测');
  await chat.says('申报截止到什么时候？');
  expect(
    fromBot(person)
      .at(-1)!
      .entities.map(({ type }) => type),
  ).toContain('blockquote');
  await chat.says('/check');
  await follow(chat, selfCheck, '自测结果');
  expect(chat.last().text).toContain('未发现不符合申报条件的事项');
  await chat.presses('开始填报');
  await follow(chat, form, '请核对填写内容');
  await follow(chat, form, 'WZ22-');
  return wordFileOf(api, person);
};

describe('an applicant in Telegram', () => {
  it('goes from /start to the office’s own Word form, with a file on the way', async () => {
    const { api } = await openHouse();
    const zhang = new Person(api, 5_000_000_001, '张工');
    const word = await apply(api, zhang, once);
    for (const part of [unitName, '王小明', '13800001234', '<市级>科技进步奖1项 & 标准2项', '智能装备制造']) {
      expect(word).toContain(part);
    }
    const before = fromBot(zhang).length;
    await zhang.sendsDocument('营业执照.pdf', licence).outcome;
    await api.chats.until(() => fromBot(zhang).length > before);
    await viewOf(api, zhang, once).says('/status');
    expect(fromBot(zhang).at(-1)!.text).toMatch(/WZ22-\d{4}/);
  });

  it('gets the same application and no message twice when every update is delivered twice', async () => {
    const { api } = await openHouse();
    const zhang = new Person(api, 5_000_000_001, '张工');
    const li = new Person(api, 5_000_000_002, '李工');
    const plain = await apply(api, zhang, once);
    const repeated = await apply(api, li, twice);
    expect(repeated).toBe(plain);
    // The receipt bears number and check value of each application; everything else must be the same.
    const texts = (person: Person) =>
      fromBot(person).map(({ text }) => (text.includes('WZ22-') ? 'receipt' : text));
    expect(texts(li)).toEqual(texts(zhang));
  });

  it('is understood when three people apply at once', async () => {
    const { api } = await openHouse();
    const people = [1, 2, 3].map(index => new Person(api, 5_000_000_000 + index, `申请人${index}`));
    const words = await Promise.all(people.map(person => apply(api, person, once)));
    expect(words.every(word => word.includes(unitName))).toBe(true);
    const numbers = people.map(
      person =>
        /WZ22-\d{4}/.exec(
          fromBot(person)
            .map(({ text }) => text)
            .join(),
        )?.[0],
    );
    expect(new Set(numbers).size).toBe(3);
  });

  it('gets every message, in order, through rate limits', async () => {
    const { api } = await openHouse();
    const zhang = new Person(api, 5_000_000_001, '张工');
    const limit = {
      kind: 'refuse',
      code: 429,
      description: 'Too Many Requests: retry after 1',
      retryAfter: 1,
    } as const;
    api.fail('sendMessage', limit);
    await zhang.writes('/start').outcome;
    await zhang.writes('/check').outcome;
    await api.chats.until(() => fromBot(zhang).length === 2);
    expect(fromBot(zhang)[1]!.text).toContain('贵单位属于哪一类');
  });

  it('may block the bot without disturbing anybody else', async () => {
    const { api } = await openHouse();
    const zhang = new Person(api, 5_000_000_001, '张工');
    const li = new Person(api, 5_000_000_002, '李工');
    await viewOf(api, zhang, once).says('/start');
    const question = zhang.writes('申报截止到什么时候？');
    zhang.private.blocked = true;
    await question.outcome;
    await zhang.blocksTheBot().outcome;
    await viewOf(api, li, once).says('/start');
    zhang.private.blocked = false;
    await viewOf(api, zhang, once).says('/help');
    expect(fromBot(zhang).at(-1)!.text).not.toBe('');
  });
});

describe('where personal data do not belong', () => {
  it('a group is answered about the policy, and led to private chat for an application', async () => {
    const { api } = await openHouse();
    const group = api.chats.open(-1_001_234, 'supergroup');
    const zhang = new Person(api, 5_000_000_001, '张工');
    await zhang.writes(`@${api.chats.bot.username} 申报截止到什么时候？`, { chat: group, thread: 7 }).outcome;
    const answer = await api.chats.until(() => group.messages.find(message => message.fromBot));
    expect(answer).toMatchObject({ thread: 7, text: expect.stringContaining('2022年9月16日') });
    await zhang.writes('/apply', { chat: group, thread: 7 }).outcome;
    expect(group.messages.at(-1)!.keyboard.flat()[0]?.url).toContain('t.me/');
  });

  it('a bot with TELEGRAM_PERSONAL_DATA=refuse answers and checks, and kindly collects nothing', async () => {
    const { api } = await openHouse({ TELEGRAM_PERSONAL_DATA: 'refuse' });
    const zhang = new Person(api, 5_000_000_001, '张工');
    const chat = viewOf(api, zhang, once);
    await chat.says('/check');
    await follow(chat, selfCheck, '自测结果');
    await chat.says('/apply');
    expect(chat.last().text).not.toContain('请填写建设主体单位名称');
    await zhang.sendsDocument('营业执照.pdf', licence).outcome;
    expect(api.calls.map(({ method }) => method)).not.toContain('getFile');
  });
});
