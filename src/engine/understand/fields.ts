import type { Clause, Mention, Reading, Value, ValueKind } from '../../language/reading.ts';
import { traitsOf } from '../../model/pack/field-kinds.ts';
import type { Form } from '../../model/pack/form.ts';
import { surroundings } from '../fields/around.ts';
import { matchOption } from '../fields/choice.ts';
import { readField } from '../fields/registry.ts';
import type { FieldValue } from '../fields/value.ts';
import {
  type FormPlace,
  phoneOf,
  placeFor,
  placeOfId,
  type Role,
  roleOf,
  type Scope,
} from './form-places.ts';
import { spokenValue } from './spoken.ts';
import type { Named } from './vocabulary.ts';

/** A field as it was read: the value as it would be stored, and the person's own words it came from. */
export interface FieldRead {
  /** `unitName`, `partners.0.name`. */
  readonly place: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly words: string;
  /** Whether a name of the field led to it. */
  readonly labelled: boolean;
}

/** 不是李明，是王强 · 电话改成… · 填错了: what is said to be wrong. `place` null: she does not say which field. */
export interface Correction {
  readonly place: string | null;
  readonly old: string | null;
  readonly value: string | null;
  readonly words: string;
}

export interface FieldsRead {
  readonly fields: readonly FieldRead[];
  readonly corrections: readonly Correction[];
  /** Values that belong to no field anybody named. */
  readonly unplaced: readonly Value[];
  /** Fields said to be the same as another, or to be filled by whoever writes (同上, 就是我): to be asked about. */
  readonly referred: readonly string[];
}

interface Label {
  readonly place: FormPlace;
  readonly start: number;
  readonly end: number;
  readonly clause: number;
}

const kindOf: Readonly<Partial<Record<Role, ValueKind>>> = {
  phone: 'phone',
  date: 'date',
  email: 'email',
  person: 'person',
  organisation: 'organisation',
  address: 'address',
};

const joined = /^[\s]*(?:和|跟|与|及|、|兼|兼任|以及|同时也是|也就是|也是)[\s]*$/u;
const sameOne =
  /^[\s:：,，]*(?:也|就|都|还)*(?:是|填|写)?(?:的)?(?:他|她|同一个?人|同一位|同一个|一个人|上面这?个人|这个人)/u;
const elsewhere =
  /^[\s:：,，]*(?:就|也|都|填|写)*(?:同上|同前|和|跟|与|同|一样|相同|一致|见上|如上|照旧|不变|没变|不用改)/u;
const writer =
  /^[\s:：,，]*(?:就|也|都|还)*(?:是|填|写|由)?(?:我|本人|我自己|咱)(?:自己|本人)?[吧啊哦嘛呢]*$/u;
const contrast =
  /^[\s:：,，]{0,9}(?:并)?不是(?:叫)?(.{1,40}?)[\s,，;；]{0,9}(?:而|应该|其实){0,2}(?:是|叫|为)(?!不)(.{1,60})$/su;
/** 是周敏不是周明: the right one first. */
const rightFirst = /^[\s:：,，]{0,9}(?:应该)?是(.{1,40}?)[\s,，]{0,9}(?:而)?不是(.{1,40})$/su;
const mistaken = /(?:填|写|打|说|弄|搞|输|发|选|记|报)?错(?:了|啦|咯)?|有误|不对|写反|填反|打反/u;
const changes =
  /(?:改成|改为|改作|改到|换成|换为|修改为|修改成|更正为|更改为|变更为|变更成|应该是|应为|应该为|应改为|应改成|正确的?(?:应该)?是|才对|替换成|替换为|改一下[,，]?(?:是|为)?)/u;

