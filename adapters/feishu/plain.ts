import { splitText } from '../../src/host/text-split.ts';
import { inertText, markedLines } from '../../src/host/user-text.ts';
import type { DoorWords } from '../../src/model/door-wording.ts';
import type { Block, OutMessage } from '../../src/model/message.ts';

/** Characters in one post; at four bytes each, twice escaped, still below the 30 KB of im-v1/message/create. */
const postCharacters = 3_000;

/** No angle bracket can open a mention: everything but a clause may have in it what a person typed, what buttons say too. */
const unmentioning = (text: string): string => text.replaceAll('<', '＜');
const typed = (text: string, which?: 'all'): string => unmentioning(markedLines(text, which));

const lines = (block: Block, words: DoorWords): string[] => {
  switch (block.kind) {
    case 'text':
      return [unmentioning(block.text)];
    case 'heading':
      return [`【${unmentioning(block.text)}】`];
    case 'quote':
      return [words('door.source', { label: block.label }), block.citation.quote];
    case 'fields':
      return block.rows.map(([label, value]) => `${unmentioning(label)}：${typed(value)}`);
    case 'said':
      return [words('door.said'), typed(block.text, 'all')];
    default:
      return block satisfies never;
  }
};

/**
 * The message as `post` contents of nothing but text nodes, for when Feishu does not take its card. What the buttons
 * say may be typed instead.
 */
export const plainPosts = (message: OutMessage, words: DoorWords): object[] => {
  const labels = message.choices.map(({ label }) => label);
  const whole = [
    ...message.blocks.flatMap(block => lines(block, words)),
    ...(labels.length > 0 ? [words('door.reply', { labels: unmentioning(labels.join('、')) })] : []),
  ].join('\n');
  return splitText(inertText(whole), postCharacters, 'characters').map(text => ({
    zh_cn: { title: '', content: [[{ tag: 'text', text }]] },
  }));
};
