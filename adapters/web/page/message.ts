import type { Block, Choice } from '../../../src/model/message.ts';
import type { Said, WireFile, WireMessage } from '../wire.ts';
import { el, said, sizeOf } from './dom.ts';
import { cut, find } from './marks.ts';

export interface MessageActions {
  cite(clause: string, quote: string, from: HTMLElement): void;
  press(choice: Choice): void;
  download(file: WireFile): void;
}

const quoteOf = (block: Extract<Block, { kind: 'quote' }>, actions: MessageActions): HTMLElement => {
  const { clause, quote } = block.citation;
  const words = quote.trim();
  const pieces = cut(words, 0, find(words, block.marks ?? []));
  return el(
    'figure',
    { class: 'quote' },
    el('blockquote', {}, ...pieces.map(piece => (piece.marked ? el('mark', {}, piece.text) : piece.text))),
    el(
      'figcaption',
      {},
      el('span', { class: 'clause' }, block.label),
      el(
        'button',
        {
          type: 'button',
          class: 'link',
          'aria-label': `在原文中查看 ${block.label}`,
          click: event => actions.cite(clause, quote, event.currentTarget as HTMLElement),
        },
        '查看原文',
      ),
    ),
  );
};

const blockOf = (block: Block, actions: MessageActions): HTMLElement => {
  switch (block.kind) {
    case 'text':
      return el('p', { class: 'text' }, block.text);
    case 'heading':
      return el('h3', {}, block.text);
    case 'quote':
      return quoteOf(block, actions);
    case 'fields':
      return el(
        'dl',
        { class: 'fields' },
        ...block.rows.map(([label, value]) =>
          el('div', {}, el('dt', {}, label), el('dd', {}, value === '' ? '—' : said(value))),
        ),
      );
    case 'said':
      return el('blockquote', { class: 'said' }, said(block.text));
    default:
      return block satisfies never;
  }
};

const choiceOf = (choice: Choice, actions: MessageActions): HTMLButtonElement =>
  el(
    'button',
    { type: 'button', class: `choice ${choice.style ?? 'default'}`, click: () => actions.press(choice) },
    choice.label,
  );

const fileOf = (file: WireFile, actions: MessageActions): HTMLElement =>
  el(
    'button',
    { type: 'button', class: 'file', click: () => actions.download(file) },
    el('span', { class: 'file-kind', 'aria-hidden': 'true' }, file.name.split('.').pop()?.slice(0, 4) ?? ''),
    el('span', { class: 'file-name' }, el('bdi', {}, file.name)),
    el('span', { class: 'file-size' }, `下载 · ${sizeOf(file.bytes)}`),
  );

/** A message of the assistant. */
export const messageElement = (message: WireMessage, actions: MessageActions): HTMLElement =>
  el(
    'article',
    { class: 'message' },
    el('span', { class: 'hidden' }, '助手：'),
    ...message.blocks.map(block => blockOf(block, actions)),
    message.files.length > 0 &&
      el('div', { class: 'files' }, ...message.files.map(file => fileOf(file, actions))),
    message.choices.length > 0 &&
      el(
        'div',
        { class: 'choices', role: 'group', 'aria-label': '可选的回答' },
        ...message.choices.map(choice => choiceOf(choice, actions)),
      ),
  );

const textOf = (act: Said): string => {
  switch (act.kind) {
    case 'text':
      return act.text;
    case 'press':
      return act.label;
    case 'file':
      return act.name;
    default:
      return act satisfies never;
  }
};

/** What the person said, pressed or sent. */
export const saidElement = (act: Said): HTMLElement =>
  el(
    'article',
    { class: `mine ${act.kind}` },
    el('span', { class: 'hidden' }, act.kind === 'file' ? '我发送了文件：' : '我：'),
    el('p', { class: 'text' }, said(textOf(act))),
    el('span', { class: 'delivery' }),
  );
