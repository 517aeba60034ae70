/** A chat as the applicant sees it, whichever server is behind it. */
export interface ChatView {
  /** The newest message of the assistant. */
  last(): { readonly text: string; readonly buttons: readonly string[] };
  /** Write or press, and wait until the assistant has answered with a new message. */
  says(text: string): Promise<void>;
  presses(label: string): Promise<void>;
}

type Reply = { readonly press: string } | { readonly say: string };
type Script = readonly (readonly [question: string, reply: Reply])[];

const press = (label: string): Reply => ({ press: label });
const say = (text: string): Reply => ({ say: text });

/** An enterprise that meets every condition. Some answers are typed, some pressed. */
export const selfCheck: Script = [
  ['贵单位属于哪一类', press('企业')],
  ['是否在万州区注册登记', press('是')],
  ['是否具有法人独立资格', say('是的，我们有法人资格')],
  ['是否为规模以上企业', press('是')],
  ['是否有不良信用记录', press('否')],
  ['是否发生过重大违法行为', say('没有')],
  ['是否发生过重大质量事故', press('否')],
  ['是否发生过较大及以上安全事故', press('否')],
  ['被撤销过区级技术创新中心认定', press('否')],
  ['属于哪个领域', press('先进制造')],
  ['是否由多个单位联合建设', press('否')],
  ['是否已有设立理事会', press('是')],
  ['是否已有设立专家委员会', press('是')],
];

export const unitName = '重庆三峡智造科技有限公司';

export const form: Script = [
  ['请填写建设主体单位名称', say(unitName)],
  ['请选择单位性质', press('企业')],
  ['请填写建设主体单位的通讯地址', say('重庆市万州区江南大道1号')],
  ['请阅读并确认个人信息使用说明', press('同意')],
  ['请填写法人代表姓名', say('王小明')],
  ['请填写建设主体单位的联系人', say('李小红')],
  ['请填写建设主体单位的联系电话', say('１３８００００１２３４')],
  ['请介绍建设主体单位的创新研发情况', say('近三年研发投入1200万元，在研项目5项。\n设有中试车间。')],
  ['请介绍创新团队建设情况', say('团队28人，其中高级职称6人。')],
  ['请介绍科技成果获得情况', say('发明专利12件，<市级>科技进步奖1项 & 标准2项。')],
  ['请填写中心名称中间的部分', say('智能装备制造')],
  ['请填写封面的技术领域', press('使用建议值')],
  ['请选择表内“技术领域”要勾选的一项', press('先进制造')],
  ['请填写技术创新中心负责人', say('赵志强')],
  ['请填写技术创新中心（责任人）的联系电话', say('023-58220000')],
  ['请填写技术创新中心的通讯地址', say('重庆市万州区江南大道1号')],
  ['请介绍技术创新中心的技术实力', say('拥有万级洁净实验室和数字化产线。')],
  ['请填写主要建设内容和预期目标', say('建设共性技术平台，三年内转化成果10项。')],
  ['请填写申请日期', press('使用建议值')],
  ['有没有主要合作单位', press('没有')],
  ['请核对填写内容', press('核对无误，下一步')],
  ['提交前，请代表申报单位阅读以下内容', press('已阅读，提交')],
];

/** Answer what is asked, one message after the other, until `done` is in the newest message. */
export const follow = async (chat: ChatView, script: Script, done: string): Promise<void> => {
  for (let turns = 0; !chat.last().text.includes(done); turns += 1) {
    const { text, buttons } = chat.last();
    const step = script.find(([question]) => text.includes(question));
    if (!step || turns > script.length + 10)
      throw new Error(`no way on from: ${text} [${buttons.join('|')}]`);
    const [, reply] = step;
    if ('say' in reply) await chat.says(reply.say);
    else await chat.presses(reply.press);
  }
};
