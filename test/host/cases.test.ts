import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decode as decodeFeishu } from '../../adapters/feishu/decode.ts';
import { decode as decodeTelegram } from '../../adapters/telegram/decode.ts';
import { Update } from '../../adapters/telegram/update.ts';
import { decodeKf, KfMessage } from '../../adapters/wecom/kf/decode.ts';

/* Messages from public reports that people sent and got no answer to. */
const folder = new URL('../fixtures/cases/', import.meta.url);
const inputs = (name: string): [string, unknown][] =>
  readdirSync(new URL(`${name}/`, folder))
    .sort()
    .map(file => [file, JSON.parse(readFileSync(new URL(`${name}/${file}`, folder), 'utf8'))]);

const feishu = (body: unknown) => {
  const decoded = decodeFeishu(body, 'cli_x', 'ou_bot');
  return Array.isArray(decoded)
    ? decoded.map(item => (item.kind === 'event' ? item.event.body : item.kind))
    : decoded.reason;
};
const telegram = (update: unknown) => {
  const options = { identity: { id: 1, username: 'SBBot' }, refusePersonalData: false, now: 0 };
  const decoded = decodeTelegram(Update.parse(update), options);
  return decoded.kind === 'event' ? decoded.event.body : decoded.kind;
};

it.each(inputs('15-feishu-post-locale-wrapper'))('a post in several languages is read: %s', (_, body) => {
  expect(feishu(body)).toEqual([{ kind: 'text', text: '单位名称：样例公司' }]);
});

it('a private message that is empty, a file without a name, a video in a post: each is answered', () => {
  expect(inputs('15b-feishu-empty-content').map(([, body]) => feishu(body))).toEqual([
    [{ kind: 'text', text: '' }],
    [{ kind: 'text', text: '' }],
    ['file'],
    [{ kind: 'unread', what: 'video' }],
  ]);
});

it('a dice, a poll and a story are answered', () => {
  expect(inputs('16-telegram-silent-kinds').map(([, update]) => telegram(update))).toEqual(
    ['dice', 'poll', 'story'].map(what => ({ kind: 'unread', what })),
  );
});

it('an edit and a recall reach the conversation', () => {
  const named = Object.fromEntries(inputs('17-edited-or-recalled-answer'));
  expect(feishu(named['feishu-recalled.json'])).toEqual(['recall']);
  expect(telegram(named['tg-edited.json'])).toEqual({ kind: 'edited', text: '13900000000' });
  expect(decodeKf(KfMessage.parse(named['kf-recall.json']))).toMatchObject({
    kind: 'event',
    event: { message: 'm0', body: { kind: 'recalled' } },
  });
});
