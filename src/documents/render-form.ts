import Docxtemplater from 'docxtemplater';
import PizZip from 'pizzip';
import { SEVERAL } from '../model/pack/field-kinds.ts';
import { tagDelimiters } from '../model/pack/template-tags.ts';
import type { FormData } from './form-data.ts';

type Scope = string | Readonly<Record<string, unknown>>;

const own = (scope: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(scope, key) ? scope[key] : undefined;

const pairsOf = (entries: readonly unknown[]) =>
  Array.from({ length: Math.ceil(entries.length / 2) }, (_, pair) => ({
    left: `${2 * pair + 1}`,
    right: 2 * pair + 2 <= entries.length ? `${2 * pair + 2}` : '',
  }));

/** One of the options an answer names; most answers name one. */
const chosen = (value: string, option: string): boolean =>
  value === option || value.split(SEVERAL).includes(option);

/**
 * Reads one tag of the language described at `templateTags`. Only own properties are ever looked up, so no tag can
 * reach a prototype or run code.
 */
const readTag = (tag: string, scope: Scope): unknown => {
  if (tag === '.') {
    return scope;
  }
  if (typeof scope === 'string') {
    return undefined;
  }
  const [prefix, field = '', ...rest] = tag.split('.');
  const value = own(scope, field);
  switch (prefix) {
    case 'lines':
      return typeof value === 'string' ? value.split('\n') : undefined;
    case 'box':
      return typeof value === 'string' ? (chosen(value, rest.join('.')) ? '☑' : '☐') : undefined;
    case 'pairs':
      return Array.isArray(value) ? pairsOf(value) : undefined;
    default:
      return own(scope, tag);
  }
};

/** The same input gives the same bytes: every entry carries the oldest moment a zip can express. */
const pack = (zip: PizZip): Uint8Array => {
  for (const entry of Object.values(zip.files)) {
    entry.date = new Date(1980, 0, 1);
  }
  return zip.generate({ type: 'uint8array', compression: 'DEFLATE' });
};

/**
 * The office's form, filled. Pure: the bytes depend on the arguments alone. Answers are written as text and never read
 * as tags. A template that uses unknown tags prints nothing there; a broken one throws, because the pack lint has
 * refused it before.
 */
export const renderForm = (template: Uint8Array, data: FormData): Uint8Array => {
  const document = new Docxtemplater(new PizZip(template), {
    delimiters: tagDelimiters,
    paragraphLoop: true,
    linebreaks: true,
    errorLogging: false,
    stripInvalidXMLChars: true,
    nullGetter: () => '',
    parser: tag => ({ get: (scope: Scope) => readTag(tag.trim(), scope) }),
  });
  const groups = Object.entries(data.groups).map(([id, entries]) => [
    id,
    entries.map((entry, index) => ({ ...entry, n: `${index + 1}` })),
  ]);
  document.render({ ...data.values, ...Object.fromEntries(groups), mark: data.mark });
  return pack(document.getZip());
};
