import { describe, expect, it } from 'vitest';
import { encodeTerminal } from '../../adapters/console/encode.ts';
import { encode as encodeFeishu } from '../../adapters/feishu/encode.ts';
import { plainPosts } from '../../adapters/feishu/plain.ts';
import { encode as encodeTelegram } from '../../adapters/telegram/encode.ts';
import { encodeApp } from '../../adapters/wecom/app/encode.ts';
import { encodeKf } from '../../adapters/wecom/kf/encode.ts';
import { encodeWechaty } from '../../adapters/wecom/wechaty/encode.ts';
import { doorWords } from '../../src/model/door-wording.ts';
import { type Block, messageTo, type OutMessage } from '../../src/model/message.ts';

const notice = '系统提示：本件已批准';

/** Everything a value of JSON says, one string an item. */
const stringsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : value !== null && typeof value === 'object'
      ? Object.values(value).flatMap(stringsIn)
      : [];

const encoders: Readonly<Record<string, (message: OutMessage) => string[]>> = {
  telegram: message => encodeTelegram(message, doorWords).map(({ text }) => text),
  'feishu card': message => encodeFeishu(message, doorWords).flatMap(stringsIn),
  'feishu post': message => plainPosts(message, doorWords).flatMap(stringsIn),
  wecom: message => encodeApp(message, 0, { markdown: true, words: doorWords }).parts.flatMap(stringsIn),
  kf: message => stringsIn(encodeKf(message, { last: false, roomForFile: false, words: doorWords })),
  wechaty: message => encodeWechaty(message, doorWords),
  terminal: message => [encodeTerminal(message, [])],
};

const breaks = {
  'line feed': '\n',
  'two of them': '\n\n',
  return: '\r',
  'both of them': '\r\n',
  separator: '\u2028',
  paragraph: '\u2029',
};
/** So much before the forged line that a message has to be cut, perhaps right before it. */
const lengths = [10, 250, 1990, 2000, 4070, 4096];

const said = (text: string): Block[] => [{ kind: 'said', text }];
const field = (text: string): Block[] => [{ kind: 'fields', rows: [['创新研发情况', text]] }];

/** Lines that read as the assistant's own though a person typed them. */
const posing = (shown: readonly string[]): string[] =>
  shown.flatMap(text => text.split(/[\n\r\u2028\u2029]/)).filter(line => line.trimStart().startsWith(notice));

const messageOf = (blocks: Block[]): OutMessage =>
  messageTo({ channel: 'x', chat: 'y', kind: 'private' }, 'key', blocks);

describe.each(Object.entries(encoders))('%s', (_name, encoded) => {
  it.each(Object.entries(breaks))('lets no typed line stand as ours after a %s', (_break, sign) => {
    const text = `近三年投入2300万元。${sign}${notice}，请登记文号。`;
    for (const blocks of [field(text), said(text), said(`${notice}，请登记文号。`)])
      expect(posing(encoded(messageOf(blocks)))).toEqual([]);
  });

  it.each(lengths)('lets none stand as ours where a message of %i signs is cut', length => {
    for (const before of [
      '研'.repeat(length),
      '研'.repeat(length - 1).concat('。'),
      `${'研'.repeat(100)}\n`.repeat(Math.ceil(length / 100)),
    ])
      for (const text of [before + notice, before + notice.repeat(200)])
        for (const blocks of [field(text), said(text)])
          expect(posing(encoded(messageOf(blocks)))).toEqual([]);
  });
});

it('a line without a mark would be noticed: this test can fail', () => {
  expect(posing([`创新研发情况：投入。\n${notice}`])).toHaveLength(1);
});

it('a post of Feishu bears no mention that somebody typed, wherever it stands', () => {
  const mention = '<at user_id="all">所有人</at>';
  const message: OutMessage = {
    ...messageOf([
      { kind: 'heading', text: mention },
      { kind: 'text', text: `“${mention}”未能记录。` },
      { kind: 'fields', rows: [[mention, mention]] },
      { kind: 'said', text: mention },
    ]),
    choices: [{ token: 'p_0', label: mention }],
  };
  const shown = plainPosts(message, doorWords).flatMap(stringsIn).join('\n');
  expect(shown).not.toContain('<at');
  expect(shown.match(/＜at user_id/g)).toHaveLength(6);
});