/** Labels a message uses as labels: named in what it tells or corrects, and not as a part of a question. */
const labelsIn = (reading: Reading, form: Form, open: FormPlace | null): Label[] => {
  let scope: Scope = { section: open?.section.repeat ? open.section : null, entry: open?.entry ?? 0 };
  const blocked = open?.section.repeat ? open.section : null;
  const labels: Label[] = [];
  const seen = new Set<number>();
  const named = reading.mentions
    .filter(({ concept, echoed }) => !echoed && (concept.kind === 'field' || concept.kind === 'group'))
    .sort((a, b) => a.start - b.start);
  for (const mention of named) {
    const { concept } = mention;
    const clause = reading.clauses[mention.clause]!;
    if (concept.kind === 'group') {
      const section = form.sections.find(({ id }) => id === concept.group)!;
      const number = /^[\s]*([0-9一二三四五六七八九十])(?![0-9年月日]|个人)/u.exec(
        reading.text.slice(mention.end),
      );
      const ordinal = /第([0-9一二三四五六七八九十])(?:个|家)?(?:主要)?$/u.exec(
        reading.text.slice(0, mention.start),
      );
      const which = number?.[1] ?? ordinal?.[1];
      const index =
        which === undefined
          ? scope.section?.id === section.id
            ? scope.entry
            : blocked?.id === section.id
              ? (open?.entry ?? 0)
              : 0
          : '一二三四五六七八九十'.includes(which)
            ? '一二三四五六七八九十'.indexOf(which)
            : Number(which) - 1;
      scope = { section, entry: index };
      continue;
    }
    if (concept.kind !== 'field' || seen.has(mention.start)) continue;
    seen.add(mention.start);
    if (clause.act === 'asks' || (clause.supposed && clause.act !== 'corrects')) continue;
    const ours = /(?:我们|我司|本单位|本公司|我单位|主体单位|自己)的?$/u.test(
      reading.text.slice(0, mention.start),
    );
    const place = placeFor(form, concept.fields, mention.words, ours ? { section: null, entry: 0 } : scope);
    if (!place) continue;
    labels.push({ place, start: mention.start, end: mention.end, clause: mention.clause });
    // A name that only one block has leads into it; an open repeating block is left only by such a name.
    if (!blocked || place.section.id !== blocked.id || ours)
      scope = { section: place.section, entry: place.entry ?? 0 };
  }
  return [...labels, ...shortLabels(reading, form, labels, open)].sort((a, b) => a.start - b.start);
};

/** 性质：企业 in a block: a word before a colon that is part of one field's name and of no other's near it. */
const shortLabels = (
  reading: Reading,
  form: Form,
  labels: readonly Label[],
  open: FormPlace | null,
): Label[] => {
  const found: Label[] = [];
  for (const match of reading.text.matchAll(/(?:^|[\n,，;；。|\t])[ ]*([\p{Script=Han}]{2,8})[ ]*[:：]/gu)) {
    const start = match.index + match[0].indexOf(match[1]!);
    const end = start + match[1]!.length;
    if (labels.some(label => label.start < end && start < label.end)) continue;
    const near = labels.findLast(label => label.start < start)?.place ?? open;
    const sections = near ? [near.section] : form.sections.filter(({ repeat }) => !repeat);
    const word = match[1]!;
    const fitting = sections.map(section =>
      section.fields
        .filter(field => [field.label, ...field.aliases].some(name => name.includes(word)))
        .map(field => ({ section, field })),
    );
    // Nothing near it: the form begins with the unit itself.
    const fits = near ? fitting.flat() : (fitting.find(each => each.length > 0) ?? []);
    if (fits.length !== 1) continue;
    const { section, field } = fits[0]!;
    const entry = section.repeat ? (near?.entry ?? 0) : null;
    const id = entry === null ? field.id : `${section.id}.${entry}.${field.id}`;
    const clause = Math.max(
      0,
      reading.clauses.findLastIndex(each => each.start <= start),
    );
    found.push({ place: { id, field, section, entry }, start, end, clause });
  }
  return found;
};

const clauseEnd = (reading: Reading, index: number): number =>
  reading.clauses[index]?.end ?? reading.text.length;

