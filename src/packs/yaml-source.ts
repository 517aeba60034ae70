import type { Document } from 'yaml';
import { isAlias, isCollection, isMap, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { SourcePosition } from '../model/issue.ts';
import { aboutFile, type Finding } from './finding.ts';
import { dataOf } from './yaml-trouble.ts';

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

/** Parses YAML. Never throws; on trouble there is no source, and one finding. */
export const parseYaml = (
  file: string,
  text: string,
): { source: YamlSource; findings: [] } | { source: null; findings: [Finding] } => {
  const fail = (code: string, message: string, hint: string): { source: null; findings: [Finding] } => ({
    source: null,
    findings: [aboutFile('error', code, file, message, hint)],
  });
  if (text.length > longestYaml) return fail('yaml:too-large', '文件太大', '检查是否误贴了别的内容');

  const counter = new LineCounter();
  let document: Document.Parsed;
  try {
    document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  } catch {
    return fail('yaml:syntax', '嵌套层次太多', '检查括号是否成对');
  }
  const read = dataOf(file, document, counter);
  if ('finding' in read) return { source: null, findings: [read.finding] };
  if (read.data === null || read.data === undefined)
    return fail('yaml:empty', '文件是空的', '按格式说明写上内容');
  return { source: sourceOf(file, document, counter, read.data), findings: [] };
};
