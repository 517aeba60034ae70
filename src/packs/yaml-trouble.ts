import {
  type Document,
  isCollection,
  isScalar,
  type LineCounter,
  type Node,
  visit,
  type YAMLError,
} from 'yaml';
import type { Finding } from './finding.ts';

type Advice = readonly [message: string, hint: string];

const messages: Record<string, Advice> = {
  RESOURCE_EXHAUSTION: ['嵌套层次太多', '检查括号是否成对'],
  ALIAS_PROPS: ['别名（*）后面不能再写内容', '删去别名后面的内容'],
  BAD_ALIAS: ['别名（*）写得不对', '把别名换成它所指的内容'],
  BAD_DIRECTIVE: ['以 % 开头的行是 YAML 指令，写得不对', '给这一行的文字加上引号'],
  BAD_DQ_ESCAPE: ['双引号里的反斜杠（\\）写法不对', '改用单引号，或把 \\ 写成 \\\\'],
  BAD_INDENT: ['缩进不对', '同一层的各行左边要对齐，用空格，不用 Tab'],
  BAD_SCALAR_START: ['文字不能以这个符号开头', '给这段文字加上引号'],
  BLOCK_AS_IMPLICIT_KEY: ['这一行里有两个“: ”，或缩进不对', '给含有冒号的文字加上引号'],
  BLOCK_IN_FLOW: ['方括号或花括号里不能换成多行写法', '补上右括号，或全部改成多行写法'],
  DUPLICATE_KEY: ['同一层里这个名称写了两次', '删去其中一个'],
  IMPOSSIBLE: ['无法读懂这一处', '检查这一行的符号和缩进'],
  KEY_OVER_1024_CHARS: ['冒号前的名称太长', '检查是否漏了换行或引号'],
  MISSING_CHAR: ['缺少一个符号（引号、冒号、逗号或右括号）', '检查引号和括号是否成对、冒号后是否有空格'],
  MULTILINE_IMPLICIT_KEY: [
    '这几行缺少冒号，或缩进不对',
    '名称后面写“: ”（冒号加空格），续行比名称多缩进两格',
  ],
  MULTIPLE_ANCHORS: ['一个值上有两个锚点（&）', '删去锚点'],
  MULTIPLE_DOCS: ['一个文件里有多份内容（---）', '删去 --- 分隔行'],
  MULTIPLE_TAGS: ['一个值上有两个标签（!）', '删去标签'],
  NON_STRING_KEY: ['名称不是文字', '给名称加上引号'],
  TAB_AS_INDENT: ['缩进用了 Tab', '把 Tab 换成空格'],
  TAG_RESOLVE_FAILED: ['不认识的标签（!）', '删去标签，或给文字加上引号'],
  UNEXPECTED_TOKEN: ['这里多出了内容', '检查这一行的符号、引号和缩进'],
  BAD_COLLECTION_TYPE: ['标签（!）与内容不符', '删去标签'],
};

/** An unclosed bracket is noticed only where the indentation breaks. */
const unclosedBracket: Advice = ['方括号或花括号没有合上', '在前面一行补上右括号'];

/** Where the author should look: an unclosed quote is noticed only at the end of the file. */
const offsetOf = (document: Document.Parsed, error: YAMLError): number => {
  let offset = error.pos[0];
  if (error.code !== 'MISSING_CHAR') return offset;
  visit(document, {
    Scalar(_key, node) {
      const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
      if (quoted && node.range && node.range[1] >= error.pos[0]) offset = node.range[0];
    },
  });
  return offset;
};

const startOf = (node: unknown): number => (node as Node | null | undefined)?.range?.[0] ?? 0;

const syntaxTrouble = (document: Document.Parsed, error: YAMLError): Trouble => {
  const bracket = error.code === 'BAD_INDENT' && error.message.startsWith('Flow');
  const [message, hint] = bracket ? unclosedBracket : (messages[error.code] ?? messages.IMPOSSIBLE!);
  return { offset: offsetOf(document, error), code: 'yaml:syntax', message, hint };
};

interface Trouble {
  readonly offset: number;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/**
 * What YAML allows and packs do not: names that are not plain words, aliases that point nowhere, and aliases that
 * point at what they are themselves part of, which would make the data endless.
 */
const refusal = (document: Document.Parsed): Trouble | null => {
  let trouble: Trouble | null = null;
  const anchors = new Set<string>();
  const remember = (_key: unknown, node: { anchor?: string }): undefined => {
    if (node.anchor !== undefined) anchors.add(node.anchor);
  };
  visit(document, {
    Pair(_key, pair) {
      if (isScalar(pair.key)) return undefined;
      const [message, hint] = messages.NON_STRING_KEY!;
      trouble = { offset: startOf(pair.key), code: 'yaml:key', message, hint };
      return visit.BREAK;
    },
    Map: remember,
    Seq: remember,
    Scalar: remember,
    Alias(_key, node, ancestors) {
      const found = { offset: startOf(node), code: 'yaml:alias' };
      if (ancestors.some(ancestor => isCollection(ancestor) && ancestor.anchor === node.source)) {
        trouble = {
          ...found,
          message: `别名 *${node.source} 指向它自己所在的内容`,
          hint: '把别名换成它所指的内容',
        };
      } else if (!anchors.has(node.source)) {
        trouble = {
          ...found,
          message: `别名 *${node.source} 没有对应的 &${node.source}`,
          hint: '文字以 * 开头的，加上引号',
        };
      }
      return trouble ? visit.BREAK : undefined;
    },
  });
  return trouble;
};

const firstAlias = (document: Document.Parsed): number => {
  let offset = 0;
  visit(document, {
    Alias(_key, node) {
      offset = startOf(node);
      return visit.BREAK;
    },
  });
  return offset;
};

/** Most uses of one alias, nested ones multiplied; the default of the yaml library is 100. */
const mostAliases = 50;

/** The data of a parsed document, or the one thing to mend first: what follows it is mostly its echo. */
export const dataOf = (
  file: string,
  document: Document.Parsed,
  counter: LineCounter,
): { data: unknown } | { finding: Finding } => {
  const place = ({ offset, ...trouble }: Trouble, whole = false): { finding: Finding } => {
    const { line, col } = counter.linePos(offset);
    return {
      finding: {
        level: 'error',
        ...trouble,
        at: { file, line: Math.max(1, line), column: whole ? 1 : Math.max(1, col) },
      },
    };
  };
  const error = document.errors[0] ?? document.warnings[0];
  // How deep the parser gets depends on its stack: only the line is certain.
  if (error) return place(syntaxTrouble(document, error), error.code === 'RESOURCE_EXHAUSTION');
  const refused = refusal(document);
  if (refused) return place(refused);
  try {
    return { data: document.toJS({ maxAliasCount: mostAliases }) as unknown };
  } catch {
    const message = '别名（*）太多，展开后过大';
    return place({
      offset: firstAlias(document),
      code: 'yaml:alias',
      message,
      hint: '把别名换成它所指的内容',
    });
  }
};
