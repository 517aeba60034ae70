import type { Reading, Value } from '../../language/reading.ts';
import type { Form, FormSection } from '../../model/pack/form.ts';
import { matchOption } from '../fields/choice.ts';
import { fold } from '../text.ts';
import { type FormPlace, kindOf, roleOf } from './form-places.ts';
import type { Label } from './labels.ts';

/** A stretch of a message that tells of one entry of a repeating block. */
export interface Stretch {
  readonly section: FormSection;
  readonly entry: number;
  readonly start: number;
  readonly end: number;
  /** Whether nothing but a number stands before the name of the block. */
  readonly opens: boolean;
}

/** What stands before the name of a block where it is a heading: 三、, （三）, 3. */
const numbered = /(?:^|\n)\s{0,9}[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．\s]{1,3}(?:主要)?$/u;
/** Behind the name of a block that tells who it is: 就一家，, 信息：, 是. */
const leadsIn =
  /^(?:的?(?:信息|情况|资料|名单))?(?:[1-9一二三四五六七八九])?(?:就|只|也|还)?(?:有|是)?(?:[一两二三1-3](?:家|个)|这家|这个)?(?:就是|是|叫)?[\s:：,，]{1,4}|^(?:就是|是|叫)/u;

/** Where a message turns to an entry of a block by the block's name, as a heading or as what it tells of. */
export const stretchesIn = (reading: Reading, form: Form, labels: readonly Label[]): Stretch[] =>
  reading.mentions.flatMap(({ concept, echoed, start, end, clause }): Stretch[] => {
    if (concept.kind !== 'group' || echoed) return [];
    const section = form.sections.find(({ id }) => id === concept.group);
    const own = reading.clauses[clause];
    if (!section?.repeat || !own || own.act === 'asks' || own.supposed) return [];
    const before = reading.text.slice(0, start);
    const heading = numbered.test(before);
    const opens = before.slice(own.start).replace(/^(?:我们|那|还有|对了|另外|然后|的|主要)+/u, '') === '';
    const lead = leadsIn.exec(reading.text.slice(end))?.[0];
    if (!heading && (!opens || lead === undefined)) return [];
    const from = end + (lead?.length ?? 0);
    const stops = labels.filter(({ place, start: stop }) => place.section.id !== section.id && stop >= from);
    const to = Math.min(...stops.map(({ start: stop }) => stop), reading.text.length);
    const first = !/[\p{L}]{3}/u.test(before.replace(/主要$/u, ''));
    return [{ section, entry: 0, start: from, end: to, opens: first }];
  });

/** Parts of a message that make it a list of all that is known of an entry. */
const MANY = 3;

/** A message at an entry's question that lists what is known of it, and speaks of nobody else; null for any other. */
export const wholeList = (reading: Reading, open: FormPlace, labels: readonly Label[]): Stretch | null => {
  const { text, clauses, values } = reading;
  const several = values.filter(({ kind }) => kinds.has(kind)).length >= 2;
  const others = labels.some(({ place }) => place.section.id !== open.section.id);
  const speaks = clauses.some(({ own, act }) => own || act === 'asks' || act === 'corrects');
  if (!several || others || speaks || parts(text).length < MANY) return null;
  return { section: open.section, entry: open.entry!, start: 0, end: text.length, opens: false };
};

/** Kinds of value that fill a field of their kind wherever they stand in the stretch. */
const kinds = new Set<Value['kind']>(['organisation', 'address', 'person', 'phone', 'email']);

/** Parts of a stretch that stand by themselves. */
const parts = (text: string): { words: string; at: number }[] => {
  const found: { words: string; at: number }[] = [];
  for (const match of text.matchAll(/[^\s,，。;；、|｜\n]+/gu))
    found.push({ words: match[0], at: match.index });
  return found;
};

/** What a partner takes upon itself. */
const duty = /^(?:主要)?(?:负责|承担|参与|提供|做|牵头|协助|配合|开展)/u;

/**
 * Fills an entry of a block from what stands in a stretch without names of fields, by order and kind: 重庆万州水务有限公司 企业
 * 江南大道3号 刘洋 135… 负责试验. A word that another field of the same name offers as an option is what this field is.
 */
export const fillBlock = (
  reading: Reading,
  form: Form,
  { section, entry, start, end }: Stretch,
  put: (place: FormPlace, typed: string, start: number) => boolean,
  isUsed: (span: { start: number; end: number }) => boolean,
): void => {
  const at = (id: string): FormPlace => {
    const field = section.fields.find(each => each.id === id)!;
    return { id: `${section.id}.${entry}.${id}`, field, section, entry };
  };
  const within = reading.values.filter(
    value => kinds.has(value.kind) && value.start >= start && value.end <= end && !isUsed(value),
  );
  // Of two units, whose each value is shows by nothing.
  if (within.filter(({ kind }) => kind === 'organisation').length > 1) return;
  const filled = new Set<string>();
  for (const value of within) {
    const field = section.fields.find(each => !filled.has(each.id) && kindOf[roleOf(each)] === value.kind);
    if (field && put(at(field.id), value.words, value.start)) filled.add(field.id);
  }
  const like = (label: string) =>
    form.sections
      .flatMap(({ fields }) => fields)
      .find(each => each.kind === 'choice' && each.label === label && each.options)?.options ?? [];
  const prose = section.fields.find(each => roleOf(each) === 'prose');
  for (const { words, at: offset } of parts(reading.text.slice(start, end))) {
    const span = { start: start + offset, end: start + offset + words.length };
    if (isUsed(span)) continue;
    const kind = section.fields.find(
      each =>
        roleOf(each) === 'words' &&
        !filled.has(each.id) &&
        matchOption(like(each.label), fold(words)) !== null,
    );
    if (kind && put(at(kind.id), words, span.start)) filled.add(kind.id);
    else if (prose && !filled.has(prose.id) && duty.test(words)) {
      const rest = reading.text.slice(span.start, end).replace(/[\s,，。;；]{1,9}$/u, '');
      if (put(at(prose.id), rest, span.start)) filled.add(prose.id);
    }
  }
};
