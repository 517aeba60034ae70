import type { Block, Choice } from '../../../src/model/message.ts';
import type { Said, WireFile, WireMessage } from '../wire.ts';
import { el, said, sizeOf } from './dom.ts';
import { cut, find } from './marks.ts';
import { printButton } from './print.ts';

export interface MessageActions {
  cite(clause: string, quote: string, from: HTMLElement): void;
  press(choice: Choice): void;
  /** Go to a place of the form. */
  change(place: string): void;
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

/** A row of label and value; one that shows a place of the form can be changed from here. */
const rowOf = (label: string, value: string, change: (() => void) | null): HTMLElement =>
  el(
    'div',
    { class: change ? 'with-change' : '' },
    el('dt', {}, label),
    el('dd', {}, value === '' ? '—' : said(value)),
    change &&
      el(
        'dd',
        { class: 'change' },
        el(
          'button',
          { type: 'button', class: 'link', 'aria-label': `修改：${label}`, click: change },
          '修改',
        ),
      ),
  );

/**
 * One block of a message. `cite`: leads to the clause in the notice, where the notice is at hand; `change`: to a place of the
 * form, where one is being filled in.
 */
export const blockOf = (
  block: Block,
  cite: MessageActions['cite'] | null,
  change: MessageActions['change'] | null = null,
): HTMLElement => {
  switch (block.kind) {
    case 'text':
      return el('p', { class: block.as ? `text ${block.as}` : 'text' }, block.text);
    case 'heading':
      return el('h2', {}, block.text);
    case 'quote':
      return quoteOf(block, cite);
    case 'fields':
      return el(
        'dl',
        { class: 'fields' },
        ...block.rows.map(([label, value], at) => {
          const place = block.places?.[at];
          return rowOf(label, value, change && place !== undefined ? () => change(place) : null);
        }),
      );
    case 'said':
      return el('blockquote', { class: 'said' }, said(block.text));
    default:
      return block satisfies never;
  }
};

export type Cite = MessageActions['cite'];

/** A clause by its id, to be looked up in the notice. */
export const clauseLink = (clause: string, cite: Cite): HTMLElement =>
  el(
    'button',
    {
      type: 'button',
      class: 'link',
      click: event => cite(clause, '', event.currentTarget as HTMLElement),
    },
    clause,
  );

/** How a criterion stands and, folded behind it, the clause that says so. */
const criterionOf = (
  standing: Extract<Block, { kind: 'text' }>,
  clause: Extract<Block, { kind: 'quote' }>,
  cite: Cite,
): HTMLElement =>
  el(
    'details',
    { class: `criterion ${standing.as}` },
    el('summary', {}, standing.text),
    quoteOf(clause, cite),
  );

/** The blocks of a message; criteria with their clauses become rows of a table that unfold. */
const blocksOf = (
  blocks: readonly Block[],
  { cite, change }: Pick<MessageActions, 'cite' | 'change'>,
): HTMLElement[] => {
  const elements: HTMLElement[] = [];
  for (let at = 0; at < blocks.length; at += 1) {
    const block = blocks[at]!;
    const next = blocks[at + 1];
    const standing =
      block.kind === 'text' && (block.as === 'met' || block.as === 'unmet' || block.as === 'unsure');
    if (standing && next?.kind === 'quote') {
      const row = criterionOf(block, next, cite);
      const table = elements.at(-1);
      if (table?.classList.contains('criteria-table')) table.append(row);
      else elements.push(el('div', { class: 'criteria-table' }, row));
      at += 1;
    } else elements.push(blockOf(block, cite, change));
  }
  return elements;
};

/** On a receipt, what is said with its clauses folded behind it. */
const folded = (blocks: readonly Block[], cite: Cite): HTMLElement[] => {
  const elements: HTMLElement[] = [];
  let open: HTMLElement | null = null;
  for (const [at, block] of blocks.entries()) {
    if (block.kind === 'text' && blocks[at + 1]?.kind === 'quote') {
      open = el('details', { class: 'ground' }, el('summary', {}, block.text));
      elements.push(open);
    } else if (block.kind === 'quote' && open) open.append(quoteOf(block, cite));
    else {
      open = null;
      elements.push(blockOf(block, cite));
    }
  }
  return elements;
};

const isReceipt = ({ blocks }: WireMessage): boolean =>
  blocks.some(block => block.kind === 'heading' && block.as === 'done');

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

/** A message of the assistant. On a receipt what is to be kept stands right under the number. */
export const messageElement = (message: WireMessage, actions: MessageActions): HTMLElement => {
  const receipt = isReceipt(message);
  const blocks = receipt ? folded(message.blocks, actions.cite) : blocksOf(message.blocks, actions);
  const files =
    message.files.length > 0 &&
    el('div', { class: 'files' }, ...message.files.map(file => fileOf(file, actions)));
  const first = receipt ? blocks.findIndex(block => block.classList.contains('fields')) : -1;
  const above = first < 0 ? blocks.length : first + 1;
  return el(
    'article',
    { class: receipt ? 'message receipt' : 'message', 'aria-label': '助手的消息' },
    el('span', { class: 'hidden' }, '助手：'),
    ...blocks.slice(0, above),
    files,
    ...blocks.slice(above),
    receipt && printButton('打印回执', '.message'),
    blocks.some(block => block.classList.contains('criteria-table')) &&
      printButton('打印自测结果', '.message'),
    choicesOf(message, false, '可选的回答', actions),
    choicesOf(message, true, '其他操作', actions),
  );
};

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
