/** Commands that people say as a wish, with a verb. */
type SpokenCommand =
  | 'apply'
  | 'blank'
  | 'check'
  | 'document'
  | 'human'
  | 'progress'
  | 'straight'
  | 'submit'
  | 'view';

/** Longest text that is taken apart for a command, in UTF-16 units; whoever says more says something else too. */
const LIMIT = 24;

/** What is said before a wish and adds nothing to it. */
const openers = words(
  '那就 那么 那我们 那我 那你 那 这就 就 先 再 请 麻烦 帮我们 帮我 帮忙 给我 你们 你 您 我们 我 要 想 可以 直接 现在 马上 赶紧 赶快 开始 继续 接着 嗯 好的 好吧 好 行吧 行 对的 对头 对 没问题 没得问题 看完了 弄好了 填完了 填好了 都好了 可以了 ok 把 自己 能不能 可不可以 能否 可否 能 有没有 有 给个 来个 给我个 给我一个 给我份 给我一份 给我张 一个 一份 一张 个 份 来一份 要份 发个 那个 这个 还 现在都 我就 就想',
);
/** What is said behind it. */
const closers = words(
  '一下 一份 一遍 一个 看看 试试 给我们 给我 我们 我 出来 过来 吧 嘛 啊 哈 呀 了 咯 哦 呢 撒 哟 行吗 行不 可以吗 好吗 好不好 谢谢 ，谢谢 吗 不 没 没有 么 行不行 成不 一张 给我们一份 给我一份 先 算了 就行 就好 就是',
);

const form = words('申请书 申请表 报名表 表格 表 word版 word文件 word文档 word 文档 填好的表 填的表');
const check = words('资格自测 自测 资格 条件');
const nothing = [''];
/** The form with nothing in it. */
const blank = words(
  '空白表 空白表格 空白申请书 空白的申请书 空白的表 空白的表格 空白的 空表 空表格 空白模板 空白件 表样 样表 表格模板 申请书模板 模板 表格样式 原表 表格原件 空白word 空白word版',
);
/** What is asked for by its name alone: 表呢, 我的表在哪. */
const asked = ['', '我的', '我们的', '我那个', '那个'].flatMap(whose =>
  [...form, '填好的', '打印的'].flatMap(it =>
    [
      '呢',
      '在哪',
      '在哪里',
      '在哪儿',
      '去哪了',
      '到哪去了',
      '哪去了',
      '发了没',
      '好了没',
      '出来没',
      '怎么还没有',
    ].map(where => whose + it + where),
  ),
);
const noCheck = [
  '不要自测',
  '不用自测',
  '不想自测',
  '不自测',
  '不做自测',
  '不测',
  '不测了',
  '不用测',
  '跳过自测',
  '跳过自测吧',
  '不要测',
];

/** A verb and what it may be done to: `发` + `申请书` is a wish for the Word file, either way round. */
const wishes: readonly {
  readonly command: SpokenCommand;
  readonly verbs: readonly string[];
  readonly of: readonly string[];
}[] = [
  { command: 'check', verbs: words('测 测一测 测试 自测 查'), of: check },
  { command: 'check', verbs: words('测 测一测 自测 测试'), of: nothing },
  { command: 'apply', verbs: words('填 填写 填报 打开'), of: form },
  { command: 'apply', verbs: words('填 填写 填报 填表'), of: nothing },
  {
    command: 'straight',
    verbs: ['填表', '填', '填报', '填写', '填申请书', '填申请表', '直接填', '直接填表'],
    of: ['', '，', ','].flatMap(mark => noCheck.flatMap(no => [`${mark}${no}`, `${no}${mark}`])),
  },
  { command: 'straight', verbs: nothing, of: words('跳过自测 不做自测 不要自测 不想自测 不用自测 先不自测') },
  { command: 'blank', verbs: words('发 发来 传 要 给 给个 下载 打印 拿 看 找 导出 打开 下'), of: blank },
  { command: 'blank', verbs: nothing, of: blank },
  {
    command: 'blank',
    verbs: form,
    of: words(
      '在哪下载 在哪里下载 在哪儿下载 哪里下载 哪里有 怎么下载 在哪里领 在哪领 在哪里拿 去哪里拿 去哪下载',
    ),
  },
  { command: 'document', verbs: nothing, of: asked },
  {
    command: 'progress',
    verbs: words('看 查 问 到 走到 填到 办到 弄到 搞到 '),
    of: words('哪一步了 哪步了 哪一步 哪里了 哪了 哪儿了 哪个环节了 哪个环节 什么地步了 什么程度了'),
  },
  { command: 'document', verbs: words('发 发来 发给 传 导出 导出来 下载 打印 打印出来 要 给'), of: form },
  { command: 'submit', verbs: words('提交 交 递交 交上去 报上去'), of: ['', ...form, '申请'] },
  {
    command: 'view',
    verbs: words('看 查看 看看 看一下 查看一下 看现在 看看现在 看下现在 看一下现在 查看现在 '),
    of: words(
      '填了啥 填了些啥 填了些什么 填的啥 填了什么 填了哪些 填的内容 已填的 填的 填好的内容 我填的 哪些没填 还剩哪些没填 还有哪些没填 还差哪些 还差什么没填 哪些还没填 还剩哪些 还剩啥 还剩什么 还差啥 还差什么 还要填什么 还要填哪些 还要填啥 剩下哪些 还剩好多 还剩多少 还有多少没填 还有几项 还剩几项 还差几项 差哪些 差啥 没填的',
    ),
  },
  {
    command: 'human',
    verbs: words('接 接个 找 找个 叫个 换 换个 转 喊个 来个'),
    of: words('人 人工 活人 真人 工作人员 客服'),
  },
];

function words(list: string): readonly string[] {
  return list.split(' ');
}

const table = new Map<string, SpokenCommand>(
  wishes.flatMap(({ command, verbs, of }) =>
    verbs.flatMap(verb => of.flatMap(it => [verb + it, it + verb].map(said => [said, command] as const))),
  ),
);

const longest = (list: readonly string[]): readonly string[] => [...list].sort((a, b) => b.length - a.length);
const before = longest(openers);
const behind = longest(closers);
const marks = /^[\s，,。.!！~～]+|[\s，,。.!！~～]+$/gu;

/**
 * The command somebody means by a verb and its object, whatever courtesy is around them: 那你帮我测嘛, 把word发我, 看完了 交吧.
 * Only where nothing else is left in the text. `text` is folded.
 */
export const spokenCommand = (text: string): SpokenCommand | null => {
  if (text.length > LIMIT) return null;
  let rest = text.replace(marks, '');
  for (;;) {
    const known = table.get(rest);
    if (known) return known;
    const start = before.find(word => rest.startsWith(word) && rest.length > word.length);
    const end = behind.find(word => rest.endsWith(word) && rest.length > word.length);
    const next = start ? rest.slice(start.length) : end ? rest.slice(0, -end.length) : null;
    if (next === null) return null;
    rest = next.replace(marks, '');
  }
};
