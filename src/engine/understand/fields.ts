import { nameEnd } from '../../language/people.ts';
import type { Mention, Reading, Value } from '../../language/reading.ts';
import { traitsOf } from '../../model/pack/field-kinds.ts';
import type { Form } from '../../model/pack/form.ts';
import { surroundings } from '../fields/around.ts';
import { readField } from '../fields/registry.ts';
import type { FieldValue } from '../fields/value.ts';
import { fillBlock, stretchesIn, wholeList } from './block-values.ts';
import { bareCorrection, type Correction, changes, contrast, mistaken, rightFirst } from './corrections.ts';
import { type FormPlace, kindOf, phoneOf, placeOfId, type Role, roleOf } from './form-places.ts';
import { labelsIn } from './labels.ts';
import { answerOpen, writer } from './open-answer.ts';
import { spokenValue } from './spoken.ts';
import { type Statement, statedIn } from './stated.ts';
import { besides, unlabelled } from './unlabelled.ts';
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

/** A name of a field as somebody used it: 电话, and what stood before it (王老师 of 王老师的电话). */
export interface NamedAs {
  readonly place: string;
  readonly words: string;
  readonly before: string;
}

export interface FieldsRead {
  readonly fields: readonly FieldRead[];
  readonly corrections: readonly Correction[];
  /** Values that belong to no field anybody named. */
  readonly unplaced: readonly Value[];
  /** Fields said to be the same as another, or to be filled by whoever writes (同上, 就是我): to be asked about. */
  readonly referred: readonly string[];
  /** The names of fields it uses, in the order of the text. */
  readonly named: readonly NamedAs[];
}

const joined = /^[\s]*(?:和|跟|与|及|、|兼|兼任|以及|同时也是|也就是|也是)[\s]*$/u;
const sameOne =
  /^[\s:：,，]*(?:也|就|都|还)*(?:是|填|写)?(?:的)?(?:(?:他|她)(?:本人|自己)?(?=\s*(?:$|[,，。;；!！\d]|吧|了|兼|来|也|电话|手机|的(?:电话|手机|号码)))|同一个?人|同一位|同一个|一个人|上面这?个人|这个人)/u;
const sameAgain = /^[\s:：,，]*(?:就|也|填|写|是)*(?:同上|同前|如上)(?:面)?(?:的)?[\s。]*$/u;
/** 联系人：同上 behind 法人代表：殷朝辉: the one filled right before, where it is of the same kind. */
const refersBack = (role: Role, region: string): boolean =>
  (role === 'person' && sameOne.test(region)) || sameAgain.test(region);
const elsewhere =
  /^[\s:：,，]*(?:就|也|都|填|写)*(?:同上|同前|和|跟|与|同|一样|相同|一致|见上|如上|照旧|不变|没变|不用改)/u;
const clauseEnd = (reading: Reading, index: number): number =>
  reading.clauses[index]?.end ?? reading.text.length;

/** Where what is told of another, or of another year, turns to us and now. */
const turns =
  /[,，。;；\s](?:但|不过|而)?(?:(?:我们|我司|咱们?|本单位|本公司|自己)(?:自己|这边)?的?(?:就|则)?(?:是|叫|在|写|填)|(?:今年|现在|这次|如今)?(?:换成|改成|换了|改为|换)|(?:今年|现在|这次|如今)(?:就)?(?:是|叫|在|写|填|用))/u;

/** Letters between a person and the number that goes with her. */
const NEAR = 12;

/** 座机023-58100233是联系人的: whose a value is, behind it. */
const ownedBy = /^(?:这个|那个)?(?:就是|是|归|属于|算|做|当|任|担任|为)(?:我们|单位|公司)?的?$/u;

/** 那段重写：, 这部分改成: before the new words of a piece of prose. */
const rewritten =
  /^(?:那|这)?(?:一)?(?:段|项|部分|块|栏)?(?:内容)?(?:都|要|得|全部)?(?:重写|重新写|改写|重填)(?:一下|成|为)?[\s:：,，]+/u;

