import { inertText } from '../../src/host/user-text.ts';
import type { Block, OutMessage } from '../../src/model/message.ts';

/**
 * Text somebody typed, so that the clients make nothing active of it: WeCom renders `<a href>` in text messages and
 * turns addresses into links (path/90236, "文本消息").
 */
export const inertUserText = (text: string): string =>
  inertText(text)
    .replaceAll('<', '＜')
    .replaceAll('://', '：//')
    .replace(/(?<=[\w-])\.(?=[a-z]{2,})/gi, '．');

/** One block as plain text. What a person wrote stands behind a bar of ours, so that it cannot pose as our words. */
export const blockText = (block: Block): string => {
  switch (block.kind) {
    case 'text':
      return block.text.replaceAll('<', '＜');
    case 'heading':
      return `【${block.text.replaceAll('<', '＜')}】`;
    case 'quote':
      return `「${block.citation.quote}」\n——${block.label}`;
    case 'fields':
      return block.rows
        .map(([label, value]) => `${label}：${inertUserText(value).replaceAll('\n', ' ')}`)
        .join('\n');
    case 'said':
      return inertUserText(block.text)
        .split('\n')
        .map(line => `｜${line}`)
        .join('\n');
    default:
      return block satisfies never;
  }
};

/** All blocks of a message as plain text, without its choices. */
export const plainText = (message: Pick<OutMessage, 'blocks'>): string =>
  message.blocks.map(blockText).join('\n').trim();
