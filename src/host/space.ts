/**
 * A space holds everything about one notice: sessions, applications, numbering, roster, audit. A rehearsal of the
 * notice is a space of its own, so its data is apart and can be wiped whole.
 */
export interface Space {
  readonly name: string;
  readonly pack: string;
  readonly rehearsal: string | null;
}

const SEPARATOR = '~';

export const spaceOf = (pack: string, rehearsal: string | null): Space => ({
  name: rehearsal === null ? pack : `${pack}${SEPARATOR}${rehearsal}`,
  pack,
  rehearsal,
});

export const parseSpace = (name: string): Space => {
  const at = name.indexOf(SEPARATOR);
  return at < 0 ? spaceOf(name, null) : spaceOf(name.slice(0, at), name.slice(at + 1));
};
