import type { Document, YAMLError } from 'yaml';
import {
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import type { SourcePosition } from '../model/issue.ts';
import type { Finding } from './finding.ts';

/** Steps from the top of a YAML file to a value: keys and list indexes. */
export type YamlPath = readonly (string | number)[];

/** A parsed YAML file that still knows where everything stands. */
export interface YamlSource {
  readonly file: string;
  readonly data: unknown;
  /** Position of the value at `path`; of the nearest enclosing thing when it is not there. */
  at(path: YamlPath): SourcePosition;
  /** Position of the key at `path`. */
  atKey(path: YamlPath): SourcePosition;
  /** The value at `path` as the author wrote it, if it is a single value. */
  written(path: YamlPath): string | undefined;
}

/** Largest YAML file in characters; our own cap against mistakes such as a pasted database. */
const longestYaml = 2_000_000;

const messages: Record<string, readonly [message: string, hint: string]> = {
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
const unclosedBracket = ['方括号或花括号没有合上', '在前面一行补上右括号'] as const;

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

const syntaxProblem = (
  file: string,
  document: Document.Parsed,
  counter: LineCounter,
  error: YAMLError,
): Finding => {
  const { line, col } = counter.linePos(offsetOf(document, error));
  const bracket = error.code === 'BAD_INDENT' && error.message.startsWith('Flow');
  const [message, hint] = bracket ? unclosedBracket : (messages[error.code] ?? messages.IMPOSSIBLE!);
  // How deep the parser gets depends on its stack: only the line is certain.
  const column = error.code === 'RESOURCE_EXHAUSTION' ? 1 : Math.max(1, col);
  const at = { file, line: Math.max(1, line), column };
  return { level: 'error', code: 'yaml:syntax', message, hint, at };
};

/** Aliases that point nowhere, or at what they are themselves part of, which would make the data endless. */
const aliasTrouble = (document: Document.Parsed): { offset: number; message: string } | null => {
  let trouble: { offset: number; message: string } | null = null;
  const anchors = new Set<string>();
  const remember = (_key: unknown, node: { anchor?: string }): undefined => {
    if (node.anchor !== undefined) anchors.add(node.anchor);
  };
  visit(document, {
    Map: remember,
    Seq: remember,
    Scalar: remember,
    Alias(_key, node, ancestors) {
      const offset = node.range?.[0] ?? 0;
      if (ancestors.some(ancestor => isCollection(ancestor) && ancestor.anchor === node.source)) {
        trouble = { offset, message: `别名 *${node.source} 指向它自己所在的内容` };
      } else if (!anchors.has(node.source)) {
        trouble = {
          offset,
          message: `别名 *${node.source} 没有对应的 &${node.source}；文字以 * 开头的要加引号`,
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
      offset = node.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
};

const startOf = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0];

/** Walks down as far as the path goes. */
const walk = (
  document: Document.Parsed,
  path: YamlPath,
): { key?: unknown; value: unknown; complete: boolean } => {
  let found: { key?: unknown; value: unknown } = { value: document.contents };
  for (const step of path) {
    let node = found.value;
    if (isAlias(node)) node = node.resolve(document);
    if (!isCollection(node)) return { ...found, complete: false };
    if (isMap(node)) {
      const pair = node.items.find(item => isScalar(item.key) && String(item.key.value) === String(step));
      if (!pair) return { ...found, complete: false };
      found = { key: pair.key, value: pair.value };
    } else {
      const item = node.items[Number(step)];
      if (item === undefined || isPair(item)) return { ...found, complete: false };
      found = { value: item };
    }
  }
  return { ...found, complete: true };
};

const sourceOf = (
  file: string,
  document: Document.Parsed,
  counter: LineCounter,
  data: unknown,
): YamlSource => {
  const position = (offset: number | undefined): SourcePosition => {
    const { line, col } = counter.linePos(offset ?? 0);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  return {
    file,
    data,
    at: path => {
      const { key, value } = walk(document, path);
      return position(startOf(value) ?? startOf(key));
    },
    atKey: path => {
      const { key, value, complete } = walk(document, path);
      return position((complete ? startOf(key) : undefined) ?? startOf(value));
    },
    written: path => {
      const { value, complete } = walk(document, path);
      return complete && isScalar(value) ? (value.source ?? undefined) : undefined;
    },
  };
};

/** Parses YAML. Never throws; on trouble there is no source, and at least one finding. */
export const parseYaml = (
  file: string,
  text: string,
): { source: YamlSource; findings: [] } | { source: null; findings: Finding[] } => {
  const fail = (code: string, message: string, hint: string, line = 1, column = 1) => ({
    source: null,
    findings: [{ level: 'error' as const, code, message, hint, at: { file, line, column } }],
  });
  if (text.length > longestYaml) return fail('yaml:too-large', '文件太大', '检查是否误贴了别的内容');

  const counter = new LineCounter();
  let document: Document.Parsed;
  try {
    document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  } catch {
    return fail('yaml:syntax', '嵌套层次太多，无法读取', '检查括号是否成对');
  }
  // What follows the first syntax error is mostly its echo.
  const trouble = document.errors[0] ?? document.warnings[0];
  if (trouble) return { source: null, findings: [syntaxProblem(file, document, counter, trouble)] };
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    return fail('yaml:empty', '文件是空的', '按格式说明写上内容');
  }
  const loop = aliasTrouble(document);
  if (loop) {
    const { line, col } = counter.linePos(loop.offset);
    return fail('yaml:alias', loop.message, '把别名换成它所指的内容', line, col);
  }
  try {
    const data: unknown = document.toJS({ maxAliasCount: 50 });
    return { source: sourceOf(file, document, counter, data), findings: [] };
  } catch {
    const { line, col } = counter.linePos(firstAlias(document));
    return fail('yaml:alias', '别名（*）太多，展开后过大', '把别名换成它所指的内容', line, col);
  }
};
