import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nothingChosen, submitKey } from '../../adapters/wecom/app/card.ts';
import { encodeApp } from '../../adapters/wecom/app/encode.ts';
import { encodeKf } from '../../adapters/wecom/kf/encode.ts';
import { encodeWechaty, textLimit } from '../../adapters/wecom/wechaty/encode.ts';
import { doorWords } from '../../src/model/door-wording.ts';
import { OutMessage } from '../../src/model/message.ts';
import { hostileTexts } from '../contracts/hostile-texts.ts';
import { FakeCard } from './fake-card.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(...hostileTexts),
  fc
    .integer({ min: 1, max: 400 })
    .map(length => '申报单位须在万州区内注册登记。'.repeat(30).slice(0, length)),
);
const label = anyText.filter(text => text.trim() !== '');
/** The office's own text, which is shown exactly. */
const source = fc
  .integer({ min: 1, max: 300 })
  .map(length => '第一条 为贯彻落实〔2022〕12号文件，'.repeat(20).slice(0, length));
const block = fc.oneof(
  anyText.map(text => ({ kind: 'text' as const, text })),
  anyText.map(text => ({ kind: 'heading' as const, text })),
  anyText.map(text => ({ kind: 'said' as const, text })),
  source.map(quote => ({
    kind: 'quote' as const,
    citation: { clause: '通知·三(一)', quote },
    label: '通知·三(一)',
  })),
  fc
    .array(fc.tuple(anyText, anyText), { maxLength: 9 })
    .map(rows => ({ kind: 'fields' as const, rows: rows as [string, string][] })),
);
const message = fc
  .record({
    blocks: fc.array(block, { maxLength: 6 }),
    labels: fc.array(fc.tuple(label, fc.constantFrom('primary', 'danger', 'default', undefined)), {
      maxLength: 18,
    }),
    card: fc.constantFrom('case:1', undefined),
  })
  .map(({ blocks, labels, card }) =>
    OutMessage.parse({
      key: 'k',
      to: { channel: 'x', chat: 'y', kind: 'private' },
      blocks,
      choices: labels.map(([text, style], index) => ({
        token: `p_${index}`,
        label: text,
        ...(style ? { style } : {}),
      })),
      ...(card ? { card } : {}),
    }),
  );

describe('any message', () => {
  it('fits the limits of the app, and every choice can be chosen', () => {
    fc.assert(
      fc.property(message, fc.boolean(), (out, markdown) => {
        const { parts, menu } = encodeApp(out, 0, { markdown, words: doorWords });
        const reachable = new Set(menu.map(({ token }) => token));
        for (const part of parts) {
          if (part.kind === 'card') {
            const parsed = FakeCard.safeParse({ ...part.card, task_id: 't' });
            expect(parsed.error?.message).toBeUndefined();
            for (const { key } of part.card.button_list) reachable.add(key);
            for (const { id } of part.card.button_selection?.option_list ?? []) reachable.add(id);
          } else if (part.kind !== 'file') {
            expect(Buffer.byteLength(part.text)).toBeLessThanOrEqual(2048);
            expect(part.text).not.toBe('');
            expect(part.text).not.toMatch(/<\s*\/?\s*a\b/i);
          }
        }
        for (const { token } of out.choices) expect(reachable).toContain(token);
        for (const token of reachable)
          if (token.startsWith('p_')) expect(out.choices.map(choice => choice.token)).toContain(token);
      }),
      { numRuns: 300 },
    );
  });

  it('is at most one message of 微信客服 within its limits, and every choice can be chosen', () => {
    fc.assert(
      fc.property(message, fc.boolean(), (out, last) => {
        const { content, menu } = encodeKf(out, { last, roomForFile: !last, words: doorWords });
        const size = (text: string) => Buffer.byteLength(text);
        if (content === null) return void expect(out.choices).toEqual([]);
        if (content.msgtype === 'text') {
          expect(size(content.text.content)).toBeLessThanOrEqual(2048);
          expect(content.text.content).not.toBe('');
          expect(menu).toEqual(out.choices);
          return;
        }
        expect(size(content.msgmenu.head_content)).toBeLessThanOrEqual(1024);
        expect(content.msgmenu.head_content).not.toBe('');
        expect(content.msgmenu.list.map(({ click }) => click.id)).toEqual(
          out.choices.map(({ token }) => token),
        );
        for (const { click } of content.msgmenu.list) expect(size(click.content)).toBeLessThanOrEqual(128);
      }),
      { numRuns: 300 },
    );
  });

  it('is texts within the limit over wechaty', () => {
    fc.assert(
      fc.property(message, out => {
        for (const text of encodeWechaty(out, doorWords)) expect(text.length).toBeLessThanOrEqual(textLimit);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a card', () => {
  const encode = (count: number, style?: 'primary') =>
    encodeApp(
      OutMessage.parse({
        key: 'k',
        to: { channel: 'wecom', chat: 'y', kind: 'private' },
        blocks: [{ kind: 'text', text: '请选择' }],
        choices: Array.from({ length: count }, (_, index) => ({
          token: `p_${index}`,
          label: `选项${index}`,
          ...(style && index === 0 ? { style } : {}),
        })),
      }),
      0,
      { markdown: false, words: doorWords },
    ).parts[0]!;

  it('with a marked choice keeps the first five as buttons and lists the rest', () => {
    const part = encode(9, 'primary');
    if (part.kind !== 'card') throw new Error('no card');
    expect(part.card.button_list.map(({ key }) => key)).toEqual([
      'p_0',
      'p_1',
      'p_2',
      'p_3',
      'p_4',
      submitKey,
    ]);
    expect(part.card.button_selection!.option_list.map(({ id }) => id)).toEqual([
      nothingChosen,
      'p_5',
      'p_6',
      'p_7',
      'p_8',
    ]);
  });

  it('of fifteen marked choices would be too small: they are numbered', () => {
    expect(encode(14, 'primary').kind).toBe('card');
    expect(encode(15, 'primary').kind).toBe('text');
  });
});

describe('markdown', () => {
  const quote = {
    kind: 'quote',
    citation: { clause: '通知·一', quote: '条件 [1]' },
    label: '通知·一',
  } as const;
  const encode = (blocks: unknown[]) =>
    encodeApp(
      OutMessage.parse({ key: 'k', to: { channel: 'wecom', chat: 'y', kind: 'private' }, blocks }),
      0,
      { markdown: true, words: doorWords },
    ).parts;

  it('shows a quote as one, with nothing in it that could become a link', () => {
    expect(encode([{ kind: 'heading', text: '申报条件' }, quote])).toEqual([
      { kind: 'markdown', text: '**申报条件**\n> 条件 ［1]\n——通知·一' },
    ]);
  });

  it('is never used for what a person wrote', () => {
    expect(encode([quote, { kind: 'said', text: '[领取](https://evil.example)' }])[0]!.kind).toBe('text');
  });
});
