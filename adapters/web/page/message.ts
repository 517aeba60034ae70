import type { Block, Choice } from '../../../src/model/message.ts';
import type { Said, WireFile, WireMessage } from '../wire.ts';
import { el, said, sizeOf } from './dom.ts';
import { cut, find } from './marks.ts';

export interface MessageActions {
  cite(clause: string, quote: string, from: HTMLElement): void;
  press(choice: Choice): void;
  download(file: WireFile): void;
}

const quoteOf = (
  block: Extract<Block, { kind: 'quote' }>,
  cite: MessageActions['cite'] | null,
): HTMLElement => {
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
      cite &&
        el(
          'button',
          {
            type: 'button',
            class: 'link',
            'aria-label': `在原文中查看 ${block.label}`,
            click: event => cite(clause, quote, event.currentTarget as HTMLElement),
          },
          '在原文中查看',
        ),
    ),
  );
};

/** One block of a message. `cite`: leads to the clause in the notice, where the notice is at hand. */
export const blockOf = (block: Block, cite: MessageActions['cite'] | null): HTMLElement => {
  switch (block.kind) {
    case 'text':
      return el('p', { class: 'text' }, block.text);
    case 'heading':
      return el('h2', {}, block.text);
    case 'quote':
      return quoteOf(block, cite);
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

/** The answers as prominent buttons; what stands beside an answer (跳过, 上一步, 转人工) apart from them. */
const choicesOf = (message: WireMessage, aside: boolean, label: string, actions: MessageActions) => {
  const choices = message.choices.filter(choice => (choice.aside ?? false) === aside);
  return (
    choices.length > 0 &&
    el(
      'div',
      { class: aside ? 'choices aside' : 'choices', role: 'group', 'aria-label': label },
      ...choices.map(choice => choiceOf(choice, actions)),
    )
  );
};

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
    { class: 'message', 'aria-label': '助手的消息' },
    el('span', { class: 'hidden' }, '助手：'),
    ...message.blocks.map(block => blockOf(block, actions.cite)),
    message.files.length > 0 &&
      el('div', { class: 'files' }, ...message.files.map(file => fileOf(file, actions))),
    choicesOf(message, false, '可选的回答', actions),
    choicesOf(message, true, '其他操作', actions),
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

/** Longer words of one's own than this, in UTF-16 units, are folded so that the question stays in view. */
const foldedFrom = 300;

const textElements = (text: string): HTMLElement[] => {
  const words = el('p', { class: 'text' }, said(text));
  if (text.length < foldedFrom) return [words];
  words.classList.add('folded');
  const more = el(
    'button',
    {
      type: 'button',
      class: 'link unfold',
      'aria-expanded': 'false',
      click: () => {
        const folded = words.classList.toggle('folded');
        more.setAttribute('aria-expanded', String(!folded));
        more.textContent = folded ? '展开全文' : '收起';
      },
    },
    '展开全文',
  );
  return [words, more];
};

/** What the person said, pressed or sent. */
export const saidElement = (act: Said): HTMLElement =>
  el(
    'article',
    { class: `mine ${act.kind}`, 'aria-label': '我的消息' },
    el('span', { class: 'hidden' }, act.kind === 'file' ? '我发送了文件：' : '我：'),
    ...textElements(textOf(act)),
    el('span', { class: 'delivery' }),
  );
