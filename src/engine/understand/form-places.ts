import type { ValueKind } from '../../language/reading.ts';
import { traitsOf } from '../../model/pack/field-kinds.ts';
import type { Field, Form, FormSection } from '../../model/pack/form.ts';
import { fold } from '../text.ts';

/** A place of the form as a message may name it. */
export interface FormPlace {
  /** `unitName`, or `partners.0.name`. */
  readonly id: string;
  readonly field: Field;
  readonly section: FormSection;
  /** 0-based entry of a repeating block. */
  readonly entry: number | null;
}

/** What a value looks like, by what its field is called and of what kind it is. */
export type Role =
  | 'organisation'
  | 'address'
  | 'person'
  | 'phone'
  | 'date'
  | 'email'
  | 'choice'
  | 'prose'
  | 'words';

export const roleOf = ({ kind, label, aliases }: Field): Role => {
  if (kind === 'person' || kind === 'phone' || kind === 'date' || kind === 'email' || kind === 'choice')
    return kind;
  if (kind === 'paragraph') return 'prose';
  if (kind === 'composed') return 'words';
  const names = [label, ...aliases];
  if (names.some(name => name.endsWith('地址') || name.endsWith('住所'))) return 'address';
  if (names.some(name => /(?:单位|公司|企业|机构|医院|学校)(?:全称|名称)$/u.test(name)))
    return 'organisation';
  return 'words';
};

/** Kind of value by what a field holds; the other roles take what is said. */
export const kindOf: Readonly<Partial<Record<Role, ValueKind>>> = {
  phone: 'phone',
  date: 'date',
  email: 'email',
  person: 'person',
  organisation: 'organisation',
  address: 'address',
};

/** A field's id inside its block, as the vocabulary has it: `partners.name`. */
const keyOf = (section: FormSection, field: Field): string =>
  section.repeat ? `${section.id}.${field.id}` : field.id;

/** `partners.2.name` -> block, entry and field; a plain id has neither block nor entry. */
export const placeOfId = (form: Form, id: string): FormPlace | null => {
  const parts = /^([^.]+)\.(\d{1,3})\.([^.]+)$/.exec(id);
  for (const section of form.sections) {
    if (section.repeat ? parts?.[1] !== section.id : parts !== null) continue;
    const field = section.fields.find(each => each.id === (parts ? parts[3] : id));
    if (field) return { id, field, section, entry: parts ? Number(parts[2]) : null };
  }
  return null;
};

const placeIn = (section: FormSection, field: Field, entry: number): FormPlace =>
  section.repeat
    ? { id: `${section.id}.${entry}.${field.id}`, field, section, entry }
    : { id: field.id, field, section, entry: null };

/** The place of a field as the vocabulary knows it; of a repeating block only where that is being spoken of. */
export const placeOfKey = (form: Form, key: string, scope: Scope): FormPlace | null => {
  for (const section of form.sections)
    for (const field of section.fields)
      if (keyOf(section, field) === key)
        return section.repeat && scope.section?.id !== section.id
          ? null
          : placeIn(section, field, scope.entry);
  return null;
};

/** Where in the form a message is: the block its labels belong to until another is named. */
export interface Scope {
  readonly section: FormSection | null;
  readonly entry: number;
}

/**
 * The place a label means. In a block it means the field of that block which it names or is short for (地址 for 通讯地址);
 * else the first single field of that name; a repeating block only when nothing else has it.
 */
export const placeFor = (
  form: Form,
  keys: readonly string[],
  words: string,
  scope: Scope,
  isCommon: (word: string) => boolean,
): FormPlace | null => {
  const named = form.sections.flatMap(section =>
    section.fields.flatMap(field =>
      keys.includes(keyOf(section, field)) ? [placeIn(section, field, scope.entry)] : [],
    ),
  );
  const { section } = scope;
  if (section) {
    const own = named.find(place => place.section.id === section.id);
    if (own) return own;
    const kinds = new Set(named.map(({ field }) => roleOf(field)));
    const word = fold(words);
    const akin = section.fields.filter(field => kinds.has(roleOf(field)));
    const short = akin.filter(field =>
      [field.label, ...field.aliases].some(name => fold(name).includes(word)),
    );
    const general = named.some(({ section: other }) => !other.repeat) && isCommon(word);
    const one =
      short.length === 1
        ? short[0]
        : (short.find(field => roleOf(field) !== 'person') ??
          (akin.length === 1 && general && !kinds.has('person') ? akin[0] : undefined));
    if (one && general) return placeIn(section, one, scope.entry);
    // Inside a repeating block a general word for something the block has not is nobody's.
    if (section.repeat && general && one === undefined && akin.length > 0) return null;
  }
  return named.find(place => place.entry === null) ?? named[0] ?? null;
};

/** The phone that goes with a person: the next one in the block before another person is asked for. */
export const phoneOf = (person: FormPlace): FormPlace | null => {
  const { section, entry } = person;
  const at = section.fields.findIndex(({ id }) => id === person.field.id);
  const own = section.fields.find(
    field =>
      traitsOf(field).personal === 'number' &&
      [person.field.label, ...person.field.aliases].some(name =>
        [field.label, ...field.aliases].some(alias => alias.startsWith(name)),
      ),
  );
  if (own) return placeIn(section, own, entry ?? 0);
  for (const field of section.fields.slice(at + 1)) {
    if (traitsOf(field).personal === 'name') return null;
    if (traitsOf(field).personal === 'number') return placeIn(section, field, entry ?? 0);
  }
  return null;
};
