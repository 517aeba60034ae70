import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode, messageLimit } from '../../adapters/telegram/encode.ts';
import { doorWords } from '../../src/model/door-wording.ts';
import { OutMessage } from '../../src/model/message.ts';
import { hostileTexts } from '../contracts/hostile-texts.ts';
import { automaticEntities, parseHtml } from './telegram-html.ts';

const to = { channel: 'telegram', chat: '1', kind: 'private' } as const;
const parts = (message: object) =>
  encode(OutMessage.parse({ key: 'k', to, blocks: [], ...message }), doorWords);

const ours = ['bold', 'underline', 'code', 'blockquote'];
/** Everything in the rendered parts that is not our own markup. */
const foreign = (message: object): string[] =>
  parts(message).flatMap(({ html }) => {
    const parsed = parseHtml(html);
    const all = [...parsed.entities, ...automaticEntities(parsed)];
    return all.filter(({ type }) => !ours.includes(type)).map(({ type }) => type);
  });

describe('encode', () => {
  it('renders each kind of block', () => {
    const [part, ...rest] = parts({
      blocks: [
        { kind: 'heading', text: '资格自测' },
        { kind: 'text', text: '结果 <初步>：' },
        {
          kind: 'quote',
          citation: { clause: '通知·三(一)', quote: '在万州区内注册，具有独立法人资格。' },
          label: '通知·三(一)',
          marks: ['独立法人', '不出现的词'],
        },
        {
          kind: 'fields',
          rows: [
            ['单位', 'A&B'],
            ['网址', 'a.example.com'],
          ],
        },
        { kind: 'said', text: '第一行\n第二行' },
      ],
    });
    expect(rest).toEqual([]);
    expect(part!.html).toBe(
      [
        '<b>资格自测</b>\n结果 &lt;初步&gt;：\n\n',
        '<blockquote><b>通知·三(一)\n</b>在万州区内注册，具有<u>独立法人</u>资格。</blockquote>\n\n',
        '单位：A&amp;B\n网址：<code>a.example.com</code>\n\n',
        '<blockquote><b>填写的内容：\n</b>｜第一行\n｜第二行</blockquote>',
      ].join(''),
    );
    expect(parseHtml(part!.html).text).toBe(part!.text);
  });

  it('folds a long quote, and only a long one', () => {
    const quote = (text: string) =>
      parts({ blocks: [{ kind: 'quote', citation: { clause: 'x', quote: text }, label: 'x' }] })[0]!.html;
    expect(quote('条'.repeat(700))).toContain('<blockquote expandable>');
    expect(quote('条'.repeat(500))).not.toContain('expandable');
  });

  it('lets nothing in user text act: the collected tricks', () => {
    for (const text of hostileTexts) {
      expect(foreign({ blocks: [{ kind: 'said', text }] }), text).toEqual([]);
      expect(foreign({ blocks: [{ kind: 'fields', rows: [['单位', text]] }] }), text).toEqual([]);
    }
  });

  it('lets nothing in user text act: anything', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<',
        '>',
        '&',
        '"',
        '</code>',
        '<b>',
        '<a href="x">',
        '&lt;',
        '@bot',
        '/go',
        '#a',
        '$USD',
        'http://',
        'a.com',
        ' ',
        '\n',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        const text = pieces.join('');
        expect(
          foreign({
            blocks: [
              { kind: 'said', text },
              { kind: 'fields', rows: [['x', text]] },
            ],
          }),
        ).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('would be caught if it did not escape', () => {
    const unescaped = '<a href="https://evil.example">x</a>';
    const parsed = parseHtml(`<blockquote>${unescaped}</blockquote>`);
    expect(parsed.entities.map(({ type }) => type)).toContain('text_link');
    expect(automaticEntities({ text: 'https://evil.example', entities: [] })).not.toEqual([]);
  });

  it('cuts any message within the limit, each part with closed markup, and loses no word', () => {
    const block = fc.oneof(
      fc.record({ kind: fc.constant('text'), text: fc.string({ unit: 'binary', maxLength: 3000 }) }),
      fc.record({ kind: fc.constant('said'), text: fc.string({ unit: 'grapheme', maxLength: 3000 }) }),
      fc
        .string({ minLength: 1, maxLength: 3000 })
        .map(quote => ({ kind: 'quote', citation: { clause: 'c', quote }, label: '通知·一' })),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 5, size: 'max' }), blocks => {
        for (const { text, html } of parts({ blocks })) {
          const parsed = parseHtml(html);
          expect(parsed.text).toBe(text);
          expect(text.length).toBeLessThanOrEqual(messageLimit);
          expect(text.isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is nothing for nothing', () => {
    expect(parts({})).toEqual([]);
    expect(parts({ blocks: [{ kind: 'text', text: ' \n ' }] })).toEqual([]);
  });
});

describe('keyboards', () => {
  const choices = (labels: readonly string[]) =>
    labels.map((label, index) => ({ token: `prompt0123456789_${index}`, label }));
  const shape = (labels: readonly string[]) =>
    parts({ blocks: [{ kind: 'text', text: '?' }], choices: choices(labels) }).map(({ keyboard }) =>
      keyboard?.map(row => row.map(({ text }) => text)),
    );

  it('puts short labels side by side and long ones below each other', () => {
    expect(shape(['是', '否', '不清楚', '返回'])).toEqual([[['是', '否', '不清楚'], ['返回']]]);
    expect(shape(['先进制造', '食品加工业', '大健康'])).toEqual([[['先进制造', '食品加工业'], ['大健康']]]);
    expect(shape(['某某领域的重点实验室', '否'])).toEqual([[['某某领域的重点实验室'], ['否']]]);
  });

  it('keeps ways out in rows of their own', () => {
    const [part] = parts({
      blocks: [{ kind: 'text', text: '?' }],
      choices: [...choices(['是', '否']), { token: 'nav_home', label: '返回菜单' }],
    });
    expect(part!.keyboard!.map(row => row.map(({ text }) => text))).toEqual([['是', '否'], ['返回菜单']]);
  });

  it('carries style, and tokens within 64 bytes', () => {
    const [part] = parts({
      blocks: [{ kind: 'text', text: '?' }],
      choices: [
        { token: 'x'.repeat(40), label: '通过', style: 'primary' },
        { token: 'y', label: '退回', style: 'danger' },
        { token: 'z', label: '查看', style: 'default' },
      ],
    });
    expect(part!.keyboard).toEqual([
      [
        { text: '通过', callback_data: 'x'.repeat(40), style: 'primary' },
        { text: '退回', callback_data: 'y', style: 'danger' },
        { text: '查看', callback_data: 'z' },
      ],
    ]);
  });

  it('sits under the last part of a long message', () => {
    const long = parts({
      blocks: [{ kind: 'text', text: '字'.repeat(9000) }],
      choices: choices(['是']),
    });
    expect(long.map(({ keyboard }) => keyboard !== undefined)).toEqual([false, false, true]);
  });

  it('goes on in further messages where one keyboard cannot hold all, and reaches every choice', () => {
    const labels = Array.from({ length: 150 }, (_, index) => `某个比较长的选项名称第${index}号`);
    const boards = parts({ blocks: [{ kind: 'text', text: '?' }], choices: choices(labels) });
    expect(boards.length).toBeGreaterThan(2);
    for (const { keyboard } of boards) {
      expect(Buffer.byteLength(JSON.stringify(keyboard))).toBeLessThanOrEqual(10_000);
      expect(keyboard!.flat().length).toBeLessThanOrEqual(100);
    }
    expect(boards.flatMap(({ keyboard }) => keyboard!.flat().map(({ text }) => text))).toEqual(labels);
  });

  it('numbers choices whose labels do not fit, and writes them out above', () => {
    const label = `${'很长的选项'.repeat(12)}末`;
    const [part] = parts({ blocks: [{ kind: 'text', text: '?' }], choices: choices(['短', label]) });
    expect(part!.text).toContain(`1. 短\n2. ${label}`);
    expect(part!.keyboard!.flat().map(({ text }) => text)).toEqual(['1. 短', `2. ${label.slice(0, 44)}…`]);
  });

  it('asks even when there is nothing but choices', () => {
    expect(parts({ choices: choices(['是']) })[0]).toMatchObject({ text: '请选择：' });
  });
});
