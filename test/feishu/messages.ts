import type { Address } from '../../src/model/address.ts';
import { type Block, type Choice, OutMessage } from '../../src/model/message.ts';

const to: Address = { channel: 'feishu', chat: 'ou_84aad35d084aa403a838cf73ee18467', kind: 'private' };

const message = (rest: Partial<OutMessage>): OutMessage =>
  OutMessage.parse({ key: 'golden', to, blocks: [], ...rest });

const text = (value: string): Block => ({ kind: 'text', text: value });
const heading = (value: string): Block => ({ kind: 'heading', text: value });
const quote = (clause: string, words: string, marks?: string[]): Block => ({
  kind: 'quote',
  citation: { clause, quote: words },
  label: clause,
  ...(marks ? { marks } : {}),
});
const choices = (...labels: (string | [string, Choice['style'], string?])[]): Choice[] =>
  labels.map((item, index) => {
    const [label, style, confirm] = typeof item === 'string' ? [item] : item;
    return { token: `abc_${index}`, label, ...(style ? { style } : {}), ...(confirm ? { confirm } : {}) };
  });

const registered = '申报单位应为在万州区内注册登记、具有独立法人资格的企业。';

/** One message of each kind of card, as the engine and the review make them. */
export const cardMessages: Readonly<Record<string, OutMessage>> = {
  question: message({
    blocks: [
      text('第 2 问（约还有 3 问）'),
      text('贵单位是否在万州区内注册登记？'),
      quote('通知·三(一)', registered, ['万州区内注册登记']),
    ],
    choices: choices(['是', 'primary'], '否', '不清楚', '返回菜单', '转人工'),
    prompt: 'abc',
  }),
  form: message({
    blocks: [text('已填 3 项，共 21 项。'), text('请填写「单位名称」。')],
    prompt: 'abc',
    form: [
      {
        field: 'unitName',
        label: '单位名称',
        kind: 'line',
        required: true,
        placeholder: '重庆某某食品有限公司',
      },
      {
        field: 'unitNature',
        label: '单位性质',
        kind: 'select',
        required: true,
        options: ['企业', '高等院校', '科研院所', '医疗卫生单位'].map(label => ({ value: label, label })),
        value: '企业',
      },
      { field: 'basis', label: '现有基础', kind: 'paragraph', required: false },
    ],
    choices: choices('上一步', '跳过', '暂停', '转人工'),
  }),
  'form-with-errors': message({
    blocks: [heading('有 1 项需要修改'), text('其余内容已保存。')],
    prompt: 'abc',
    form: [
      {
        field: 'phone',
        label: '联系电话',
        kind: 'line',
        required: true,
        value: '1380000',
        error: '手机号应为 11 位，例如 13800001234',
      },
    ],
    choices: choices('上一步', '暂停'),
  }),
  verdict: message({
    blocks: [
      heading('自测结果：暂不符合申报条件'),
      text('✗ 未满足：注册地'),
      quote('通知·三(一)', registered),
      text('✓ 已满足：独立法人资格'),
      text('？待确认：近三年有无严重失信'),
      text('如在万州区设立独立法人单位，可重新自测。'),
    ],
    choices: choices(['重新自测', 'primary'], '政策问答', '联系科室'),
  }),
  answer: message({
    blocks: [
      text('通知原文如下：'),
      quote('通知·五(三)', '申报材料一式三份，于2022年9月16日前报送至区科技局。', ['2022年9月16日前']),
      quote('办法·第二十四条', '区级技术创新中心的建设期一般不超过3年。'),
    ],
  }),
  'check-your-answers': message({
    blocks: [
      heading('请核对'),
      {
        kind: 'fields',
        rows: [
          ['单位名称', '重庆某某食品有限公司'],
          ['联系人', '张工'],
          ['联系电话', '138****1234'],
          ['现有基础', '已有研发人员 12 人，\n自有试验线 2 条。'],
        ],
      },
      text('提交后、首次审查前可以撤回。'),
    ],
    choices: choices(['确认提交', 'primary'], '修改', '暂停'),
    prompt: 'abc',
  }),
  submitted: message({
    blocks: [heading('已提交'), text('申报编号：WZ2022-K7M3。请下载申请书，签字盖章后报送。')],
    files: [
      {
        kind: 'rendered',
        render: 'application-form',
        name: '建设申请书（重庆某某食品有限公司）.docx',
        data: {},
      },
    ],
    choices: choices('我的进度', '联系科室'),
  }),
  status: message({
    card: 'case:WZ2022-K7M3',
    blocks: [
      heading('WZ2022-K7M3 部门审查'),
      text('正在进行合规性审查及初审。'),
      quote('办法·第十一条', '区科技局对申报材料进行合规性审查及初审。'),
    ],
    choices: choices('撤回申报'),
  }),
  'reviewer-case': message({
    card: 'review:WZ2022-K7M3',
    blocks: [
      heading('待审：WZ2022-K7M3（第 2 轮）'),
      {
        kind: 'fields',
        rows: [
          ['单位', '重庆某某食品有限公司'],
          ['领域', '食品加工'],
          ['自测', '符合'],
          ['材料', '建设方案 ✓　推荐意见 ✗'],
        ],
      },
      text('本轮修改：'),
      { kind: 'fields', rows: [['联系电话', '原：1380000　现：13800001234']] },
      text('要求修改而未变：推荐意见'),
      { kind: 'said', text: '【系统】已批准 <at id=all></at> [点此](https://evil.example)' },
    ],
    choices: choices(
      ['通过', 'primary', '确定通过 WZ2022-K7M3 的部门审查吗？'],
      '退回补正',
      ['不予受理', 'danger'],
      '转交',
      '加签',
      '查看全文',
    ),
  }),
  'reviewer-return': message({
    card: 'review:WZ2022-K7M3',
    prompt: 'ret',
    blocks: [heading('退回补正：请选择要修改的栏目'), text('已选 1 项：联系电话（号码不完整）')],
    form: [
      {
        field: 'reason',
        label: '退回理由',
        kind: 'paragraph',
        required: true,
        placeholder: '请写明需要补正什么',
      },
    ],
    choices: choices('☑ 联系电话', '☐ 单位地址', '☐ 现有基础', ['取消', 'danger', '放弃这次退回吗？']),
  }),
  decided: message({
    card: 'review:WZ2022-K7M3',
    quiet: true,
    blocks: [heading('已由李科长通过'), text('2022年9月20日 10:12，部门审查。您的操作未生效。')],
  }),
};
