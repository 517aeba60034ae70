import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/engine/wording.ts';
import { FileRefusal } from '../../src/model/file.ts';
import type { Pack } from '../../src/model/pack/pack.ts';
import { docm, docx, ole } from '../documents/archives.ts';
import { Conversation } from '../support/conversation.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

let pack: Pack;
beforeAll(async () => {
  pack = (await noticeAt(wanzhouFolder)).pack;
});

const helps: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ['a document with macros', docm(), /宏.*另存为/],
  ['a document with a password', ole(['Root Entry', 'EncryptedPackage']), /密码.*去掉/],
  ['a document cut short', docx().subarray(0, 300), /损坏/],
  ['nothing', new Uint8Array(0), /空的/],
  [
    'a bomb dressed as a document',
    docx({ name: 'word/media/a', data: new Uint8Array(60_000_000) }),
    /展开后过大/,
  ],
  ['a program', Buffer.from([0x4d, 0x5a, 0x90, 0, 3]), /请发送 Word/],
];

describe('a file that cannot be taken', () => {
  it.each(helps)('%s: the person reads what to do', async (_, content, sentence) => {
    const chat = await Conversation.open({ pack, now: '2022-09-01' });
    try {
      expect((await chat.file(content, '申请书.docx')).text).toMatch(sentence);
    } finally {
      await chat.close();
    }
  });

  it('has a sentence of its own for every reason, and only a lost one is asked for again unchanged', () => {
    const sentences = Object.entries(catalogue).filter(([key]) =>
      FileRefusal.options.some(
        reason => key === `file.${reason.replace(/-(.)/g, (_, c) => c.toUpperCase())}`,
      ),
    );
    expect(sentences).toHaveLength(FileRefusal.options.length);
    expect(new Set(sentences.map(([, sentence]) => sentence)).size).toBe(sentences.length);
  });
});
