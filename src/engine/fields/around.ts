import type { Pack } from '../../model/pack/pack.ts';
import type { Context } from '../context.ts';
import type { Place } from '../walk.ts';
import type { Surroundings } from './value.ts';

/** The area code all the office's contacts share (`023`); null where they differ or have none. */
const areaOf = (phones: readonly string[]): string | null => {
  const codes = new Set(phones.map(phone => /^(0\d{2,3})-/.exec(phone)?.[1] ?? null));
  return codes.size === 1 ? [...codes][0]! : null;
};

/** What the gate may know when it reads for a place. Partners in a repeating block may sit anywhere: no area is theirs. */
export const surroundings = (
  pack: Pick<Pack, 'contacts'>,
  today: string,
  entry: number | null,
): Surroundings => ({
  today,
  areaCode: entry === null ? areaOf(pack.contacts.sections.flatMap(({ phone }) => phone ?? [])) : null,
});

export const around = ({ pack, now }: Context, place: Place): Surroundings =>
  surroundings(pack, now.date, place.entry);
