import { beforeAll, describe, expect, it } from 'vitest';
import { understand } from '../../src/engine/understand/understand.ts';
import type { Pack } from '../../src/model/pack/pack.ts';
import { listPacks } from '../../src/packs/load.ts';
import { noticeAt } from '../support/packs.ts';
import { expectedOf, framesOf, phrasesOf } from './frames.ts';

const roots = ['conversations', 'test/fixtures/packs'].map(
  name => new URL(`../../${name}`, import.meta.url).pathname,
);
let packs: Pack[];
beforeAll(async () => {
  const folders = (await Promise.all(roots.map(listPacks))).flat();
  packs = await Promise.all(folders.map(async folder => (await noticeAt(folder)).pack));
});

const today = '2022-09-01';

type Read = (pack: Pack, text: string, fact: string) => boolean | null | string | number | undefined;

const real: Read = (pack, text, fact) =>
  understand(pack, text, null, today).facts.find(read => read.fact === fact)?.value;

/** Frames × facts × nouns: what is read wrongly. */
const failures = (read: Read): string[] =>
  packs.flatMap(pack =>
    pack.eligibility.facts.flatMap(fact =>
      fact.type !== 'boolean'
        ? []
        : fact.nouns.flatMap(noun => {
            const phrases = phrasesOf(fact, noun);
            return framesOf(phrases.kind).flatMap(([name, say, sense]) => {
              const text = say(phrases);
              const got = read(pack, text, fact.id);
              return got === expectedOf(sense, fact) ? [] : [`${fact.id} · ${name} · ${text} → ${got}`];
            });
          }),
    ),
  );

describe('frames of speech × facts of all packs', () => {
  it('are at least sixty for every kind of fact', () => {
    for (const kind of ['is', 'has', 'happened', 'located', 'done'] as const)
      expect(framesOf(kind).length).toBeGreaterThanOrEqual(60);
  });

  it('are all read right', () => {
    expect(failures(real)).toEqual([]);
  });

  // Deliberately wrong readers: the frames must find each of them out.
  it.each<[string, Read, string]>([
    [
      'denies whatever has 不 or 没 in it, and affirms the rest',
      (_pack, text) => !/[不没未无]/u.test(text),
      'maybe',
    ],
    [
      'does not see whose it is',
      (pack, text, fact) =>
        real(pack, text.replace(/合作单位|我们的母公司|子公司|别人家|朋友的公司/u, '我们'), fact),
      'another has it',
    ],
    [
      'does not see questions',
      (pack, text, fact) => real(pack, text.replace(/[吗？?]/gu, ''), fact),
      'is it so',
    ],
    [
      'does not see conditions',
      (pack, text, fact) => real(pack, text.replace(/如果|要是|假如|的话/gu, ''), fact),
      'hypothesis',
    ],
    [
      'takes a plan for the thing',
      (pack, text, fact) => real(pack, text.replace(/还在办|正在申请|正在弄|打算弄/u, '有了'), fact),
      'under way',
    ],
  ])('find out a reader that %s', (_name, read, frame) => {
    expect(failures(read).filter(line => line.includes(` · ${frame} · `)).length).toBeGreaterThan(0);
  });
});
