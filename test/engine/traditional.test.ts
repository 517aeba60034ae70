import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Converter } from 'opencc-js/cn2t';
import { describe, expect, it } from 'vitest';
import { commandNames, commandOf } from '../../src/engine/commands.ts';
import { matchOption } from '../../src/engine/fields/choice.ts';
import { readField } from '../../src/engine/fields/registry.ts';
import { fold } from '../../src/engine/text.ts';
import type { Pack } from '../../src/model/pack/pack.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

const fixtures = join(import.meta.dirname, '../fixtures/packs');
const packs = [wanzhouFolder, ...readdirSync(fixtures).map(name => join(fixtures, name))];

/** As people write in Taiwan, in Hong Kong, and where the table stands for neither. */
const scripts = (['tw', 'hk', 't'] as const).map(to => Converter({ from: 'cn', to }));
/** Of names in one script, those that do not mean the same in the others. */
const lost = (names: readonly string[], mean: (name: string) => unknown): string[] =>
  names.flatMap(name => scripts.map(script => script(name)).filter(other => mean(other) !== mean(name)));

const fieldsOf = ({ form }: Pack) => form.sections.flatMap(({ fields }) => fields);

describe('traditional characters', () => {
  it('are commands', () => {
    expect(commandNames.length).toBeGreaterThan(100);
    expect(lost(commandNames, commandOf)).toEqual([]);
  });

  it.each(packs)('are options, labels and fixed names in %s', async folder => {
    const { pack } = await noticeAt(folder);
    const lists = [
      ...fieldsOf(pack).flatMap(({ options }) => (options ? [options] : [])),
      ...pack.eligibility.facts.flatMap(({ options }) => (options ? [options] : [])),
    ];
    for (const options of lists)
      expect(
        lost(
          options.flatMap(({ value, aliases }) => [value, ...aliases]),
          name => matchOption(options, name),
        ),
      ).toEqual([]);
    expect(
      lost(
        fieldsOf(pack).flatMap(({ label, aliases }) => [label, ...aliases]),
        fold,
      ),
    ).toEqual([]);
    for (const field of fieldsOf(pack)) {
      if (!field.compose) continue;
      const whole = `${field.compose.before}智能装备${field.compose.after}`;
      const value = (name: string): unknown =>
        readField(field, name, { today: '2022-09-01', areaCode: null });
      expect(scripts.map(script => value(script(whole)))).toMatchObject(
        scripts.map(() => ({ ok: true, value: whole })),
      );
    }
  });
});
