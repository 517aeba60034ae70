import { Document, isNode, isScalar, visit } from 'yaml';
import { CONFIRM } from '../packs/unconfirmed.ts';
import type { Doubt } from './sentences.ts';

/** One file of a pack: `head` says what it is, and behind every guess stands why it is one. */
export const writeYaml = (head: string, data: unknown, doubts: readonly Doubt[]): string => {
  const document = new Document(data);
  document.commentBefore = ` ${head}`;
  for (const { path, because } of doubts) {
    const node = document.getIn(path, true);
    if (!isNode(node)) continue;
    node.comment = `${CONFIRM.slice(1)}：${because.replace(/\s+/gu, ' ')}`;
  }
  // Ids and quotes are words: `0000-1` and `2022-1` must not become something else.
  visit(document, {
    Scalar(key, node) {
      if (key !== 'key' && isScalar(node) && typeof node.value === 'string' && /^[\d.]+$/u.test(node.value))
        node.type = 'QUOTE_SINGLE';
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
};
