import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PackFileName, packSchemas } from '../../src/packs/json-schema.ts';
import { checkSchema } from '../../src/packs/schema-issues.ts';
import { parseYaml } from '../../src/packs/yaml-source.ts';

const base = new URL('../fixtures/packs/yunxi-workshop-2026/', import.meta.url);
const names = (Object.keys(packSchemas) as PackFileName[]).filter(
  name => !['wording.yaml', 'retention.yaml', 'signoff.yaml'].includes(name),
);
const texts = new Map<PackFileName, string>();
for (const name of names) texts.set(name, await readFile(new URL(name, base), 'utf8'));

const slips = [
  '',
  ':',
  ': ',
  '"',
  "'",
  '[',
  ']',
  '{',
  '}',
  '\t',
  '\n',
  '- ',
  '*a',
  '&a ',
  '!x ',
  '# ',
  '---\n',
  '0',
  '\u0000',
  '\ud800',
];

/** A file with some stretches replaced, as a slip of the hand would. */
const slipped = (text: string) =>
  fc
    .array(fc.record({ at: fc.nat(text.length), length: fc.nat(6), by: fc.constantFrom(...slips) }), {
      minLength: 1,
      maxLength: 3,
    })
    .map(edits => edits.reduce((t, { at, length, by }) => t.slice(0, at) + by + t.slice(at + length), text));

describe('whatever an author mistypes', () => {
  it.each(names)('%s is read, or refused with at least one placed finding', name => {
    fc.assert(
      fc.property(slipped(texts.get(name)!), text => {
        const lines = text.split('\n').length;
        const { source, findings } = parseYaml(name, text);
        const checked = source ? checkSchema(name, source) : { findings };
        if ('value' in checked) return;
        expect(checked.findings.length).toBeGreaterThan(0);
        for (const { at, message, hint } of checked.findings) {
          expect(at!.line).toBeGreaterThan(0);
          expect(at!.line).toBeLessThanOrEqual(lines);
          expect(`${message}${hint}`).not.toMatch(/undefined|\[object|NaN/);
        }
      }),
      { numRuns: 60 },
    );
  });
});
