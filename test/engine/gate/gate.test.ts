import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readField } from '../../../src/engine/fields/registry.ts';
import { wanzhou } from '../../documents/forms.ts';

const around = { today: '2022-09-01', areaCode: '023' };
const fieldOf = (id: string) =>
  wanzhou.form.sections.flatMap(({ fields }) => fields).find(field => field.id === id)!;
const read = (file: string): string => readFileSync(join(import.meta.dirname, file), 'utf8');

const junk = read('junk.txt').trim().split('\n');
const values = z
  .record(z.string(), z.array(z.tuple([z.string(), z.string()])))
  .parse(parse(read('values.yaml')));
const worded = ['unitName', 'unitAddress', 'contactPerson', 'contactPhone', 'rdSituation', 'centerName'];

describe('what is said instead of a value', () => {
  it.each(junk)('%s is stored nowhere', text => {
    const stored = worded.filter(id => readField(fieldOf(id), text, around).ok);
    expect(stored).toEqual([]);
  });

  it.each(['无', '没有', '暂无'])('%s is an answer to prose and to nothing else', text => {
    expect(worded.filter(id => readField(fieldOf(id), text, around).ok)).toEqual(['rdSituation']);
  });
});

describe.each(Object.entries(values))('%s', (id, pairs) => {
  it.each(pairs)('reads %j as %j', (typed, value) => {
    expect(readField(fieldOf(id), typed, around)).toMatchObject({ ok: true, value });
  });
});

describe('what hardly is a value', () => {
  it.each([
    ['unitName', '三峡药业'],
    ['unitName', 'ABC'],
    ['unitAddress', '好吃的东坡肘子'],
    ['contactPerson', 'go back'],
    ['centerName', '省级科技进步奖1项。'],
    ['rdSituation', '这个由你们编'],
  ])('at %s %s is asked back, and taken when it is meant', (id, typed) => {
    expect(readField(fieldOf(id), typed, around)).toMatchObject({ ok: false });
    expect(readField(fieldOf(id), typed, { ...around, confirmed: true }).ok).toBe(true);
  });

  it('of two units none is taken', () => {
    expect(readField(fieldOf('unitName'), '甲样例有限公司、样例大学', around)).toMatchObject({
      ok: false,
      refusal: 'two-units',
      choices: ['甲样例有限公司', '样例大学'],
    });
  });

  it('what stands behind a unit’s name is no part of it', () => {
    expect(
      readField(fieldOf('unitName'), '甲样例有限公司，统一社会信用代码91500101MA5U000000', around),
    ).toMatchObject({
      ok: false,
      choices: ['甲样例有限公司', expect.any(String)],
    });
  });
});
