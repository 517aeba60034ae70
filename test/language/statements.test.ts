import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { understand } from '../../src/engine/understand/understand.ts';
import type { Pack } from '../../src/model/pack/pack.ts';
import { noticeAt, wanzhouFolder, yunxiFolder } from '../support/packs.ts';

interface Statement {
  readonly text: string;
  readonly pack?: 'yunxi' | 'shanwei';
  readonly asks?: string | null;
  readonly facts?: Record<string, unknown>;
  readonly fields?: Record<string, string>;
  readonly action?: string | null;
}

const statements = readFileSync(new URL('statements.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as Statement);

const shanweiFolder = new URL('../fixtures/packs/shanwei-2021-voucher', import.meta.url).pathname;

let packs: Record<'wanzhou' | 'yunxi' | 'shanwei', Pack>;
beforeAll(async () => {
  packs = {
    wanzhou: (await noticeAt(wanzhouFolder)).pack,
    yunxi: (await noticeAt(yunxiFolder)).pack,
    shanwei: (await noticeAt(shanweiFolder)).pack,
  };
});

const readIn = ({ text, pack, asks }: Statement) => {
  const [kind, id] = asks?.split(':') ?? [];
  const open = kind === 'fact' || kind === 'field' ? { kind, id: id! } : null;
  return understand(packs[pack ?? 'wanzhou'], text, open as Parameters<typeof understand>[2], '2022-09-01');
};

describe('what people say', () => {
  it.each(statements.map(each => [`${each.text} (${each.asks ?? ''})`, each] as const))(
    '%s',
    (_name, each) => {
      const { facts, fields, action } = readIn(each);
      if (each.facts)
        expect(Object.fromEntries(facts.map(({ fact, value }) => [fact, value]))).toEqual(each.facts);
      if (each.fields)
        expect(Object.fromEntries(fields.map(({ place, value }) => [place, value]))).toEqual(each.fields);
      if (each.action !== undefined) expect(action).toBe(each.action);
    },
  );

  it('comes with the words it was read from, in the text as typed', () => {
    for (const each of statements) {
      const { facts, fields } = readIn(each);
      for (const { start, end, words } of [...facts, ...fields])
        expect(each.text.slice(start, end)).toBe(words);
    }
  });
});

describe('hostile texts', () => {
  it.each([
    '没',
    '不是',
    '我们',
    '（',
    '，',
    '啊',
    '是不是',
    '0',
    '1.',
    '在',
    '第一',
    '公司',
    '路1号',
    '联系人',
    'a@',
    '年',
    ' ',
    '没有，',
    '和、',
    '张',
  ])('of %s, 4,000 characters long, are read to an end', piece => {
    const text = piece.repeat(Math.ceil(4_000 / piece.length));
    expect(readIn({ text }).reading.text.length).toBeLessThanOrEqual(4_000);
  });
});
