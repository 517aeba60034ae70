import {
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  stringify,
  type YAMLSeq,
} from 'yaml';
import type { Adoption } from '../model/studio.ts';

const rangeOf = (node: Node): readonly [start: number, end: number] => {
  const [start, end] = node.range ?? [0, 0];
  return [start, end];
};

const inserted = (text: string, at: number, addition: string): string =>
  text.slice(0, at) + addition + text.slice(at);

const inOneLine = (value: string): string => JSON.stringify(value);
const inBlock = (value: string): string => stringify(value, { lineWidth: 0 }).trim();

/** What stands between the beginning of its line and `at`. */
const before = (text: string, at: number): string => text.slice(text.lastIndexOf('\n', at - 1) + 1, at);

/** The end of the line that `at` is in: behind a comment, before the break. */
const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
};

/** One more string at the end of a list, in the way the list is written; the rest of the file stays as it is. */
const appended = (text: string, list: YAMLSeq, value: string): string => {
  const last = list.items.at(-1) as Scalar | undefined;
  if (!last) return inserted(text, rangeOf(list)[0] + 1, inOneLine(value));
  const [, end] = rangeOf(last);
  if (list.flow) return inserted(text, end, `, ${inOneLine(value)}`);
  return inserted(text, lineEnd(text, end), `\n${before(text, rangeOf(last)[0])}${inBlock(value)}`);
};

/** A common topic that says only where it stands: `通知·四` becomes `{ clauses: 通知·四, asks: […] }`. */
const widened = (text: string, value: Node, question: string): string | null => {
  const [start, end] = rangeOf(value);
  if (isScalar(value) && value.value === 'silent') return null;
  if (isScalar(value)) {
    const asks = `{ clauses: ${text.slice(start, end)}, asks: [${inOneLine(question)}] }`;
    return text.slice(0, start) + asks + text.slice(end);
  }
  if (isSeq(value) && value.flow) {
    const asks = `{ clauses: ${text.slice(start, end)}, asks: [${inOneLine(question)}] }`;
    return text.slice(0, start) + asks + text.slice(end);
  }
  if (!isMap(value)) return null;
  const asks = value.get('asks', true);
  if (isSeq(asks)) return appended(text, asks, question);
  const last = value.items.at(-1)!;
  const valueEnd = lastEnd((last.value ?? last.key) as Node);
  const [keyStart] = rangeOf(last.key as Node);
  return value.flow
    ? inserted(text, valueEnd, `, asks: [${inOneLine(question)}]`)
    : inserted(text, lineEnd(text, valueEnd), `\n${before(text, keyStart)}asks: [${inOneLine(question)}]`);
};

const silentEntry = (id: string, topic: string, question: string, indent: string): string =>
  [
    `${indent}- id: ${id}`,
    `${indent}  topic: ${inBlock(topic)}`,
    `${indent}  variants:`,
    `${indent}    - ${inBlock(question)}`,
    '',
  ].join('\n');

const freeId = (ids: readonly unknown[]): string => {
  for (let number = 1; ; number += 1) if (!ids.includes(`asked${number}`)) return `asked${number}`;
};

/**
 * faq.yaml with one more question: comments, order and layout of everything else are kept. Null: there is no such entry,
 * or a common topic is silent in this notice and takes no phrasing.
 */
export const adoptQuestion = (text: string, question: string, adoption: Adoption): string | null => {
  const document = parseDocument(text);
  if (!isMap(document.contents)) return null;
  if (adoption.as === 'silent') {
    const silent = document.get('silent', true);
    const list = isSeq(silent) ? silent.items : [];
    const id = freeId(list.map(item => (isMap(item) ? item.get('id') : null)));
    const last = list.at(-1) as Node | undefined;
    const ended = text.endsWith('\n') || text === '' ? text : `${text}\n`;
    if (!last || (isSeq(silent) && silent.flow)) {
      if (list.length > 0) return null;
      const pair = document.contents.items.find(({ key }) => isScalar(key) && key.value === 'silent') as
        | Pair<Node, Node>
        | undefined;
      if (!pair) return `${ended}silent:\n${silentEntry(id, adoption.topic, question, '  ')}`;
      const end = pair.value ? rangeOf(pair.value)[1] : rangeOf(pair.key)[1] + 1;
      return `${text.slice(0, rangeOf(pair.key)[0])}silent:\n${silentEntry(id, adoption.topic, question, '  ')}${text.slice(end).replace(/^[^\S\n]*\n/, '')}`;
    }
    // An entry ends where its last line ends; what follows in the file, a comment too, stays behind it.
    const [start] = rangeOf(last);
    const indent = before(text, start).replace(/-\s*$/, '');
    const at = Math.min(lineEnd(ended, lastEnd(last) - 1) + 1, ended.length);
    return inserted(ended, at, silentEntry(id, adoption.topic, question, indent));
  }
  if (adoption.of === 'topics') {
    const value = document.getIn(['topics', adoption.id], true);
    return value ? widened(text, value as Node, question) : null;
  }
  const entries = document.get(adoption.of, true);
  const entry = isSeq(entries)
    ? entries.items.find(item => isMap(item) && item.get('id') === adoption.id)
    : undefined;
  const variants = isMap(entry) ? entry.get('variants', true) : undefined;
  return isSeq(variants) ? appended(text, variants, question) : null;
};

/** Where the last value within a node ends, without the line breaks behind it. */
const lastEnd = (node: Node): number => {
  if (isMap(node)) {
    const pair = node.items.at(-1);
    return pair ? lastEnd((pair.value ?? pair.key) as Node) : rangeOf(node)[1];
  }
  if (isSeq(node) && !node.flow) {
    const item = node.items.at(-1) as Node | undefined;
    return item ? lastEnd(item) : rangeOf(node)[1];
  }
  return rangeOf(node)[1];
};
