import { inertText, markedLines } from '../../src/host/user-text.ts';
import type { Block, Choice, OutMessage } from '../../src/model/message.ts';

/**
 * Text somebody typed, so that the clients make nothing active of it: WeCom renders `<a href>` in text messages and
 * turns addresses into links (path/90236, "文本消息").
 */
export const inertUserText = (text: string): string => defused(inertText(text));

const defused = (text: string): string =>
  text
    .replaceAll('<', '＜')
    .replaceAll('://', '：//')
    .replace(/(?<=[\w-])\.(?=[a-z]{2,})/gi, '．');

/** Labels may hold what a person wrote (a suggested value, a name): one inert line each. */
export const inertChoices = (choices: readonly Choice[]): Choice[] =>
  choices.map(choice => ({
    ...choice,
    label: inertUserText(choice.label).replace(/\s+/g, ' ').trim() || '…',
  }));

/** Our own words with trusted slots: only what could become a tag is defused. */
const ownText = (text: string): string => text.replace(/<(?=\s{0,9}\/?\s{0,9}[a-z])/gi, '＜');

/** One block as plain text. What a person wrote stands indented behind a bar, so that it cannot pose as our words. */
export const blockText = (block: Block): string => {
  switch (block.kind) {
    case 'text':
      return ownText(block.text);
    case 'heading':
      return `【${ownText(block.text)}】`;
    case 'quote':
      return `「${block.citation.quote.trim()}」\n——${block.label}`;
    case 'fields':
      return block.rows
        .map(
          ([label, value]) =>
            `${ownText(label)}：${defused(markedLines(value.replace(/\r\n?|[\n\u2028\u2029]/g, ' ')))}`,
        )
        .join('\n');
    case 'said':
      return defused(markedLines(block.text, 'all'));
    default:
      return block satisfies never;
  }
};

/** All blocks of a message as plain text, without its choices. */
export const plainText = (message: Pick<OutMessage, 'blocks'>): string =>
  message.blocks.map(blockText).join('\n').trim();
