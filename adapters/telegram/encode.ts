import { escapeHtml } from '../../src/host/shelf/html.ts';
import { splitText } from '../../src/host/text-split.ts';
import { markedLines } from '../../src/host/user-text.ts';
import type { DoorWords } from '../../src/model/door-wording.ts';
import type { Block, OutMessage } from '../../src/model/message.ts';
import { type Keyboard, keyboards, longLabels } from './keyboard.ts';

/** Characters of a message and of a file's caption after entities parsing: core.telegram.org/bots/api#sendmessage. */
export const messageLimit = 4096;
export const captionLimit = 1024;
/** A quote above this many characters is folded until the reader opens it. */
const foldAbove = 600;

/** One message to be sent: `text` is what is seen, `html` the same with markup. */
export interface Part {
  readonly text: string;
  readonly html: string;
  readonly keyboard: Keyboard | undefined;
}

/** A stretch of text with one look. `typed`: user text in which Telegram would find links, mentions or commands. */
interface Run {
  readonly text: string;
  readonly look: 'plain' | 'bold' | 'marked' | 'typed';
  readonly quoted: boolean;
}

const plain = (text: string): Run => ({ text, look: 'plain', quoted: false });

/**
 * What Telegram turns into something to tap on its own (core.telegram.org/bots/api#messageentity): addresses, mail
 * addresses, mentions, hashtags, cashtags, commands. Inside `<code>` it looks for none of them.
 */
const selfActing = /:\/\/|[\p{L}\p{N}_-]\.\p{L}{2}|[@#$/][\p{L}\p{N}_]/u;

const typed = (text: string, quoted: boolean): Run => {
  const shown = markedLines(text, quoted ? 'all' : 'further');
  return { text: shown, look: selfActing.test(shown) ? 'typed' : 'plain', quoted };
};

/** Quote text with the marked substrings set off; marks that do not occur are ignored. */
const markedRuns = (quote: string, marks: readonly string[]): Run[] => {
  const [mark, ...others] = marks;
  if (!mark) return [{ text: quote, look: 'plain', quoted: true }];
  return quote
    .split(mark)
    .flatMap((piece, index): Run[] => [
      ...(index > 0 ? [{ text: mark, look: 'marked', quoted: true } as const] : []),
      ...markedRuns(piece, others),
    ]);
};

const runsOf = (block: Block, words: DoorWords): Run[] => {
  switch (block.kind) {
    case 'text':
      return [plain(block.text.toWellFormed())];
    case 'heading':
      return [{ text: block.text.toWellFormed(), look: 'bold', quoted: false }];
    case 'quote':
      return [
        { text: `${block.label}\n`, look: 'bold', quoted: true },
        ...markedRuns(block.citation.quote, block.marks ?? []),
      ];
    case 'fields':
      return block.rows.flatMap(([label, value], index) => [
        // A row without label goes on with the one above.
        plain(`${index > 0 ? '\n' : ''}${label === '' ? '' : `${label}：`}`),
        typed(value, false),
      ]);
    case 'said':
      return [{ text: `${words('door.said')}\n`, look: 'bold', quoted: true }, typed(block.text, true)];
    default:
      return block satisfies never;
  }
};

/** Words of ours alone. */
const bare = (text: string): { text: string; html: string } => ({ text, html: escapeHtml(text) });

const tagOf = { plain: null, bold: 'b', marked: 'u', typed: 'code' } as const;

const htmlOf = (runs: readonly Run[]): string => {
  let html = '';
  for (let at = 0; at < runs.length; ) {
    const { quoted } = runs[at]!;
    let end = at;
    while (end < runs.length && runs[end]!.quoted === quoted) end += 1;
    const group = runs.slice(at, end);
    const inner = group
      .map(({ text, look }) => {
        const tag = tagOf[look];
        return tag === null ? escapeHtml(text) : `<${tag}>${escapeHtml(text)}</${tag}>`;
      })
      .join('');
    const length = group.reduce((sum, { text }) => sum + text.length, 0);
    html += quoted ? `<blockquote${length > foldAbove ? ' expandable' : ''}>${inner}</blockquote>` : inner;
    at = end;
  }
  return html;
};

/** The runs between two offsets of their joined text. */
const sliceRuns = (runs: readonly Run[], from: number, to: number): Run[] => {
  let at = 0;
  return runs.flatMap(run => {
    const start = Math.max(from - at, 0);
    const end = Math.min(to - at, run.text.length);
    at += run.text.length;
    return end > start ? [{ ...run, text: run.text.slice(start, end) }] : [];
  });
};

const joined = (blocks: readonly Block[], words: DoorWords): Run[] =>
  blocks.flatMap((block, index) => [
    ...(index > 0 ? [plain(blocks[index - 1]!.kind === 'heading' ? '\n' : '\n\n')] : []),
    ...runsOf(block, words),
  ]);

/**
 * A message as Telegram messages: HTML escaped last, cut at grapheme borders within `messageLimit`, buttons under the
 * last part (further parts follow where one keyboard cannot hold them all). No blocks and no choices give no parts.
 */
export const encode = (message: OutMessage, words: DoorWords): Part[] => {
  const boards = keyboards(message.choices);
  const labels = longLabels(message.choices);
  const runs = [...joined(message.blocks, words), ...(labels === '' ? [] : [plain(`\n\n${labels}`)])];
  const whole = runs.map(({ text }) => text).join('');
  let at = 0;
  const parts = splitText(whole, messageLimit, 'characters').flatMap(text => {
    const html = htmlOf(sliceRuns(runs, at, at + text.length));
    at += text.length;
    // Telegram refuses a message of blanks only, and would drop them anyway.
    return text.trim() === '' ? [] : [{ text, html }];
  });
  if (boards.length > 0 && parts.length === 0) parts.push(bare(words('door.choose')));
  const last = parts.length - 1;
  const shown: Part[] = parts.map((part, index) => ({
    ...part,
    keyboard: index === last ? boards[0] : undefined,
  }));
  const more = boards.slice(1).map(keyboard => ({ ...bare(words('door.more')), keyboard }));
  return [...shown, ...more];
};
