import { z } from 'zod';

/** Replies of our own scripts: nested lists of texts. Anything else means another version's script ran. */
const text = z.union([z.string(), z.number().transform(String)]);
const texts = z.array(text);

/** HGETALL inside a script is a flat list of fields and values. */
export const fieldsOf = (flat: readonly string[]): Map<string, string> => {
  const map = new Map<string, string>();
  for (let i = 0; i + 1 < flat.length; i += 2) map.set(flat[i]!, flat[i + 1]!);
  return map;
};

export const Texts = texts;

export const LoadReply = z.tuple([text, text]).rest(texts);

const named = z.array(z.tuple([text, texts]));
export const DumpReply = z.tuple([texts, named, named, named, named, texts, texts, texts]);

export const grouped = (flat: readonly string[], size: number): string[][] => {
  const groups: string[][] = [];
  for (let i = 0; i < flat.length; i += size) groups.push(flat.slice(i, i + size));
  return groups;
};
