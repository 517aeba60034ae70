/** Commands that people say as a wish, with a verb. */
type SpokenCommand = 'apply' | 'check' | 'document' | 'human' | 'submit' | 'view';

/** Longest text that is taken apart for a command, in UTF-16 units; whoever says more says something else too. */
const LIMIT = 24;

/** What is said before a wish and adds nothing to it. */
const openers = words(
  '那就 那么 那我们 那我 那你 那 这就 就 先 再 请 麻烦 帮我们 帮我 帮忙 给我 你们 你 您 我们 我 要 想 可以 直接 现在 马上 赶紧 赶快 开始 继续 接着 嗯 好的 好吧 好 行吧 行 对的 对头 对 没问题 没得问题 看完了 弄好了 填完了 填好了 都好了 可以了 ok 把 自己',
);
/** What is said behind it. */
const closers = words(
  '一下 一份 一遍 一个 看看 试试 给我们 给我 我们 我 出来 过来 吧 嘛 啊 哈 呀 了 咯 哦 呢 撒 哟 行吗 行不 可以吗 好吗 好不好 谢谢 ，谢谢',
);

const form = words('申请书 申请表 报名表 表格 表 word版 word文件 word文档 word 文档 填好的表 填的表');
const check = words('资格自测 自测 资格 条件');
const nothing = [''];

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
  { command: 'document', verbs: words('发 发来 发给 传 导出 导出来 下载 打印 打印出来 要 给'), of: form },
  { command: 'submit', verbs: words('提交 交 递交 交上去 报上去'), of: ['', ...form, '申请'] },
  {
    command: 'view',
    verbs: words('看 查看 看看 看一下 查看一下 '),
    of: words(
      '填了啥 填了什么 填了哪些 填的内容 已填的 填的 哪些没填 还剩哪些没填 还有哪些没填 还差哪些 还差什么没填',
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
