import { describe, expect, it } from 'vitest';
import { encode as feishu } from '../../adapters/feishu/encode.ts';
import { encode as telegram } from '../../adapters/telegram/encode.ts';
import { encodeApp } from '../../adapters/wecom/app/encode.ts';
import { encodeWechaty } from '../../adapters/wecom/wechaty/encode.ts';
import { splitText } from '../../src/host/text-split.ts';
import { doorWords } from '../../src/model/door-wording.ts';
import type { OutMessage } from '../../src/model/message.ts';

/** What a person may have written, at its longest and oddest. */
const LENGTH = 20_000;
const repeated = (unit: string): string => unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH);
const texts: Readonly<Record<string, string>> = Object.fromEntries(
  [
    '我',
    ' ',
    '\n',
    '\t',
    '　',
    '_',
    '1',
    '1-',
    'a@',
    'a.',
    '<',
    '<  ',
    '》',
    '：',
    '☑',
    '年',
    '👨‍👩‍👧',
    'a\u0301',
    'ش',
    '\u0001',
  ].map(unit => [JSON.stringify(unit), `a${repeated(unit)}b`]),
);

const messageOf = (text: string): OutMessage => ({
  key: 'k',
  to: { channel: 'x', chat: 'y', kind: 'private' },
  blocks: [
    { kind: 'said', text },
    { kind: 'fields', rows: [['标签', text]] },
  ],
  choices: [],
  files: [],
  prompt: null,
});

const encoders: Readonly<Record<string, (text: string) => unknown>> = {
  telegram: text => telegram(messageOf(text), doorWords),
  feishu: text => feishu(messageOf(text), doorWords),
  wecom: text => encodeApp(messageOf(text), 0, { markdown: true, words: doorWords }),
  wechaty: text => encodeWechaty(messageOf(text), doorWords),
  splitting: text => splitText(text, 2000, 'bytes'),
};

/** Processor time of this thread, milliseconds: a busy machine adds nothing. */
const timeOf = (work: () => unknown): number => {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
};

describe.each(Object.entries(encoders))('what a person wrote, for %s', (_, encode) => {
  it('is encoded in time in proportion to it, whatever it is', () => {
    encode(repeated('我'));
    const slow = Object.entries(texts).filter(([, text]) => timeOf(() => encode(text)) > 300);
    expect(slow.map(([unit]) => unit)).toEqual([]);
  });
});
