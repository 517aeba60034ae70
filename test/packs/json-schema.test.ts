import { describe, expect, it } from 'vitest';
import { type PackFileName, packJsonSchema, packSchemas } from '../../src/packs/json-schema.ts';
import { knownKeys } from '../../src/packs/known-keys.ts';
import { didYouMean, nearest } from '../../src/packs/suggest.ts';

describe('the JSON schema for authors', () => {
  it.each(Object.keys(packSchemas) as PackFileName[])('of %s is plain JSON about an object', name => {
    const schema = packJsonSchema(name);
    expect(schema.type).toBe('object');
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });

  it('does not ask for what has a default, and knows no other keys', () => {
    const schema = packJsonSchema('form.yaml');
    expect(schema.required).toEqual(expect.arrayContaining(['template', 'sections', 'consent']));
    expect(schema.required).not.toContain('checklist');
    expect(schema.additionalProperties).toBe(false);
  });
});

describe('the keys known at a place', () => {
  it.each([
    ['form.yaml', ['sections', 0, 'fields', 3, 'compose'], ['before', 'after', 'clause']],
    [
      'eligibility.yaml',
      ['criteria', 0, 'require', 'all', 1, 'not'],
      ['fact', 'is', 'in', 'atLeast', 'atMost', 'before', 'within', 'all', 'any', 'not'],
    ],
    ['form.yaml', ['sections', 0, 'fields', 0, 'from', 'map', '企业'], ['value', 'note']],
    ['pack.yaml', ['nowhere', 1], []],
  ] as const)('of %s at %j are %j', (file, path, keys) => {
    expect(knownKeys(packJsonSchema(file), path)).toEqual(keys);
  });
});

describe('a suggestion', () => {
  it.each([
    ['lable', 'label'],
    ['requird', 'required'],
    ['Clause', 'clause'],
    ['xyz', null],
  ])('for %s is %s', (word, meant) => {
    expect(nearest(word, ['label', 'required', 'clause'])).toBe(meant);
  });

  it('lists what there is when nothing is near, and says so when there is nothing', () => {
    expect(didYouMean('xyz', ['label', 'clause'])).toBe('可用的有：label、clause');
    expect(didYouMean('xyz', [])).toContain('没有');
  });
});
