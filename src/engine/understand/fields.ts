import type { Mention, Reading, Value } from '../../language/reading.ts';
import { traitsOf } from '../../model/pack/field-kinds.ts';
import type { Form } from '../../model/pack/form.ts';
import { surroundings } from '../fields/around.ts';
import { matchOption } from '../fields/choice.ts';
import { readField } from '../fields/registry.ts';
import type { FieldValue } from '../fields/value.ts';
import { bareCorrection, type Correction, changes, contrast, mistaken, rightFirst } from './corrections.ts';
import { type FormPlace, kindOf, phoneOf, placeOfId, type Role, roleOf } from './form-places.ts';
import { labelsIn } from './labels.ts';
import { answerOpen, writer } from './open-answer.ts';
import { spokenValue } from './spoken.ts';
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
const elsewhere =
  /^[\s:：,，]*(?:就|也|都|填|写)*(?:同上|同前|和|跟|与|同|一样|相同|一致|见上|如上|照旧|不变|没变|不用改)/u;
const clauseEnd = (reading: Reading, index: number): number =>
  reading.clauses[index]?.end ?? reading.text.length;

const renamed = (all: string): boolean =>
  /^[\s:：,，]*(?:已经|早就|现在|并)?不是/u.test(all) && changes.test(all) && !contrast.test(all);

/** Where what is told of another, or of another year, turns to us and now. */
const turns =
  /[,，。;；\s](?:但|不过|而)?(?:(?:我们|我司|咱们?|本单位|本公司|自己)(?:自己|这边)?的?(?:就|则)?(?:是|叫|在|写|填)|(?:今年|现在|这次|如今)?(?:换成|改成|换了|改为|换)|(?:今年|现在|这次|如今)(?:就)?(?:是|叫|在|写|填|用))/u;

/** Letters between a person and the number that goes with her. */
const NEAR = 12;

/** 座机023-58100233是联系人的: whose a value is, behind it. */
const ownedBy = /^(?:这个|那个)?(?:就是|是|归|属于|算)(?:我们|单位|公司)?$/u;

/** 那段重写：, 这部分改成: before the new words of a piece of prose. */
const rewritten =
  /^(?:那|这)?(?:一)?(?:段|项|部分|块|栏)?(?:内容)?(?:都|要|得|全部)?(?:重写|重新写|改写|重填)(?:一下|成|为)?[\s:：,，]+/u;
const turned = (all: string): RegExpExecArray | null => rightFirst.exec(all.replace(/[。!！]$/u, ''));

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

