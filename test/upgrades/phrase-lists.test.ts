import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readFact } from '../../src/engine/understand/understand.ts';
import { Eligibility } from '../../src/model/pack/eligibility.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

// The content of packs written before the program knew the language; conversations under way are pinned to such versions.
const eligibility = Eligibility.parse(
  parse(readFileSync(new URL('phrase-lists/eligibility.yaml', import.meta.url), 'utf8')),
);
const pack = { ...(await noticeAt(wanzhouFolder)).pack, eligibility };
const read = (fact: string, text: string) => readFact(pack, fact, text, '2022-09-01');

describe('a pack with lists of yes and no', () => {
  it('opens, and an answer is read as its lists say', () => {
    for (const { id, yes, no } of eligibility.facts) {
      expect([id, yes.filter(phrase => read(id, phrase) !== true)]).toEqual([id, []]);
      expect([id, no.filter(phrase => read(id, phrase) !== false)]).toEqual([id, []]);
    }
  });

  it('takes plain answers, doubt and options as ever', () => {
    expect(read('safetyAccident3y', '没有')).toBe(false);
    expect(read('aboveScale', '不清楚')).toBeNull();
    expect(read('unitType', '我们是医院')).toBe('医疗卫生单位');
    expect(read('registeredInWanzhou', '是不是要看执照')).toBeUndefined();
  });
});