/** Reads the values a message gives for the form, where each belongs, and what it corrects. */
export const fieldsIn = (
  reading: Reading,
  { form, contacts }: Pick<Named, 'form' | 'contacts'>,
  openId: string | null,
  today: string,
  wanted: boolean,
): FieldsRead => {
  const open = openId === null ? null : placeOfId(form, openId);
  const { text, values, clauses } = reading;
  const labels = labelsIn(reading, form, open);
  const fields: FieldRead[] = [];
  const corrections: Correction[] = [];
  const referred: string[] = [];
  const used: { start: number; end: number }[] = [];
  const isUsed = (value: { start: number; end: number }): boolean =>
    used.some(({ start, end }) => value.start < end && start < value.end);
  const gate = (place: FormPlace, typed: string): FieldValue =>
    readField(place.field, typed, surroundings({ contacts }, today, place.entry));
  /** `words`: what she wrote, where the value is an option that is called otherwise. */
  const put = (place: FormPlace, typed: string, start: number, labelled = true, words = typed): boolean => {
    const end = start + words.length;
    const read = gate(place, typed);
    if (!read.ok) return false;
    const at = fields.findIndex(field => field.place === place.id);
    if (at >= 0) fields.splice(at, 1);
    fields.push({ place: place.id, value: read.value, start, end, words, labelled });
    used.push({ start, end });
    return true;
  };
  /** The value of a place's kind in a stretch of the text, the first that is not taken. */
  const typedIn = (role: Role, from: number, to: number): Value | undefined => {
    const kind = kindOf[role];
    return values.find(
      value => value.kind === kind && value.start >= from && value.end <= to && !isUsed(value),
    );
  };

  let lastPerson: string | null = null;
  for (const [index, label] of labels.entries()) {
    const { place } = label;
    const role = roleOf(place.field);
    const next = labels[index + 1];
    const own = clauseEnd(reading, label.clause);
    const colon = /^[\s]*[:：]/u.test(text.slice(label.end, label.end + 3));
    const limit = next?.start ?? text.length;
    // 联系人和负责人都是李明: the first takes what the second gets.
    if (next && joined.test(text.slice(label.end, next.start)) && roleOf(next.place.field) === role) {
      const value =
        role === 'person' ? typedIn('person', next.end, clauseEnd(reading, next.clause)) : undefined;
      if (value) {
        const read = gate(place, value.words);
        if (read.ok)
          fields.push({
            place: place.id,
            value: read.value,
            start: value.start,
            end: value.end,
            words: value.words,
            labelled: true,
          });
      }
      continue;
    }
    let region = text.slice(label.end, Math.min(limit, own));
    let start = label.end;
    const corrected =
      clauses[label.clause]!.act === 'corrects' || (mistaken.test(region) && !colon && role !== 'prose');
    if (corrected) {
      const all = text.slice(label.end, limit);
      const pair = contrast.exec(all.replace(/[。!！]$/u, ''));
      const change = changes.exec(all);
      if (pair && !mistaken.test(pair[1]!)) {
        start = label.end + all.indexOf(pair[2]!, pair[1]!.length);
        region = pair[2]!;
        corrections.push({ place: place.id, old: pair[1]!.trim(), value: null, words: all });
      } else if (change) {
        start = label.end + change.index + change[0].length;
        region = text.slice(start, limit);
      } else {
        const following = clauses[label.clause + 1];
        const rest = mistaken.exec(all);
        start =
          following && following.start < limit
            ? following.start
            : label.end + (rest ? rest.index + rest[0].length : all.length);
        region = text.slice(start, limit);
        const right = rightFirst.exec(region.replace(/[。!！]$/u, ''));
        if (right) {
          start += region.indexOf(right[1]!);
          region = right[1]!;
          corrections.push({ place: place.id, old: right[2]!.trim(), value: null, words: all });
        }
      }
    } else if (region.trim() === '' || /^[\s:：]*(?:(?:是|填|写|为)[\s:：]*)?$/u.test(region))
      region = text.slice(label.end, Math.min(limit, clauseEnd(reading, label.clause + 1)));
    else if (role === 'prose') region = text.slice(label.end, limit);
    else {
      const pair = contrast.exec(
        text.slice(label.end, Math.min(limit, clauseEnd(reading, label.clause + 1))),
      );
      if (pair && /^[\s:：,，]*(?:并)?不是/u.test(region)) {
        const all = text.slice(label.end, Math.min(limit, clauseEnd(reading, label.clause + 1)));
        start = label.end + all.lastIndexOf(pair[2]!);
        region = pair[2]!;
        corrections.push({ place: place.id, old: pair[1]!.trim(), value: null, words: all });
      }
    }
    if (sameOne.test(region) && lastPerson !== null && role === 'person') {
      const before = fields.find(field => field.place === lastPerson)!;
      fields.push({ ...before, place: place.id });
      continue;
    }
    if (elsewhere.test(region) || writer.test(region)) {
      if (!mistaken.test(region)) referred.push(place.id);
      continue;
    }
    const value = typedIn(role, start, start + region.length);
    const gap = value ? text.slice(start, value.start) : '';
    const near =
      value !== undefined &&
      (kindOf[role] === 'phone' ||
        role === 'date' ||
        role === 'email' ||
        role === 'organisation' ||
        gap.length <= 8);
    let done = false;
    if (value && near && (role !== 'address' || colon === false)) {
      const spoken =
        role === 'organisation' || role === 'address'
          ? spokenValue(role, text.slice(start, start + region.length))
          : null;
      // 地址在…号3楼: what stands behind the number belongs to it.
      done = spoken?.text.includes(value.words)
        ? put(place, spoken.text, start + spoken.at)
        : put(place, value.words, value.start);
    }
    if (!done && role === 'choice') {
      const denied = /不是|不属于|不选|不填/u.test(region);
      const chosen = denied
        ? null
        : matchOption(
            place.field.options ?? [],
            region.replace(/^[\s:：]*(?:是|选|勾选?|为|填|属于|改成|改为)*/u, ''),
          );
      const said = region.replace(/^[\s:：]+/u, '');
      done = chosen !== null && put(place, chosen, start + region.length - said.length, true, said.trimEnd());
    } else if (!done && role !== 'phone' && role !== 'email' && !(role === 'date' && value)) {
      const spoken = spokenValue(role, region, !colon && !corrected);
      done = spoken !== null && put(place, spoken.text, start + spoken.at);
    }
    if (corrected) {
      const last = corrections.findLast(each => each.place === place.id);
      const read = done ? fields.find(field => field.place === place.id)!.value : null;
      if (last) corrections[corrections.indexOf(last)] = { ...last, value: read };
      else corrections.push({ place: place.id, old: null, value: read, words: text.slice(label.start, own) });
    } else {
      const last = corrections.findLast(each => each.place === place.id && each.value === null);
      if (last)
        corrections[corrections.indexOf(last)] = {
          ...last,
          value: done ? fields.find(field => field.place === place.id)!.value : null,
        };
    }
    if (done && role === 'person') {
      lastPerson = place.id;
      // 联系人李明 13800138000
      const person = fields.find(field => field.place === place.id)!;
      const phone = values.find(
        each => each.kind === 'phone' && each.start >= person.end && each.end <= limit && !isUsed(each),
      );
      const target = phone ? phoneOf(place) : null;
      if (
        phone &&
        target &&
        phone.start - person.end <= 12 &&
        !labels.some(other => other.start > person.end && other.start < phone.start)
      )
        put(target, phone.words, phone.start);
    }
  }
  if (open && !fields.some(field => field.place === open.id))
    answerOpen(
      reading,
      open,
      labels,
      (place, typed, start, words) => put(place, typed, start, false, words),
      gate,
      wanted,
      isUsed,
      corrections,
      id => referred.push(id),
    );
  if (!open || traitsOf(open.field).lines === 'many')
    unlabelled(reading, form, (place, typed, start) => put(place, typed, start, false), isUsed);
  const unplaced = values.filter(
    value =>
      ['phone', 'person', 'organisation', 'email', 'creditCode', 'address'].includes(value.kind) &&
      !isUsed(value) &&
      clauses[value.clause]?.act !== 'asks',
  );
  const bare = clauses.findIndex(({ act }) => act === 'corrects');
  if (bare >= 0 && corrections.length === 0) {
    const after = text.slice(clauses[bare]!.start);
    const pair = contrast.exec(after.replace(/[。!！]$/u, ''));
    const change = changes.exec(after);
    corrections.push({
      place: null,
      old: pair?.[1]?.trim() ?? null,
      value: (pair?.[2] ?? (change ? after.slice(change.index + change[0].length) : '')).trim() || null,
      words: after,
    });
  }
  return { fields, corrections, unplaced, referred };
};