/** Between two values of which the second is meant: 不对，尾号是4471，. */
const tookBack =
  /^[\s,，。;；!！…]{0,4}(?:哦|啊|呃|诶)?(?:不对|错了|哦不|不是|(?:搞|打|写|说|发)错了?)[^0-9]{0,6}[0-9]{0,4}[^0-9]{0,6}$/u;

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
  const put = (place: FormPlace, typed: string, start: number, labelled = true, words = typed): boolean => {
    const end = start + words.length;
    const read = gate(place, typed, isNamed(place, typed, start, labelled));
    if (!read.ok) return false;
    const at = fields.findIndex(field => field.place === place.id);
    if (at >= 0) fields.splice(at, 1);
    fields.push({ place: place.id, value: read.value, start, end, words, labelled });
    used.push({ start, end });
    return true;
  };
  /** 电话是A，不对，是B: the last that takes back the one before it. */
  const meant = (value: Value): Value => {
    const next = values.find(({ kind, start }) => kind === value.kind && start >= value.end);
    return next && tookBack.test(text.slice(value.end, next.start)) ? meant(next) : value;
  };
  /** The value of a place's kind in a stretch of the text, the first that is not taken. */
  const typedIn = (role: Role, from: number, to: number, place?: FormPlace): Value | undefined => {
    const kind = kindOf[role];
    const all = values.filter(
      value => value.kind === kind && value.start >= from && value.end <= to && !isUsed(value),
    );
    // 联系人陈老师 陈静: what she is called by, then her name.
    const first = (place && all.find(({ words }) => gate(place, words).ok)) ?? all[0];
    return first && meant(first);
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

  let lastPerson: string | null = null;
  for (const [index, label] of labels.entries()) {
    const { place } = label;
    const role = roleOf(place.field);
    const next = labels[index + 1];
    const own = clauseEnd(reading, label.clause);
    // 座机023-58100233是联系人的
    const owned = /^(?:本人|自己)?的(?:\s*[,，。;；!！]|\s*$)/u.test(text.slice(label.end))
      ? values.findLast(
          each =>
            each.kind === 'phone' &&
            each.end <= label.start &&
            ownedBy.test(text.slice(each.end, label.start)),
        )
      : undefined;
    const number = owned && !isUsed(owned) ? (role === 'phone' ? place : phoneOf(place)) : null;
    if (owned && number) {
      put(number, owned.words, owned.start);
      continue;
    }
    const colon = /^[\s]*[:：]/u.test(text.slice(label.end, label.end + 3));
    const limit = next?.start ?? text.length;
    // 联系人和负责人都是李明: the first takes what the second gets.
    if (next && joined.test(text.slice(label.end, next.start)) && roleOf(next.place.field) === role) {
      const value =
        role === 'person' ? typedIn('person', next.end, clauseEnd(reading, next.clause + 1)) : undefined;
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
    if (label.foreign) {
      // 去年的联系人是罗敏，今年换成郭婷 · 朋友公司的地址是…，我们的是…
      const turned = turns.exec(text.slice(label.end, limit));
      if (!turned) continue;
      start = label.end + turned.index + turned[0].length;
      region = text.slice(start, limit);
    }
    const corrected =
      !label.foreign &&
      (clauses[label.clause]!.act === 'corrects' || (mistaken.test(region) && !colon && role !== 'prose'));
    if (corrected) {
      const all = text.slice(label.end, limit);
      const pair = contrast.exec(all.replace(/[。!！]$/u, ''));
      const change = [...all.matchAll(new RegExp(changes.source, 'gu'))].at(-1) ?? null;
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
    } else if (
      !label.foreign &&
      renamed(text.slice(label.end, Math.min(limit, clauseEnd(reading, label.clause + 1))))
    ) {
      // 法人不是王强了，换成王建军
      const all = text.slice(label.end, Math.min(limit, clauseEnd(reading, label.clause + 1)));
      const change = changes.exec(all)!;
      start = label.end + change.index + change[0].length;
      region = all.slice(change.index + change[0].length);
      corrections.push({ place: place.id, old: null, value: null, words: all });
    } else if (label.foreign) {
      region = text.slice(start, limit);
    } else if (rewritten.test(text.slice(label.end, limit))) {
      // 研发情况那段重写：…
      start = label.end + rewritten.exec(text.slice(label.end, limit))![0].length;
      region = text.slice(start, limit);
      corrections.push({ place: place.id, old: null, value: null, words: text.slice(label.start, limit) });
    } else if (
      !colon &&
      turned(text.slice(label.end, Math.min(limit, clauseEnd(reading, label.clause + 1))))
    ) {
      // 团队是25个人，不是20人
      const all = text.slice(label.end, Math.min(limit, clauseEnd(reading, label.clause + 1)));
      const [, right, old] = turned(all)!;
      start = label.end + all.indexOf(right!);
      region = right!;
      corrections.push({ place: place.id, old: old!.trim(), value: null, words: all });
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
    // 联系人是我，我叫邓丽华
    const self =
      writer.test(region) && role === 'person' ? selfNamed(values, text, label.end, limit) : undefined;
    if (self) {
      put(place, self.words, self.start);
      lastPerson = place.id;
      phoneBehind(place, self.end, limit);
      continue;
    }
    if (elsewhere.test(region) || writer.test(region)) {
      if (!mistaken.test(region)) referred.push(place.id);
      continue;
    }
    const value = typedIn(role, start, start + region.length, role === 'person' ? place : undefined);
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
      const spoken = spokenValue(
        role,
        region,
        !colon && !corrected && !(place.id === openId && label.start === clauses[label.clause]!.start),
      );
      done = spoken !== null && put(place, spoken.text, start + spoken.at);
    }
    // 责任人就写我们院长，姓程，叫程海涛
    if (!done && role === 'person') {
      const called = values.find(
        each =>
          each.kind === 'person' &&
          each.start >= label.end &&
          each.end <= limit &&
          !isUsed(each) &&
          /(?:叫|名叫|全名|大名|名字是|名字叫|姓名是?)$/u.test(text.slice(0, each.start)),
      );
      done = called !== undefined && put(place, called.words, called.start);
    }
    // 负责人写我们杜总，杜若飞: by her office, and by name in the next clause.
    if (!done && role === 'person') {
      const wide = text.slice(label.end, Math.min(limit, clauseEnd(reading, label.clause + 1)));
      const named = wide.length > region.length ? spokenValue(role, wide, true) : null;
      done = named !== null && named.at > region.length && put(place, named.text, label.end + named.at);
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
      phoneBehind(place, person.end, limit);
    }
  }
  const bare = corrections.length === 0 ? bareCorrection(reading) : null;
  if (bare) {
    corrections.push(bare);
    const { old, value } = bare;
    // 不是…001，是…002 where a number is asked for: of its kind, so it may be meant.
    if (open && value && old && traitsOf(open.field).strict && gate(open, old).ok && gate(open, value).ok)
      put(open, value, text.lastIndexOf(value), false);
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
  /** Beside what was said outright. */
  const fill = (place: FormPlace, typed: string, start: number): boolean =>
    !fields.some(field => field.place === place.id) && put(place, typed, start, false);
  if (!open || traitsOf(open.field).lines === 'many') unlabelled(reading, form, fill, isUsed);
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
