import { openAssistant } from '../../../src/main.ts';
import type { EventBody } from '../../../src/model/event.ts';
import type { OutMessage } from '../../../src/model/message.ts';
import { plainText } from '../../../src/model/plain-text.ts';
import type { System } from './system.ts';

const today = Date.parse('2022-09-01T10:00:00+08:00');

/** What an applicant does by what she is asked: press the button of that label if there is one, else write it. */
const replies: readonly (readonly [RegExp, string])[] = [
  [/个人信息使用说明/, '同意'],
  [/^自测结果/m, '开始填报'],
  [/属于哪一类？/, '企业'],
  [/在万州区注册登记？|法人独立资格？|规模以上企业？|的安排？/, '是'],
  [/不良信用记录？|重大违法行为？|重大质量事故？|安全事故？|撤销过.*认定？|联合建设？/, '否'],
  [/属于哪个领域？/, '先进制造'],
  [/单位名称（全称）/, '重庆三峡智造有限公司'],
  [/请选择单位性质/, '企业'],
  [/通讯地址/, '重庆市万州区天城大道1号'],
  [/法人代表姓名/, '王建国'],
  [/联系电话/, '13800001111'],
  [/联系人|（责任人）姓名/, '李明'],
  [/创新研发情况。/, '近三年研发投入2300万元，建有区级企业技术中心。在研项目6项。'],
  [/创新团队建设情况。/, '团队42人，其中高级职称9人。'],
  [/科技成果获得情况。/, '获发明专利11件，制定地方标准2项。'],
  [/中心名称中间的部分/, '智能装备'],
  [/使用建议值/, '使用建议值'],
  [/“技术领域”要勾选/, '先进制造'],
  [/技术实力/, '掌握高速加工与在线检测两项核心技术。'],
  [/主要建设内容/, '建设中试线一条；三年内转化成果10项。'],
];

/** After the form is filled: look at it, and ask something. */
const between = ['查看', '我们能申报吗', '继续'];

const bodyFor = (last: OutMessage | undefined, turn: number): EventBody => {
  const lines = (last === undefined ? '' : plainText(last))
    .split('\n')
    .filter(line => !line.startsWith('已记录'));
  const text = lines.join('\n');
  const label =
    last === undefined
      ? '资格自测'
      : (replies.find(([pattern]) => pattern.test(text))?.[1] ?? between[turn % between.length]!);
  const choice = last?.choices.find(found => found.label === label);
  return choice ? { kind: 'press', token: choice.token } : { kind: 'text', text: label };
};

/** The product, whole: pack, engine, store and dispatch. A turn here judges, cites, seals and queues besides storing the answer. */
export const openOurs = async (url: string): Promise<System> => {
  const assistant = await openAssistant({
    packs: [new URL('../../../conversations/wanzhou-2022', import.meta.url).pathname],
    store: url,
    now: () => today,
  });
  const turns = new Map<string, number>();
  const last = new Map<string, OutMessage>();
  return {
    name: 'shenbao',
    sends: 'scripts',
    turn: async chat => {
      const turn = turns.get(chat) ?? 0;
      turns.set(chat, turn + 1);
      const messages = await assistant.receive({
        id: `${chat}-${turn}`,
        at: today,
        address: { channel: 'bench', chat, kind: 'private' },
        actor: { id: `bench:${chat}` },
        body: bodyFor(last.get(chat), turn),
      });
      const asked = messages.filter(message => message.quiet !== true).at(-1);
      if (asked !== undefined) last.set(chat, asked);
    },
    close: () => assistant.close(),
  };
};
