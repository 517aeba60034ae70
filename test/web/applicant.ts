import type { Locator, Page } from 'playwright-core';

/** A button by its label, or words to type. */
type Act = { readonly press: string } | { readonly say: string };
const press = (label: string): Act => ({ press: label });
const say = (text: string): Act => ({ say: text });

/**
 * How an invented enterprise answers, by what the assistant asks: the first line of the table whose pattern is in the
 * question. The whole application of the Wanzhou pack, without a partner.
 */
const answers: readonly (readonly [RegExp, Act])[] = [
  [/个人信息使用说明/, press('同意')],
  [/^自测结果/, press('开始填报')],
  [/属于哪一类？/, press('企业')],
  [/在万州区注册登记？/, press('是')],
  // A press is followed by half a second without another one: what is as good in words is said.
  [/法人独立资格？/, say('是')],
  [/规模以上企业？/, say('是')],
  [/不良信用记录？|重大违法行为？|重大质量事故？|安全事故？|撤销过.*认定？/, say('没有')],
  [/属于哪个领域？/, say('先进制造')],
  [/多个单位联合建设？/, press('否')],
  [/理事会（董事会）的安排？|专家委员会的安排？/, say('是')],
  [/单位名称（全称）/, say('重庆三峡智造有限公司')],
  [/请选择单位性质/, say('企业')],
  [/请填写建设主体单位的通讯地址/, say('重庆市万州区天城大道1号')],
  [/请填写法人代表姓名/, say('王建国')],
  [/请填写建设主体单位的联系人/, say('李明')],
  [/请填写建设主体单位的联系电话/, say('023-58220000')],
  [/创新研发情况。/, say('近三年研发投入2300万元，建有区级企业技术中心。\n在研项目6项。')],
  [/创新团队建设情况。/, say('团队42人，其中高级职称9人。')],
  [/科技成果获得情况。/, say('获发明专利11件，制定地方标准2项。')],
  [/中心名称中间的部分/, say('智能装备')],
  [/请填写封面的技术领域/, press('使用建议值')],
  [/“技术领域”要勾选/, press('先进制造')],
  [/（责任人）姓名/, say('赵敏')],
  [/（责任人）的联系电话/, say('13800001111')],
  [/请填写技术创新中心的通讯地址/, say('重庆市万州区高峰路8号')],
  [/技术创新中心的技术实力/, say('掌握高速加工与在线检测两项核心技术。')],
  [/主要建设内容和预期目标。/, say('建设中试线一条；三年内转化成果10项。')],
  [/请填写申请日期/, press('使用建议值')],
  [/请核对填写内容/, press('核对无误，下一步')],
  [/代表申报单位阅读以下内容/, press('已阅读，提交')],
];

const actFor = (text: string): Act | undefined => {
  const lines = text.split('\n').filter(line => !line.startsWith('已记录'));
  return answers.find(([pattern]) => lines.some(line => pattern.test(line)))?.[1];
};

/**
 * Answer one question after the other until a message matches `end`, and give its text. Notices and reminders in
 * between are read and left alone. Throws when no question comes that the applicant can answer.
 */
export const answerUntil = async (page: Page, log: Locator, end: RegExp): Promise<string> => {
  const box = page.getByRole('textbox', { name: /申报助手的对话：输入内容/ });
  const messages = log.locator('.message');
  let read = Math.max(0, (await messages.count()) - 1);
  for (;;) {
    await messages.nth(read).waitFor();
    const text = (await messages.nth(read).innerText()).replace(/^助手：\n*/, '');
    if (end.test(text)) return text;
    const act = actFor(text);
    if (act && 'press' in act) {
      await messages.nth(read).getByRole('button', { name: act.press, exact: true }).click();
    } else if (act) {
      await box.fill(act.say);
      await box.press('Enter');
    }
    read += 1;
  }
};