/** What nobody labelled, said of ourselves: 我们是重庆某某有限公司 is the unit's name. */
const unlabelled = (
  reading: Reading,
  form: Form,
  put: (place: FormPlace, typed: string, start: number) => boolean,
  isUsed: (value: Value) => boolean,
): void => {
  const place = placeOfId(form, form.unit);
  if (!place) return;
  const names = reading.values.filter(value => value.kind === 'organisation' && !isUsed(value));
  const own = names.filter(value => {
    const clause = reading.clauses[value.clause];
    return (
      clause &&
      clause.act !== 'asks' &&
      !clause.supposed &&
      /(?:我们|我司|咱们?|本单位|本公司|我单位|我公司|我院|我校|我所|我厂|这里|这边)(?:的)?(?:单位|公司|厂|企业|医院|学校|研究所|院|所|合作社|这边|这里)?(?:的)?(?:全称|名称|名字)?(?:就|全称|名字)?(?:是|叫|叫做|名叫)$|(?:^|[,，。;；\s])(?:单位|公司|厂子?|企业|医院|学校|研究所|合作社)(?:的)?(?:全称|名称|名字)?就?(?:叫|叫做|名叫|是叫|全称是|名称是|名字是)$/u.test(
        reading.text.slice(0, value.start).replace(/(?<!\s)\s+$/u, ''),
      )
    );
  });
  if (own.length === 1) put(place, own[0]!.words, own[0]!.start);
  // 我们在某某路1号: the address of the same block, when it has one.
  const homes = place.section.fields.filter(field => roleOf(field) === 'address');
  const lived = reading.values.filter(
    value =>
      value.kind === 'address' &&
      !isUsed(value) &&
      reading.clauses[value.clause]?.act === 'tells' &&
      /(?:^|[,，。\s])(?:我们|我司|咱们?|本单位|本公司|我单位|单位|公司|厂|厂子|企业)?(?:单位|公司|厂|企业|这边)?(?:就|现在)?(?:在|位于|坐落在|设在|办公在)$/u.test(
        reading.text.slice(0, value.start).trimEnd(),
      ),
  );
  if (homes.length === 1 && lived.length === 1) {
    const home = placeOfId(form, homes[0]!.id);
    if (home) put(home, lived[0]!.words, lived[0]!.start);
  }
};

