import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  conditionExamples,
  formConditionExamples,
  keysOf,
  manual,
  wordsFor,
} from '../../src/authoring/manual.ts';
import { keyWords, sharedWords } from '../../src/authoring/manual-words.ts';
import { Condition, FormCondition } from '../../src/model/pack/eligibility.ts';
import { type PackFileName, packSchemas } from '../../src/packs/json-schema.ts';

const files = Object.keys(packSchemas) as PackFileName[];

describe("the author's manual", () => {
  it('is what the schemas say today (npm run docs:authoring)', async () => {
    expect(await readFile(new URL('../../docs/authoring.zh-CN.md', import.meta.url), 'utf8')).toBe(manual());
  });

  it.each(files)('explains every key of %s, and none that is not there', file => {
    const keys = keysOf(file).map(({ path }) => path);
    expect(keys.filter(path => wordsFor(file, path) === undefined)).toEqual([]);
    expect(Object.keys(keyWords[file]).filter(path => !keys.includes(path))).toEqual([]);
  });

  it('has no shared word that nothing uses', () => {
    const last = new Set(files.flatMap(file => keysOf(file).map(({ path }) => path.split('.').at(-1)!)));
    expect(Object.keys(sharedWords).filter(key => !last.has(key))).toEqual([]);
  });

  it.each(conditionExamples)('%s can be written', yaml => {
    expect(Condition.safeParse(parse(yaml)).success).toBe(true);
  });

  it.each(formConditionExamples)('%s can be written of a field', yaml => {
    expect(FormCondition.safeParse(parse(yaml)).success).toBe(true);
    expect(Condition.safeParse(parse(yaml)).success).toBe(false);
  });
});
