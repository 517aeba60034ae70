import fc from 'fast-check';
import type { EventBody } from '../../src/model/event.ts';
import { FileRefusal } from '../../src/model/file.ts';
import type { Session } from '../../src/model/session.ts';
import { hostileTexts } from '../contracts/hostile-texts.ts';

/** What a person might write at any moment: words of the assistant, answers, questions, pastes, and mischief. */
const texts: readonly string[] = [
  ...hostileTexts,
  ...['菜单', '帮助', '资格自测', '重新自测', '开始填报', '继续', '上一步', '跳过', '查看', '暂停', '重来'],
  ...[
    '清空重来',
    '撤销',
    '材料清单',
    '提交',
    '修改',
    '修改 联系电话',
    '跳到负责人',
    '修改合作单位',
    '我的进度',
  ],
  ...['联系科室', '转人工', '导出我的资料', '删除我的资料', '确定删除', '撤回申请', '重新提交', '开始补正'],
  ...[
    '是',
    '否',
    '不清楚',
    '有',
    '没有',
    '没有了',
    '同意',
    '不同意',
    '企业',
    '医疗卫生单位',
    '1',
    '2',
    '3',
    '99',
  ],
  ...['王建国', '023-58220000', '13800138000', '12345', '2022年9月1日', '榨菜', '使用建议值'],
  ...['联系电话改为 023-58220001', '单位名称改为 某某公司', '不存在的栏目改为 甲'],
  '单位名称：重庆三峡智造有限公司\n联系电话：023-58220000\n传真：023-1',
  '单位名称\t重庆三峡某某公司\t单位性质\t企业\n联系人\t李明',
  '能申报吗',
  '截止到什么时候？',
  '我们单位的技术是不是国内领先的呢这个问题专家问过吗',
  '',
  ' \u200b\u202e ',
  '？'.repeat(300),
  '长'.repeat(5000),
  '绑定 ABCDEF',
  '待办',
  'WZ22-0001-K',
];

const file = fc.record({
  id: fc.constantFrom('a'.repeat(64), 'b'.repeat(64)),
  name: fc.constantFrom('方案.docx', '照片.png'),
  type: fc.constantFrom('docx' as const, 'png' as const, 'pdf' as const),
  bytes: fc.nat(1000),
});

/** One thing that happens; `press` of the current prompt is bound to it only when it is played. */
export type Happening =
  | { readonly kind: 'event'; readonly body: EventBody }
  | { readonly kind: 'choose'; readonly index: number }
  | { readonly kind: 'press-old'; readonly index: number }
  | { readonly kind: 'fill'; readonly typed: string };

export const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .oneof(
        { weight: 9, arbitrary: fc.constantFrom(...texts) },
        { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
      )
      .map(text => ({ kind: 'event' as const, body: { kind: 'text' as const, text } })),
  },
  { weight: 5, arbitrary: fc.nat(8).map(index => ({ kind: 'choose' as const, index })) },
  { weight: 2, arbitrary: fc.nat(30).map(index => ({ kind: 'press-old' as const, index })) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(
        ...['check', 'apply', 'resume', 'ask', 'progress', 'contacts', 'human', 'home', 'again', 'fix'].map(
          link => `nav_${link}`,
        ),
        'nav_',
        'nav_constructor',
        'nav___proto__',
        '_',
        '__proto___0',
        'x_0',
        'c_WZ22_0001_K_abc',
        't_TABCDEF_reply',
      )
      .map(token => ({ kind: 'event' as const, body: { kind: 'press' as const, token } })),
  },
  {
    weight: 1,
    arbitrary: fc.oneof(
      file.map(stored => ({ kind: 'event' as const, body: { kind: 'file' as const, file: stored } })),
      fc.constantFrom(...FileRefusal.options).map(reason => ({
        kind: 'event' as const,
        body: { kind: 'file-refused' as const, reason, name: '<b>x</b>.exe' },
      })),
      fc
        .constantFrom<EventBody>(
          { kind: 'enter' },
          { kind: 'enter', payload: '../../etc/passwd' },
          { kind: 'timer', name: 'draft-reminder', data: {} },
          { kind: 'timer', name: 'no-such-timer', data: { application: 'WZ22-0001-K' } },
          { kind: 'undelivered', message: 'm', reason: 'gone' },
          { kind: 'text', text: '是', prompt: 'SOMEOLDPROMPT' },
        )
        .map(body => ({ kind: 'event' as const, body })),
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(...texts).map(typed => ({ kind: 'fill' as const, typed })) },
);

/** What a happening is in the conversation as it stands. */
export const bodyOf = (
  happening: Happening,
  session: Pick<Session, 'prompt'>,
  oldTokens: readonly string[],
): EventBody => {
  const { prompt } = session;
  switch (happening.kind) {
    case 'event':
      return happening.body;
    case 'choose':
      return { kind: 'press', token: `${prompt?.id ?? 'none'}_${happening.index}` };
    case 'press-old':
      return { kind: 'press', token: oldTokens.at(-1 - happening.index) ?? 'none_0' };
    case 'fill': {
      const field = prompt?.asks.kind === 'field' ? prompt.asks.field : 'unitName';
      return {
        kind: 'form',
        prompt: prompt?.id ?? 'none',
        values: { [field]: happening.typed, unitAddress: happening.typed, nonsense: 'x' },
      };
    }
    default:
      return happening satisfies never;
  }
};