/** Whether a clause can be an answer to a field: it does not ask, wish, greet, nod or put off. */
const mayAnswer = (clause: Clause): boolean =>
  clause.act !== 'asks' && clause.act !== 'greets' && clause.act !== 'corrects' && clause.answer === null;

const answerOpen = (
  reading: Reading,
  open: FormPlace,
  labels: readonly Label[],
  put: (place: FormPlace, typed: string, start: number, words?: string) => boolean,
  gate: (place: FormPlace, typed: string) => FieldValue,
  wanted: boolean,
  isUsed: (value: Value) => boolean,
  corrections: readonly Correction[],
  refer: (place: string) => void,
): void => {
  const { text, values, clauses } = reading;
  const role = roleOf(open.field);
  const kind = kindOf[role];
  if (corrections.some(({ place }) => place !== null && place !== open.id) && role === 'prose') return;
  const first = labels.find(({ place, start }) => place.id !== open.id && start > 0);
  const until = labels.some(({ start }) => start === 0) ? 0 : (first?.start ?? text.length);
  const head = clauses.filter(({ start }) => start < until);
  if (kind === 'phone' || kind === 'date' || kind === 'email') {
    const found = values.filter(
      value => value.kind === kind && !isUsed(value) && clauses[value.clause]?.act !== 'asks',
    );
    const distinct = new Set(
      found.flatMap(({ words }) => {
        const read = gate(open, words);
        return read.ok ? [read.value] : [];
      }),
    );
    if (distinct.size === 1) {
      const one = found.find(({ words }) => gate(open, words).ok)!;
      put(open, one.words, one.start);
    } else if (distinct.size === 0 && head.length > 0 && head.every(mayAnswer))
      put(open, text.slice(0, until).trim(), 0);
    return;
  }
  if (wanted || head.length === 0) return;
  if (role === 'prose') {
    const talk = head.every(clause => !mayAnswer(clause) || clause.supposed);
    const asks = head[0]!.act === 'asks' || (head.length <= 2 && head.some(({ act }) => act === 'asks'));
    if (talk || asks) return;
    const from = head.find(({ act }) => act !== 'greets')?.start ?? 0;
    const body = text.slice(from, until).trim();
    const spoken = labels.some(({ place }) => place.id === open.id) ? null : body;
    if (spoken) put(open, spoken, from);
    return;
  }
  const told = head.filter(({ act }) => act !== 'greets' && act !== 'agrees');
  const clause = told[0];
  if (
    !clause ||
    told.some(({ act }) => act === 'asks' || act === 'wants' || act === 'corrects') ||
    told.some(({ answer }) => answer !== null && role !== 'choice')
  )
    return;
  if (role === 'choice') {
    const body = text.slice(clause.start, Math.min(until, clause.end));
    const chosen = /不是|不属于|并非/u.test(body) ? null : matchOption(open.field.options ?? [], body);
    if (chosen !== null) put(open, chosen, clause.start, body);
    return;
  }
  const body = text.slice(
    clause.start,
    role === 'address' || role === 'words' ? Math.min(until, told.at(-1)!.end) : Math.min(until, clause.end),
  );
  const typed = values.filter(
    value => value.kind === kind && value.start >= clause.start && value.end <= until && !isUsed(value),
  );
  if (/^(?:就|也|都|填|写)*(?:同|和|跟|与|按|照)(?:$|上|前|.{0,8}(?:一样|相同|一致|地址$))/u.test(body)) {
    refer(open.id);
    return;
  }
  if (writer.test(body.replace(/^.{0,6}(?:就是|是)/u, '是')) && role === 'person') {
    refer(open.id);
    return;
  }
  if (role === 'person' || role === 'organisation') {
    const distinct = new Set(typed.map(({ words }) => words.replace(/\s/g, '')));
    if (distinct.size > 1 && role === 'person') return;
    if (typed.length > 0 && distinct.size === 1) {
      const spoken = spokenValue(role, body);
      if (role === 'organisation' && spoken?.text.includes(typed[0]!.words))
        put(open, spoken.text, clause.start + spoken.at);
      else put(open, typed[0]!.words, typed[0]!.start);
      pair(open, reading, put, isUsed);
      return;
    }
  }
  // 我姓王，王丽，办公室主任: the first clause that can be a name.
  const spans =
    role === 'person'
      ? told.map(each => ({ from: each.start, words: each.words }))
      : [{ from: clause.start, words: body }];
  for (const { from, words } of spans) {
    const spoken = spokenValue(role, words);
    if (spoken && put(open, spoken.text, from + spoken.at)) {
      pair(open, reading, put, isUsed);
      return;
    }
  }
};

/** 李明 13800138001 to a question for a name fills the number that goes with it. */
const pair = (
  open: FormPlace,
  reading: Reading,
  put: (place: FormPlace, typed: string, start: number) => boolean,
  isUsed: (value: Value) => boolean,
): void => {
  if (open.field.kind !== 'person') return;
  const phones = reading.values.filter(value => value.kind === 'phone' && !isUsed(value));
  const target = phones.length === 1 ? phoneOf(open) : null;
  if (target) put(target, phones[0]!.words, phones[0]!.start);
};

/** Mentions that stand inside a value are not said of anybody: 食品 in a name, 团队 in a piece of prose. */
export const outsideValues = (mentions: readonly Mention[], read: FieldsRead, form: Form): Mention[] =>
  mentions.filter(mention =>
    read.fields.every(({ place, start, end, labelled }) => {
      if (mention.start < start || mention.end > end) return true;
      const field = placeOfId(form, place)?.field;
      if (!field) return true;
      const unit = place === form.unit && !labelled;
      const { concept } = mention;
      return (
        concept.kind === 'option' && (field.from?.fact === concept.fact || (unit && mention.by === 'is'))
      );
    }),
  );
