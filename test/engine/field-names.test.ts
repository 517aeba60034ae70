import { beforeAll, describe, expect, it } from 'vitest';
import { placeNames, rowNames } from '../../src/engine/field-names.ts';
import { fieldsNamed, namedRows } from '../../src/engine/review/typed-return.ts';
import { placeLabel, places } from '../../src/engine/walk.ts';
import type { Application } from '../../src/model/application.ts';
import type { Pack } from '../../src/model/pack/pack.ts';
import { noticeAt, wanzhouFolder, yunxiFolder } from '../support/packs.ts';

const packs: Pack[] = [];
beforeAll(async () => {
  for (const folder of [wanzhouFolder, yunxiFolder]) packs.push((await noticeAt(folder)).pack);
});

/** The form with two entries of every repeating group. */
const allPlaces = ({ form, eligibility }: Pack) =>
  places(form, {
    answers: {},
    skipped: [],
    openGroups: [],
    facts: Object.fromEntries(eligibility.facts.map(({ id }) => [id, true])),
    groups: Object.fromEntries(form.sections.filter(({ repeat }) => repeat).map(({ id }) => [id, 2])),
  });

const rowsOf = (pack: Pack) =>
  allPlaces(pack).map(place => ({
    field: place.id,
    section: place.section.title,
    label: placeLabel(place),
    value: 'x',
  }));

describe('the name of a field', () => {
  it('is one, for the applicant and for the office, in a full list and alone', () => {
    for (const pack of packs) {
      const all = placeNames(pack.form, allPlaces(pack));
      const rows = rowsOf(pack);
      expect(rowNames(pack.form, rows)).toEqual(all);
      for (const row of rows) expect(rowNames(pack.form, [row]).get(row.field)).toBe(all.get(row.field));
      for (const place of allPlaces(pack))
        expect(placeNames(pack.form, [place]).get(place.id)).toBe(all.get(place.id));
    }
  });

  it('is its own, and begins with what the form prints', () => {
    for (const pack of packs) {
      const all = placeNames(pack.form, allPlaces(pack));
      expect(new Set(all.values()).size).toBe(all.size);
      for (const { field, label } of rowsOf(pack)) expect(all.get(field)!.startsWith(label)).toBe(true);
    }
  });

  it('is what an officer may type, as the applicant was shown it', () => {
    const [pack] = packs;
    const rows = rowsOf(pack!);
    const application = { snapshots: [{ rows }] } as unknown as Application;
    for (const [field, name] of placeNames(pack!.form, allPlaces(pack!)))
      expect(fieldsNamed({ pack: pack! }, application, name).map(row => row.field)).toEqual([field]);
    expect(namedRows({ pack: pack! }, application).map(({ name }) => name)).toContain(
      '联系电话（单位联系电话）',
    );
  });

  it('of a line whose field the form has no more is its label and section', () => {
    const [pack] = packs;
    const gone = { field: 'gone', section: '旧表', label: '联系电话' };
    expect([...rowNames(pack!.form, [gone]).values()]).toEqual(['联系电话（旧表）']);
  });
});
