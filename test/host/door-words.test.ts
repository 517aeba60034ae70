import { describe, expect, it } from 'vitest';
import { encode } from '../../adapters/telegram/encode.ts';
import { commandOf } from '../../src/engine/commands.ts';
import { catalogue } from '../../src/engine/wording.ts';
import { commandWords } from '../../src/model/command-words.ts';
import { doorCatalogue, doorWords, doorWordsOf } from '../../src/model/door-wording.ts';
import { OutMessage } from '../../src/model/message.ts';

describe('what a channel itself says', () => {
  it('is part of the catalogue, so that wording.yaml may override it', () => {
    for (const key of Object.keys(doorCatalogue)) expect(catalogue).toHaveProperty([key]);
  });

  it('is said in the office’s own words where it has any', () => {
    const to = { channel: 'telegram', chat: '1', kind: 'private' as const };
    const message = OutMessage.parse({ key: 'k', to, blocks: [], choices: [{ token: 'a', label: '是' }] });
    expect(encode(message, doorWords)[0]!.text).toBe('请选择：');
    expect(encode(message, doorWordsOf({ 'door.choose': '请选一项' }))[0]!.text).toBe('请选一项');
  });

  it('fills its slots', () => {
    expect(doorWords('door.reply', { labels: '上一步、跳过' })).toBe('也可回复：上一步、跳过');
  });
});

it.each(Object.entries(commandWords))(
  'the menu word for %s is understood as that command',
  (command, word) => {
    expect(commandOf(word)).toBe(command);
  },
);
