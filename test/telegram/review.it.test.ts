import { describe, expect, it } from 'vitest';
import { follow, form, selfCheck, unitName } from './applicant.ts';
import { fromBot, openHouse, viewOf } from './house.ts';
import { Person } from './people.ts';

/** Longer than the time for second thoughts (60 s, review.yaml of the Wanzhou pack by default). */
const secondThoughtsMs = 61_000;

/** Whoever decided may take it back: the sign that a press counted. */
const mayUndo = (person: Person): boolean =>
  fromBot(person).some(({ keyboard }) => keyboard.flat().some(({ text }) => text === '撤回'));

/** Two officers of the section in charge, in private chats, and an application that has just come in. */
const openBureau = async () => {
  const house = await openHouse();
  const { api, assistant, now } = house;
  const zhang = new Person(api, 5_000_000_001, '张工');
  const li = new Person(api, 6_000_000_001, '李科长');
  const zhao = new Person(api, 6_000_000_002, '赵科员');
  for (const { user } of [li, zhao]) {
    await assistant.receive({
      id: `bind:${user.id}`,
      at: now(),
      address: { channel: 'telegram', chat: String(user.id), kind: 'private' },
      actor: { id: `telegram:${user.id}`, name: user.first_name },
      body: {
        kind: 'operator',
        command: 'bind',
        data: { name: user.first_name, section: 'enterprise', role: 'reviewer' },
      },
    });
  }
  const applicant = viewOf(api, zhang);
  await applicant.says('/check');
  await follow(applicant, selfCheck, '自测结果');
  await applicant.presses('开始填报');
  await follow(applicant, form, 'WZ22-');
  const sees = (person: Person, part: string) =>
    api.chats.until(() => fromBot(person).find(({ text }) => text.includes(part)));
  /** A message that offers this button. */
  const offered = (person: Person, label: string) =>
    api.chats.until(() =>
      fromBot(person).find(({ keyboard }) => keyboard.flat().some(({ text }) => text === label)),
    );
  await offered(li, '初审通过');
  await offered(zhao, '初审通过');
  return {
    ...house,
    zhang,
    li,
    zhao,
    sees,
    offered,
    chat: (person: Person) => viewOf(api, person),
    press: (person: Person, label: string) => person.presses(label).outcome,
    settle: () => house.wait(secondThoughtsMs),
  };
};

describe('officers decide in Telegram', () => {
  it('pass an application through all stages, and the applicant hears at each', async () => {
    const bureau = await openBureau();
    const { li, zhao, zhang, chat, sees, offered, settle } = bureau;
    await chat(li).presses('初审通过');
    expect((await sees(zhao, '李科长')).keyboard.flat().map(({ text }) => text)).not.toContain('初审通过');
    expect(fromBot(zhang).at(-1)!.text).not.toContain('专家论证');
    settle();
    await sees(zhang, '专家论证');
    await offered(zhao, '论证通过');
    await chat(zhao).presses('论证通过');
    await chat(zhao).says('技术路线可行，同意。');
    settle();
    await sees(zhang, '批准建设');
    await offered(li, '批准建设');
    await chat(li).presses('批准建设');
    await chat(li).says('万州科局发〔2022〕50号');
    await chat(li).presses('确认');
    settle();
    await sees(zhang, '万州科局发〔2022〕50号');
  });

  it('return it with a field and a reason; the applicant mends it, and the new card shows the difference', async () => {
    const { li, zhao, zhang, chat, sees, settle } = await openBureau();
    await chat(li).presses('退回补正');
    await chat(li).presses('单位名称');
    await chat(li).says('与营业执照名称不一致');
    await chat(li).presses('选好了');
    settle();
    await sees(zhang, '与营业执照名称不一致');
    await chat(zhang).presses('开始补正');
    await chat(zhang).says('重庆三峡智造科技股份有限公司');
    await chat(zhang).presses('重新提交');
    await sees(zhang, '第2次提交');
    for (const officer of [li, zhao]) {
      const card = await sees(officer, '重庆三峡智造科技股份有限公司');
      expect(card.text).toContain(unitName);
      expect(card.keyboard.flat().map(({ text }) => text)).toContain('初审通过');
    }
  });

  it('reject it with a reason', async () => {
    const { li, zhang, chat, sees, settle } = await openBureau();
    await chat(li).presses('不予通过');
    await chat(li).says('不在万州区注册登记');
    await chat(li).presses('确认');
    settle();
    await sees(zhang, '不在万州区注册登记');
  });

  it('cannot both decide: the first press counts, the other is told kindly', async () => {
    const { api, li, zhao, press } = await openBureau();
    await Promise.all([press(li, '初审通过'), press(zhao, '初审通过')]);
    await api.chats.until(() => [li, zhao].every(officer => fromBot(officer).length > 1));
    const [first, ...others] = [li, zhao].filter(mayUndo);
    expect(others).toEqual([]);
    const second = first === li ? zhao : li;
    const told = fromBot(second).map(({ text }) => text);
    expect(told.join('\n')).toContain(first!.user.first_name);
  });

  it('are the only ones whose presses count: a copied button does nothing in other hands', async () => {
    const { api, li, zhang, chat, offered } = await openBureau();
    const card = await offered(li, '初审通过');
    const token = card.keyboard.flat().find(({ text }) => text === '初审通过')!.callback_data!;
    const before = fromBot(zhang).length;
    await zhang.pressesData(token).outcome;
    await api.chats.until(() => fromBot(zhang).length > before);
    expect(mayUndo(zhang)).toBe(false);
    await chat(li).presses('初审通过');
    expect(mayUndo(li)).toBe(true);
  });
});