/** 是25个人，不是20人 · 不是20人，是25个人. */
const pairIn = (said: string): { right: string; old: string; from: number } | null => {
  const first = rightFirst.exec(said);
  if (first) return { right: first[1]!, old: first[2]!.trim(), from: 0 };
  const [, old, right] = contrast.exec(said) ?? [];
  return old && right ? { right, old: old.trim(), from: said.indexOf(old) + old.length } : null;
};

/** The name that whoever writes gives as her own: 我叫邓丽华, or nothing but a name right behind 填我就行. */
const selfNamed = (values: readonly Value[], text: string, from: number, to: number): Value | undefined =>
  values.find(
    ({ kind, start, end }) =>
      kind === 'person' &&
      start >= from &&
      end <= to &&
      (/(?:我叫|我是|我的名字是|姓名)$/u.test(text.slice(0, start)) ||
        writer.test(text.slice(from, start).replace(/[\s,，;；]{1,9}$/u, ''))),
  );

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
  const gate = (place: FormPlace, typed: string, confirmed = false): FieldValue =>
    readField(place.field, typed, {
      ...surroundings({ contacts }, today, place.entry),
      ...(confirmed ? { confirmed } : {}),
    });
  /** 法人代表 汪洋: behind the name of a field and alone there, a word may be somebody's name. */
  const isNamed = (place: FormPlace, typed: string, start: number, labelled: boolean): boolean =>
    labelled &&
    roleOf(place.field) === 'person' &&
    /^(?:\s*(?:[,，。;；、!！\n(（]|$)|\s|\d|同志|先生|女士|担任|电话|手机|座机)/u.test(
      text.slice(start + typed.length),
    ) &&
    values.some(value => value.kind === 'person' && value.start === start && value.words === typed);
  /** `words`: what she wrote, where the value is an option that is called otherwise. */
  const put = (
    place: FormPlace,
    typed: string,
    start: number,
    labelled = true,
    words = typed,
    sure = false,
  ): boolean => {
    const end = start + words.length;
    const read = gate(place, typed, sure || isNamed(place, typed, start, labelled));
    if (!read.ok) return false;
    const at = fields.findIndex(field => field.place === place.id);
    if (at >= 0) fields.splice(at, 1);
    fields.push({ place: place.id, value: read.value, start, end, words, labelled });
    used.push({ start, end });
    return true;
  };
  /** 联系人李明 13800138000: the number right behind a person is hers. */
  const phoneBehind = (person: FormPlace, from: number, to: number): void => {
    const phone = values.find(
      each => each.kind === 'phone' && each.start >= from && each.end <= to && !isUsed(each),
    );
    const target = phone ? phoneOf(person) : null;
    const labelled = labels.some(other => other.start > from && phone && other.start < phone.start);
    if (phone && target && phone.start - from <= NEAR && !labelled) put(target, phone.words, phone.start);
  };

  /** 余强是法人: the value before the name of its field, where nothing else follows that. */
  const valueBefore = (place: FormPlace, start: number, end: number, since: number): boolean => {
    if (!/^(?:本人|自己)?的?(?:手机|电话|号码?|座机)?(?:\s*[,，。;；!！吧哈]|\s*$)/u.test(text.slice(end)))
      return false;
    const role = roleOf(place.field);
    const led = (at: number): boolean => ownedBy.test(text.slice(at, start));
    const target = role === 'person' ? phoneOf(place) : null;
    for (const [kind, to] of [
      [kindOf[role], place],
      ['phone', target],
    ] as const) {
      const value = values.findLast(
        each =>
          each.kind === kind && each.start >= since && each.end <= start && led(each.end) && !isUsed(each),
      );
      if (to && value && put(to, value.words, value.start)) return true;
    }
    if (role !== 'person') return false;
    // 我们院长叫时红军，他当负责人
    if (
      /(?:^|[,，。;；\s])(?:就|也|由|让)?[他她](?:就|也|来)?(?:是|当|做|任|担任)(?:我们)?的?$/u.test(
        text.slice(0, start),
      )
    ) {
      const named = values.findLast(each => each.kind === 'person' && each.end <= start && !isUsed(each));
      return named !== undefined && put(place, named.words, named.start, true, named.words, true);
    }
    const head = text.slice(since, start);
    const at = since + (/^[\s,，。;；]*/u.exec(head)?.[0].length ?? 0);
    const stop = nameEnd(text, at);
    return stop > 0 && stop < start && led(stop) && put(place, text.slice(at, stop), at);
  };
  /** A piece of prose from an index to the next name of a field. */
  const proseIn = (from: number, to: number, bare: boolean): Statement => {
    // What is joined to the next name of a field ends before the mark between them.
    const piece =
      to < text.length ? text.slice(from, to).replace(/[\s,，、]{1,9}$/u, '') : text.slice(from, to);
    const spoken = spokenValue('prose', piece, !bare);
    return {
      stated: spoken && { text: spoken.text, words: spoken.text, at: from + spoken.at },
      corrects: false,
      old: null,
    };
  };
  const clauseAt = (at: number): number => clauses.findLastIndex(each => each.start <= at);

  /** Role -> the place of that role that was filled last. */
  const lastOf = new Map<Role, string>();
  /** Places that take what the next one of their role gets: 联系人和负责人都是李明. */
  const waiting: FormPlace[] = [];
  let since = 0;
  for (const [index, label] of labels.entries()) {
    const { place } = label;
    const role = roleOf(place.field);
    const next = labels[index + 1];
    const own = clauseEnd(reading, label.clause);
    const from = since;
    since = label.end;
    // 座机023-58100233是联系人的: whose it is stands behind it.
    if (
      next &&
      /^[\s:：]{0,3}[\d-]{7,20}(?:这个|那个)?就?(?:是|归|属于)$/u.test(text.slice(label.end, next.start)) &&
      /^的/u.test(text.slice(next.end))
    ) {
      since = from;
      continue;
    }
    if (valueBefore(place, label.start, label.end, from)) {
      lastOf.set(role, place.id);
      continue;
    }
    const colon = /^[\s]*[:：]/u.test(text.slice(label.end, label.end + 3));
    const limit = next?.start ?? text.length;
    if (next && joined.test(text.slice(label.end, next.start)) && roleOf(next.place.field) === role) {
      waiting.push(place);
      continue;
    }
    let start = label.end;
    if (label.foreign) {
      // 去年的联系人是罗敏，今年换成郭婷 · 朋友公司的地址是…，我们的是…
      const turned = turns.exec(text.slice(label.end, limit));
      if (!turned) continue;
      start = label.end + turned.index + turned[0].length;
    }
    const region = text.slice(start, Math.min(limit, Math.max(own, clauseEnd(reading, clauseAt(start)))));
    const before = lastOf.get(role);
    if (!label.foreign && before !== undefined && refersBack(role, region)) {
      const same = fields.find(field => field.place === before);
      if (same) {
        fields.push({ ...same, place: place.id });
        continue;
      }
    }
    // 联系人是我，我叫邓丽华
    const self =
      writer.test(region) && role === 'person' ? selfNamed(values, text, label.end, limit) : undefined;
    if (self) {
      put(place, self.words, self.start);
      lastOf.set(role, place.id);
      phoneBehind(place, self.end, limit);
      continue;
    }
    if (elsewhere.test(region) || writer.test(region)) {
      if (!mistaken.test(region)) referred.push(place.id);
      continue;
    }
    if (role === 'prose') {
      const rewrites = label.foreign ? null : rewritten.exec(text.slice(start, limit));
      if (rewrites) {
        // 研发情况那段重写：…
        start += rewrites[0].length;
        corrections.push({ place: place.id, old: null, value: null, words: text.slice(label.start, limit) });
      }
    }
    const corrects = !label.foreign && clauses[label.clause]!.act === 'corrects';
    const change = corrects && role === 'prose' ? changes.exec(text.slice(start, limit)) : null;
    // 团队是25个人，不是20人
    const two = text
      .slice(start, Math.min(limit, clauseEnd(reading, label.clause + 1)))
      .replace(/[。!！]$/u, '');
    const turned = role === 'prose' && !colon && !label.foreign ? pairIn(two) : null;
    const said: Statement = turned
      ? {
          stated: {
            text: turned.right,
            words: turned.right,
            at: start + two.indexOf(turned.right, turned.from),
          },
          corrects: true,
          old: turned.old,
        }
      : role === 'prose' && !(corrects && !change)
        ? proseIn(start + (change ? change.index + change[0].length : 0), limit, colon || change !== null)
        : statedIn(reading, place, start, limit, {
            // 中心叫…: the name brings its value along.
            colon: colon || text.slice(label.start, label.end).endsWith('叫'),
            open: place.id === openId && label.start === clauses[label.clause]!.start,
            corrects,
            isUsed,
            fits: typed => gate(place, typed).ok,
          });
    // 领域先进制造: a value the field is known to take.
    const word = region.trim().replace(/[。.!！吧嘛哈]{1,3}$/u, '');
    const known = Object.values(place.field.from?.map ?? {}).some(({ value }) => value === word);
    const stated =
      said.stated ?? (known ? { text: word, words: word, at: start + region.indexOf(word) } : null);
    const done =
      stated !== null && put(place, stated.text, stated.at, true, stated.words, said.stated?.sure ?? false);
    if (said.corrects || corrects) {
      const value = done ? fields.find(field => field.place === place.id)!.value : null;
      const words = text.slice(label.start, limit);
      const empty = corrections.findIndex(each => each.place === place.id && each.value === null);
      if (empty >= 0) corrections.splice(empty, 1);
      corrections.push({ place: place.id, old: said.old, value, words });
    }
    // 联系人13983007126: the number of whoever it is.
    if (!done && role === 'person') phoneBehind(place, start, Math.min(limit, own));
    if (!done) continue;
    lastOf.set(role, place.id);
    const read = fields.find(field => field.place === place.id)!;
    for (const other of waiting.filter(each => roleOf(each.field) === role)) {
      if (!gate(other, read.value).ok) continue;
      fields.push({ ...read, place: other.id });
      const corrected = corrections.find(each => each.place === place.id);
      if (corrected) corrections.push({ ...corrected, place: other.id });
      waiting.splice(waiting.indexOf(other), 1);
    }
    // 联系人李明 13800138000
    if (role === 'person') phoneBehind(place, read.end, limit);
  }
  const bare = corrections.length === 0 ? bareCorrection(reading) : null;
  if (bare) {
    corrections.push(bare);
    const { old, value } = bare;
    // 不是…001，是…002 where a number is asked for: of its kind, so it may be meant.
    if (open && value && old && traitsOf(open.field).strict && gate(open, old).ok && gate(open, value).ok)
      put(open, value, text.lastIndexOf(value), false);
  }
  const openBlock = open?.section.repeat && open.entry !== null ? open : null;
  const stretches = stretchesIn(reading, form, labels);
  // At a question of a block, a list of everything about it: its name, its kind, where it is, who is to be called.
  const listed = openBlock && stretches.length === 0 ? wholeList(reading, openBlock, labels) : null;
  for (const stretch of listed ? [listed] : stretches)
    fillBlock(
      reading,
      form,
      openBlock?.section === stretch.section ? { ...stretch, entry: openBlock.entry! } : stretch,
      (place, typed, start) => !fields.some(field => field.place === place.id) && put(place, typed, start),
      isUsed,
    );
  const headed = stretches.some(({ opens }) => opens);
  if (open && !fields.some(field => field.place === open.id) && (!headed || open.section.repeat))
    answerOpen(
      reading,
      open,
      labels,
      (place, typed, start, words, sure) => put(place, typed, start, false, words, sure),
      gate,
      wanted,
      isUsed,
      corrections,
      id => referred.push(id),
    );
  /** Beside what was said outright. */
  const fill = (place: FormPlace, typed: string, start: number): boolean =>
    !fields.some(field => field.place === place.id) && put(place, typed, start, false);
  if (!open || traitsOf(open.field).lines === 'many')
    unlabelled(reading, form, fill, isUsed, (place, typed) => gate(place, typed).ok, labels);
  else if (fields.some(({ place }) => place === open.id)) besides(reading, open, fill, isUsed, true);
  const unplaced = values.filter(
    value =>
      ['phone', 'person', 'organisation', 'email', 'creditCode', 'address'].includes(value.kind) &&
      !isUsed(value) &&
      clauses[value.clause]?.act !== 'asks',
  );
  const named = labels.map(
    ({ place, start, end, before }): NamedAs => ({ place: place.id, words: text.slice(start, end), before }),
  );
  return { fields, corrections, unplaced, referred, named };
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
