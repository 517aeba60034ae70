import { describe, expect, it } from 'vitest';
import { encode, encodeSaid } from '../../adapters/web/encode.ts';
import { cut, find } from '../../adapters/web/page/marks.ts';
import { takeEvents } from '../../adapters/web/page/sse.ts';
import { Block, OutMessage } from '../../src/model/message.ts';

const to = { channel: 'web', chat: 'c', kind: 'private' };
const blocks: Record<Block['kind'], Block> = {
  text: { kind: 'text', text: '第一行\n第二行' },
  heading: { kind: 'heading', text: '核对' },
  quote: { kind: 'quote', citation: { clause: '通知·一', quote: '原文' }, label: '通知·一', marks: ['原'] },
  fields: { kind: 'fields', rows: [['单位名称', '<img src=x onerror=alert(1)>']] },
  said: { kind: 'said', text: '\u202e反' },
};

describe('messages for the page', () => {
  it.each(Block.options.map(option => option.shape.kind.value))('carry a %s block unchanged', kind => {
    const message = OutMessage.parse({ key: 'k', to, blocks: [blocks[kind]] });
    const wire = encode({ message }, []);
    expect(JSON.parse(JSON.stringify(wire)).blocks).toEqual([blocks[kind]]);
  });

  it('carry buttons, files, prompt and what they replace, and no address', () => {
    const message = OutMessage.parse({
      key: 'k',
      to,
      blocks: [],
      choices: [{ token: 't', label: '通过', style: 'primary', confirm: '确定？' }],
      prompt: 'p1',
      card: 'case-1',
      toast: '已通过',
      quiet: true,
    });
    const files = [{ id: 'f', name: 'a.docx', bytes: 1 }];
    expect(encode({ message, replaces: 'r_1' }, files)).toEqual({
      blocks: [],
      choices: [{ token: 't', label: '通过', style: 'primary', confirm: '确定？' }],
      files,
      prompt: 'p1',
      card: 'case-1',
      toast: '已通过',
      quiet: true,
      replaces: 'r_1',
    });
  });
});

describe('what the person did', () => {
  const label = (token: string) => (token === 'known' ? '是' : null);

  it.each([
    [
      { kind: 'text', id: 'x', seat: 'self', text: '好' },
      { kind: 'text', text: '好' },
    ],
    [
      { kind: 'press', id: 'x', seat: 'self', token: 'known' },
      { kind: 'press', label: '是' },
    ],
    [{ kind: 'press', id: 'x', seat: 'self', token: 'other' }, null],
    [{ kind: 'enter', id: 'x', seat: 'self' }, null],
  ] as const)('%j is repeated as %j', (posted, said) => {
    expect(encodeSaid(posted, label)).toEqual(said);
  });

  it('is cut on screen when it is very long', () => {
    const said = encodeSaid({ kind: 'text', id: 'x', seat: 'self', text: '长'.repeat(100_000) }, label);
    expect(said?.kind === 'text' && said.text.length).toBe(4_001);
  });
});

describe('marks', () => {
  it.each([
    ['甲乙丙丁', 0, [{ start: 1, end: 3 }], '甲[乙丙]丁'],
    ['甲乙丙丁', 10, [{ start: 8, end: 11 }], '[甲]乙丙丁'],
    [
      '甲乙丙丁',
      0,
      [
        { start: 2, end: 9 },
        { start: 0, end: 1 },
      ],
      '[甲]乙[丙丁]',
    ],
    [
      '甲乙',
      0,
      [
        { start: 0, end: 2 },
        { start: 1, end: 2 },
      ],
      '[甲乙]',
    ],
    ['甲乙', 0, [{ start: 5, end: 6 }], '甲乙'],
    ['', 0, [{ start: 0, end: 1 }], ''],
  ])('cut %s at %d by %j: %s', (text, at, stretches, right) => {
    const pieces = cut(text, at, stretches);
    expect(pieces.map(piece => (piece.marked ? `[${piece.text}]` : piece.text)).join('')).toBe(right);
  });

  it('are found where the words stand', () => {
    expect(find('规上企业，规上', ['规上', '', '没有'], 3)).toEqual([{ start: 5, end: 7 }]);
  });
});

describe('the event stream', () => {
  it('is read the same however it was cut on its way', () => {
    const wire =
      ': hello\n\nid: e_1\ndata: {"a":1}\n\nevent: ready\ndata: \n\nid: e_2\ndata: 一\ndata: 二\n\n';
    const right = [
      { id: 'e_1', event: 'message', data: '{"a":1}' },
      { id: null, event: 'ready', data: '' },
      { id: 'e_2', event: 'message', data: '一\n二' },
    ];
    for (let step = 1; step <= wire.length; step += 1) {
      let rest = '';
      const events = [];
      for (let at = 0; at < wire.length; at += step) {
        const taken = takeEvents(rest + wire.slice(at, at + step));
        events.push(...taken.events);
        rest = taken.rest;
      }
      expect({ events, rest }).toEqual({ events: right, rest: '' });
    }
  });
});
