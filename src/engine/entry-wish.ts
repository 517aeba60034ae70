import type { FormSection } from '../model/pack/form.ts';
import type { Session } from '../model/session.ts';
import type { Context } from './context.ts';
import { latest } from './corrected.ts';
import { entryRequestOf, isPointer } from './entries.ts';
import { around } from './fields/around.ts';
import { readField } from './fields/registry.ts';
import { entryIn, findEntry, findPlaces } from './find-field.ts';
import { fold, length } from './text.ts';
import { roleOf } from './understand/form-places.ts';
import { understood } from './understood.ts';
import { type Place, placeOf, places } from './walk.ts';

/** What is to be done with the entries of a repeating block, or with a value that stands in the form. */
export type EntryWish =
  /** `entry` null: she does not say which. */
  | {
      readonly kind: 'entry';
      readonly does: 'add' | 'drop';
      readonly group: string;
      readonly entry: number | null;
    }
  /** So many entries and no more. */
  | { readonly kind: 'entries'; readonly group: string; readonly count: number }
  /** Further entries, each with its name, and whatever else the text says of the first. */
  | {
      readonly kind: 'begin';
      readonly group: string;
      readonly names: readonly string[];
      readonly text: string;
    }
  /** A value is to be taken out; null: nobody can tell which. */
  | { readonly kind: 'clear'; readonly place: string | null };

/** The repeating block somebody is at: the one whose question or field is open. */
const openBlock = (ctx: Context, session: Session): FormSection | undefined => {
  const { sections } = ctx.pack.form;
  const asks = session.prompt?.asks;
  switch (asks?.kind) {
    case 'group':
    case 'more':
    case 'manage':
      return sections.find(({ id }) => id === asks.group);
    case 'field': {
      const section = placeOf(ctx.pack.form, session, asks.field)?.section;
      return section?.repeat ? section : undefined;
    }
    default:
      return undefined;
  }
};

/** The only block that has entries, where a number alone is said: 第二个删掉. */
const onlyBlock = (ctx: Context, session: Session): FormSection | undefined => {
  const filled = ctx.pack.form.sections.filter(({ id, repeat }) => repeat && (session.groups[id] ?? 0) > 0);
  return filled.length === 1 ? filled[0] : undefined;
};

const countedOnly = /^(?:那|这)?第?(?:[一二三四五六七八九十]|\d{1,2})(?:个|家|号)$/u;

/** The value spoken of last: the one that is being changed, else the one answered last; none where all are looked at. */
const spokenOf = (session: Session, all: readonly Place[]): Place | undefined => {
  const asks = session.prompt?.asks;
  if (asks?.kind !== 'field' && asks?.kind !== 'group' && asks?.kind !== 'more') return undefined;
  const open = asks.kind === 'field' ? all.find(({ id }) => id === asks.field) : undefined;
  return open && open.id in session.answers ? open : latest(session, all, () => true);
};

const removal = (ctx: Context, session: Session, name: string): EntryWish | null => {
  const { form } = ctx.pack;
  const block = openBlock(ctx, session) ?? onlyBlock(ctx, session);
  if (block && countedOnly.test(fold(name)))
    return { kind: 'entry', does: 'drop', group: block.id, entry: entryIn(name) };
  const named = findEntry(form.sections, name);
  if (named) return { kind: 'entry', does: 'drop', group: named.section.id, entry: named.entry };
  const all = places(form, session);
  if (isPointer(name)) return { kind: 'clear', place: spokenOf(session, all)?.id ?? null };
  const words = fold(name).replace(/(?:这|那)?一?[项栏]$|的?内容$/u, '');
  const found = findPlaces(all, words).filter(({ id }) => id in session.answers);
  const [place, another] = found;
  if (place && !another) return { kind: 'clear', place: place.id };
  return null;
};

/** Said before one more: 还有一个, 另外还有一家. */
const oneMore =
  /^(?:那|对了|哦|嗯|对|是的?|[，,\s])*(?:有[，,\s])?(?:还有|另有|另外(?:还)?有?|再有|再加|还要加|还是?|加上?|有)?(?:第?[一二两三四五六七八九十1-9])?(?:个|家|所)?(?:主要)?(?:的?合作)?(?:单位|方)?(?:[，,：:\s]|就?是|叫|为)*/u;

/** Where further entries are asked for: their names begin them. In a block, only what says that it is one more. */
const beginning = (ctx: Context, session: Session, text: string): EntryWish | null => {
  const asks = session.prompt?.asks;
  const looking = asks?.kind === 'review' || asks?.kind === 'resubmit';
  const blocks = ctx.pack.form.sections.filter(({ repeat }) => repeat);
  const block = looking && blocks.length === 1 ? blocks[0] : openBlock(ctx, session);
  if (!block?.repeat || asks?.kind === 'manage') return null;
  const asked = asks?.kind === 'group' || asks?.kind === 'more';
  const { reading, acts, corrections } = understood(ctx, session, text);
  if (corrections.length > 0 || acts.includes('asks') || acts.includes('wants')) return null;
  const lead = oneMore.exec(text)?.[0] ?? '';
  const says = /还|另|再|加/u.test(lead);
  if (!asked && !(says && /[个家所位]|单位|方/u.test(lead))) return null;
  const name = block.fields.find(field => roleOf(field) === 'organisation') ?? block.fields[0]!;
  const units = reading.values
    .filter(({ kind }) => kind === 'organisation')
    .map(({ words }) => words.replace(oneMore, ''));
  const entry = session.groups[block.id] ?? 0;
  const place: Place = { id: `${block.id}.${entry}.${name.id}`, field: name, section: block, entry };
  const rest = /^[^，,。；;\n]*/u.exec(text.slice(lead.length))?.[0] ?? '';
  const names =
    units.length > 0
      ? units
      : lead !== '' && length(rest) > 2 && readField(name, rest, around(ctx, place)).ok
        ? [rest]
        : [];
  return names.length > 0 ? { kind: 'begin', group: block.id, names, text } : null;
};

/** What is wanted of the entries of a block or of a value, in words: 删除合作单位2, 那个删掉, 还有一个，重庆大学. */
export const entryWishIn = (ctx: Context, session: Session, text: string): EntryWish | null => {
  if (session.journey !== 'form' && session.journey !== 'returned') return null;
  const begun = beginning(ctx, session, text);
  if (begun) return begun;
  const request = entryRequestOf(text);
  if (!request) return null;
  if (request.does === 'drop') return removal(ctx, session, request.name);
  const open = openBlock(ctx, session);
  const group = request.name === '' ? open : findEntry(ctx.pack.form.sections, request.name)?.section;
  if (!group) return null;
  return request.does === 'keep'
    ? { kind: 'entries', group: group.id, count: request.count }
    : { kind: 'entry', does: 'add', group: group.id, entry: null };
};
