/*
 * Replies of our own scripts: nested lists of texts. They are checked by hand, because they are the hottest path of the
 * store and their shape is fixed by the scripts; anything else means that another version's script ran.
 */

const refuse = (reply: unknown): never => {
  throw new TypeError(`not a reply of our scripts: ${typeof reply}`);
};

export const listOf = (reply: unknown): readonly unknown[] => (Array.isArray(reply) ? reply : refuse(reply));

const text = (reply: unknown): string =>
  typeof reply === 'string' ? reply : typeof reply === 'number' ? String(reply) : refuse(reply);

export const textsOf = (reply: unknown): string[] => listOf(reply).map(text);

/** HGETALL inside a script is a flat list of fields and values. */
export const fieldsOf = (reply: unknown): Map<string, string> => {
  const flat = listOf(reply);
  const map = new Map<string, string>();
  for (let i = 0; i + 1 < flat.length; i += 2) map.set(text(flat[i]), text(flat[i + 1]));
  return map;
};

export const pairsOf = (flat: readonly unknown[]): (readonly [unknown, unknown])[] =>
  Array.from({ length: flat.length / 2 }, (_, index) => [flat[2 * index], flat[2 * index + 1]]);

/** Pairs of a name and a flat list. */
const namedOf = (reply: unknown): [string, string[]][] =>
  listOf(reply).map(pair => {
    const [name, flat] = listOf(pair);
    return [text(name), textsOf(flat)];
  });

export const loadOf = (reply: unknown) => {
  const [head, length, ...records] = listOf(reply);
  return { head: text(head), length: Number(text(length)), records };
};

export const dumpOf = (reply: unknown) => {
  const [meta, records, lists, open, dead, audit, marks, mark] = listOf(reply);
  return {
    meta: textsOf(meta),
    records: namedOf(records),
    lists: namedOf(lists),
    open: namedOf(open),
    dead: namedOf(dead),
    audit: textsOf(audit),
    marks: textsOf(marks),
    replies: fieldsOf(mark),
  };
};

export const grouped = (flat: readonly string[], size: number): string[][] => {
  const groups: string[][] = [];
  for (let i = 0; i < flat.length; i += size) groups.push(flat.slice(i, i + size));
  return groups;
};
