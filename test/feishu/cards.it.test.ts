import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countElements } from '../../adapters/feishu/cards/elements.ts';
import { bytesOf, type Card, encode } from '../../adapters/feishu/encode.ts';
import { masked } from '../../adapters/feishu/mask.ts';
import { doorWords } from '../../src/model/door-wording.ts';
import { type Block, OutMessage } from '../../src/model/message.ts';
import { hostileTexts } from '../contracts/hostile-texts.ts';
import { cardFault } from './fake/card-rules.ts';
import { screenOf, textOf } from './fake/screen.ts';
import { cardMessages } from './messages.ts';

const sample = cardMessages.question!;
const message = (rest: Partial<OutMessage>): OutMessage =>
  OutMessage.parse({ key: 'k', to: sample.to, blocks: [], ...rest });

/** Tags and properties of a card that can hold markup, links or mentions. */
const livePlaces = (card: Card): string[] => {
  const json = JSON.stringify(card);
  return ['markdown', 'lark_md', 'open_url', 'multi_url', '"href"', '"at"'].filter(word =>
    new RegExp(`"tag":"${word}"|"${word}"`).test(json.replaceAll(/"content":"(?:[^"\\]|\\.)*"/g, '')),
  );
};

describe('each card', () => {
  for (const [name, source] of Object.entries(cardMessages)) {
    it(`looks as in golden/${name}.txt and is valid`, async () => {
      const cards = encode(source, doorWords);
      expect(cards.map(card => cardFault(JSON.stringify(card)))).toEqual([null]);
      const shown = cards.flatMap(card => screenOf(card).lines).join('\n');
      await expect(`${shown}\n`).toMatchFileSnapshot(`golden/${name}.txt`);
    });
  }
});

describe('the strict card check (control)', () => {
  const [card] = encode(sample, doorWords);
  it.each<[string, object]>([
    ['a 1.0 action module', { body: { elements: [{ tag: 'action', actions: [] }] } }],
    ['a 1.0 note', { body: { elements: [{ tag: 'note', elements: [] }] } }],
    ['an unknown property', { body: { elements: [{ tag: 'hr', colour: 'red' }] } }],
    ['a card that is not shared', { config: { update_multi: false } }],
    ['no schema', { schema: undefined }],
    ['an empty text', { body: { elements: [{ tag: 'div', text: { tag: 'plain_text', content: '' } }] } }],
    ['an input outside a form that is required', { body: { elements: [{ tag: 'input', required: true }] } }],
    [
      'a form without a submit button',
      { body: { elements: [{ tag: 'form', name: 'f', elements: [{ tag: 'hr' }] }] } },
    ],
    ['201 elements', { body: { elements: Array.from({ length: 201 }, () => ({ tag: 'hr' })) } }],
  ])('refuses %s', (_, change) => {
    expect(cardFault(JSON.stringify(card))).toBeNull();
    expect(cardFault(JSON.stringify({ ...card, ...change }))).toMatchObject({ code: 230099 });
  });
});

const anyText = fc.oneof(
  fc.string({ maxLength: 40, unit: 'grapheme' }),
  fc.string({ maxLength: 20, unit: 'binary' }),
  fc.constantFrom(...hostileTexts),
  fc.integer({ min: 1, max: 9_000 }).map(length => '申报条件'.repeat(length).slice(0, length)),
);
const anyLabel = fc.oneof(
  fc.string({ minLength: 1, maxLength: 150 }),
  fc.constantFrom('是', '退回补正', ...hostileTexts),
);
const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  anyText.map((value): Block => ({ kind: 'text', text: value })),
  anyText.map((value): Block => ({ kind: 'heading', text: value })),
  anyText.map((value): Block => ({ kind: 'said', text: value })),
  anyText.map(
    (value): Block => ({
      kind: 'quote',
      citation: { clause: '通知·一', quote: value || '略' },
      label: '通知·一',
      marks: ['一'],
    }),
  ),
  fc.array(fc.tuple(anyLabel, anyText), { maxLength: 60 }).map((rows): Block => ({ kind: 'fields', rows })),
);
const anyMessage = fc
  .record({
    blocks: fc.array(anyBlock, { maxLength: 8 }),
    choices: fc
      .array(
        fc.record({ label: anyLabel, style: fc.constantFrom('primary', 'danger', 'default', undefined) }),
        { maxLength: 40 },
      )
      .map(items => items.map((item, index) => ({ ...item, token: `t_${index}` }))),
    form: fc.option(
      fc.array(
        fc.record({
          field: fc.string({ minLength: 1, maxLength: 20 }),
          label: anyLabel,
          kind: fc.constantFrom('line' as const, 'paragraph' as const, 'select' as const),
          required: fc.boolean(),
          value: fc.option(anyText, { nil: undefined }),
          placeholder: fc.option(anyText, { nil: undefined }),
          error: fc.option(anyText, { nil: undefined }),
          options: fc.constant([
            { value: 'a', label: '甲' },
            { value: 'b', label: '乙' },
          ]),
        }),
        { maxLength: 30 },
      ),
      { nil: undefined },
    ),
  })
  .map(parts => message(parts as Partial<OutMessage>));

