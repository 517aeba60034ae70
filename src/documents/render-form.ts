import Docxtemplater from 'docxtemplater';
import PizZip from 'pizzip';
import { SEVERAL } from '../model/pack/field-kinds.ts';
import { entryTag, tagDelimiters } from '../model/pack/template-tags.ts';
import type { FormData } from './form-data.ts';

/** What docxtemplater says of the tag that is read; `loop`: it opens a section. */
interface Reading {
  readonly meta: { readonly part: { readonly module: string } };
}

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

/** Around the place of a value in a traced form: characters for private use, which no font shows and no office types. */
const traceStart = '\ue000';
const traceEnd = '\ue001';

/** Place id of the fields in a scope: an entry of a group knows which it is. */
const placesOf = Symbol('places');

type Trace = (scope: Exclude<Scope, string>, field: string) => string;
const untraced: Trace = () => '';

/** What stands before a value so that whoever draws the form finds the cell of a field; nothing before anything else. */
const tracing =
  (data: FormData): Trace =>
  (scope, field) => {
    const of = (scope as { readonly [placesOf]?: string })[placesOf];
    // `group.2.field` is printed for the place `group.1.field`.
    const [, group, entry, name] = /^([^.]+)\.(\d+)\.([^.]+)$/u.exec(field) ?? [];
    if (of === undefined && group !== undefined && Object.hasOwn(data.groups, group))
      return `${traceStart}${group}.${Number(entry) - 1}.${name}${traceEnd}`;
    if (of === undefined) return Object.hasOwn(data.values, field) ? `${traceStart}${field}${traceEnd}` : '';
    return field === 'n' ? '' : `${traceStart}${of}.${field}${traceEnd}`;
  };

/**
 * The field and the option of a box tag: `field.option`, or `group.2.field.option` where a form prints a place for each
 * entry; an option may hold a point.
 */
const boxOf = (
  scope: Exclude<Scope, string>,
  parts: readonly string[],
): { readonly key: string; readonly value: string; readonly option: string } | undefined => {
  for (const length of [1, 3]) {
    const key = parts.slice(0, length).join('.');
    const value = own(scope, key);
    if (typeof value === 'string') return { key, value, option: parts.slice(length).join('.') };
  }
  return undefined;
};

/**
 * Reads one tag of the language described at `templateTags`. Only own properties are ever looked up, so no tag can
 * reach a prototype or run code.
 */
const readTag = (tag: string, scope: Scope, isSection: boolean, trace: Trace): unknown => {
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
      return typeof value === 'string' ? `${trace(scope, field)}${value}`.split('\n') : undefined;
    case 'box': {
      const box = boxOf(scope, [field, ...rest]);
      return box && `${trace(scope, box.key)}${chosen(box.value, box.option) ? '☑' : '☐'}`;
    }
    case 'pairs':
      return Array.isArray(value) ? pairsOf(value) : undefined;
    default: {
      const printed = own(scope, tag);
      return typeof printed === 'string' && !isSection ? `${trace(scope, tag)}${printed}` : printed;
    }
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
 * refused it before. `traced`: before each value stands its place id, for a preview that finds its cells; never for people.
 */
export const renderForm = (template: Uint8Array, data: FormData, traced = false): Uint8Array => {
  const trace = traced ? tracing(data) : untraced;
  const document = new Docxtemplater(new PizZip(template), {
    delimiters: tagDelimiters,
    paragraphLoop: true,
    linebreaks: true,
    errorLogging: false,
    stripInvalidXMLChars: true,
    nullGetter: () => '',
    parser: tag => ({
      get: (scope: Scope, { meta }: Reading) =>
        readTag(tag.trim(), scope, meta.part.module === 'loop', trace),
    }),
  });
  const groups = Object.entries(data.groups).map(([id, entries]) => [
    id,
    entries.map((entry, index) => ({ ...entry, n: `${index + 1}`, [placesOf]: `${id}.${index}` })),
  ]);
  const entries = Object.entries(data.groups).flatMap(([id, list]) =>
    list.flatMap((entry, index) =>
      Object.entries(entry).map(([field, value]) => [entryTag(id, index + 1, field), value] as const),
    ),
  );
  document.render({
    ...data.values,
    ...Object.fromEntries([...groups, ...entries]),
    mark: data.mark,
  });
  return pack(document.getZip());
};