it('makes no card of a message with nothing to show', () => {
  for (const blocks of [[], [{ kind: 'fields', rows: [] }]] as Block[][])
    expect(encode(message({ blocks }), doorWords)).toEqual([]);
});

describe('any message', () => {
  it('becomes cards that Feishu accepts, within 30 KB and 200 elements, with every button', () => {
    fc.assert(
      fc.property(anyMessage, source => {
        const cards = encode(source, doorWords);
        for (const card of cards) {
          expect(cardFault(JSON.stringify(card))).toBeNull();
          expect(bytesOf(card)).toBeLessThanOrEqual(30_000);
          expect(countElements(card)).toBeLessThanOrEqual(200);
          expect(livePlaces(card)).toEqual([]);
        }
        const buttons = cards.flatMap(card => screenOf(card).buttons).filter(({ submits }) => !submits);
        expect(buttons.map(({ value }) => (value as { t: string }).t)).toEqual(
          source.choices.map(({ token }) => token),
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('text of people', () => {
  const markdownCard = (words: string): Card => ({
    schema: '2.0',
    config: { update_multi: true },
    body: { elements: [{ tag: 'markdown', content: words }] },
  });

  it.each(hostileTexts)('is inert: %j', hostile => {
    const [card] = encode(
      message({
        blocks: [
          { kind: 'heading', text: hostile },
          { kind: 'said', text: hostile },
          { kind: 'fields', rows: [[hostile, hostile]] },
        ],
        choices: [{ token: 'a_0', label: hostile }],
        prompt: 'p',
        form: [
          {
            field: 'f',
            label: hostile,
            kind: 'line',
            required: true,
            value: hostile,
            placeholder: hostile,
            error: hostile,
          },
        ],
      }),
      doorWords,
    );
    expect(cardFault(JSON.stringify(card))).toBeNull();
    expect(screenOf(card).active).toEqual([]);
    expect(livePlaces(card!)).toEqual([]);
    // The control: the same words in a markdown element are valid for Feishu and would act.
    expect(screenOf(markdownCard(hostile)).active).toEqual([hostile]);
  });
});

describe('long messages', () => {
  const rows = Array.from({ length: 90 }, (_, index): [string, string] => [
    `栏目${index + 1}`,
    '内容'.repeat(30),
  ]);

  it('go on in further cards, buttons on the last one', () => {
    const cards = encode(message({ blocks: [{ kind: 'fields', rows }], choices: sample.choices }), doorWords);
    expect(cards.length).toBeGreaterThan(1);
    const shown = cards.map(textOf).join('\n');
    for (const [label] of rows) expect(shown).toContain(`${label}：`);
    expect(cards.map(card => screenOf(card).buttons.length)).toEqual([
      ...cards.slice(1).map(() => 0),
      sample.choices.length,
    ]);
  });

  it('leave a value that an input cannot hold out of the form', () => {
    const [card] = encode(
      message({
        prompt: 'p',
        form: [
          { field: 'a', label: '简介', kind: 'paragraph', required: true, value: '长'.repeat(1001) },
          { field: 'b', label: '电话', kind: 'line', required: true },
        ],
      }),
      doorWords,
    );
    const { inputs, lines } = screenOf(card);
    expect(inputs.map(({ label }) => label)).toEqual(['电话（必填）']);
    expect(lines).toContain('另有 1 项请随后逐项填写。');
  });
});

describe('a message for a tenant with leak prevention', () => {
  it('has no number, address or identity in it, and its quotes stay whole or go', () => {
    const source = message({
      blocks: [
        { kind: 'text', text: '请联系 13800001234 或 023-58123456，kjj@example.cn' },
        { kind: 'quote', citation: { clause: '通知·六', quote: '联系电话：023-58123456' }, label: '通知·六' },
        { kind: 'quote', citation: { clause: '通知·一', quote: '限额 50 万元' }, label: '通知·一' },
        { kind: 'fields', rows: [['身份证', '50010119900101123X']] },
      ],
    });
    const shown = encode(masked(source, doorWords), doorWords).map(textOf).join('\n');
    expect(shown).not.toMatch(/\d{6}/);
    expect(shown).not.toContain('@');
    expect(shown).toContain('限额 50 万元');
    expect(shown).toContain('〔原文〕通知·六');
  });
});
