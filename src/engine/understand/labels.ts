import type { Reading } from '../../language/reading.ts';
import { fromChinese } from '../../model/numerals.ts';
import type { Form } from '../../model/pack/form.ts';
import { isCommonName } from './common-names.ts';
import { type FormPlace, phoneOf, placeFor, placeOfKey, roleOf, type Scope } from './form-places.ts';

/** A name of a field that a message uses as one. */
export interface Label {
  readonly place: FormPlace;
  readonly start: number;
  readonly end: number;
  readonly clause: number;
  /** What stands right before it in its clause, without 的: 王老师 of 王老师的电话. */
  readonly before: string;
  /** Whether it is of another unit or another year: 隔壁公司的联系人, 去年的申报单位. */
  readonly foreign: boolean;
}

/** Whose a named thing may be, as it stands before the name. */
const beforeIn = (reading: Reading, clause: number, start: number): string =>
  reading.text
    .slice(reading.clauses[clause]?.start ?? 0, start)
    .replace(/(?:那边|那里|这边|那个|这个)?的?\s?$/u, '');

/** Labels a message uses as labels: named in what it tells or corrects, and not as a part of a question. */
export const labelsIn = (reading: Reading, form: Form, open: FormPlace | null): Label[] => {
  let scope: Scope = { section: open?.section ?? null, entry: open?.entry ?? 0 };
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
          : (Number.isNaN(Number(which)) ? fromChinese(which) : Number(which)) - 1;
      scope = { section, entry: index };
      continue;
    }
    if (concept.kind !== 'field' || seen.has(mention.start)) continue;
    seen.add(mention.start);
    // 团队的话，…: what is spoken of, and no condition.
    const topic = /^的话/u.test(reading.text.slice(mention.end));
    if (clause.act === 'asks' || (clause.supposed && !topic && clause.act !== 'corrects')) continue;
    const ours = /(?:我们|我司|本单位|本公司|我单位|主体单位|自己)(?:这边|这里|自己)?的?$/u.test(
      reading.text.slice(0, mention.start),
    );
    const before = beforeIn(reading, mention.clause, mention.start);
    // 领域 where 技术领域勾选 is asked for: what is asked for goes by a part of its name as well.
    const asked =
      open &&
      (roleOf(open.field) === 'choice' || roleOf(open.field) === 'words') &&
      [open.field.label, ...open.field.aliases].some(name => name.endsWith(mention.words))
        ? open
        : null;
    const place =
      ticked(form, mention.words, reading.text.slice(mention.end)) ??
      asked ??
      ownersOf(form, concept.fields, before, scope) ??
      heldBy(labels.at(-1), reading, mention.start, concept.fields) ??
      placeFor(form, concept.fields, mention.words, ours ? { section: null, entry: 0 } : scope, isCommonName);
    const opens = mention.start === 0 && /^\s*[:：]/u.test(reading.text.slice(mention.end));
    if (!place || (!opens && repeats(place, labels, open))) continue;
    labels.push({
      place,
      start: mention.start,
      end: mention.end,
      clause: mention.clause,
      before,
      foreign: isForeign(reading, mention.start, scope),
    });
    // A name that only one block has leads into it; an open repeating block is left only by such a name.
    if (!blocked || place.section.id !== blocked.id || ours)
      scope = { section: place.section, entry: place.entry ?? 0 };
  }
  return [...labels, ...shortLabels(reading, form, labels, open)].sort((a, b) => a.start - b.start);
};

/** What the names of fields end with, and what they are of before it. */
const stemOf = (name: string): string | null =>
  /^(\p{Script=Han}{2,12}?)(?:联系电话|电话|手机号?|通讯地址|地址|邮箱)$/u.exec(name)?.[1] ?? null;

/** 中心的座机, 负责人那个手机号: of several fields of a kind the one that is of what stands before. */
const ownersOf = (form: Form, keys: readonly string[], before: string, scope: Scope): FormPlace | null => {
  let best: { place: FormPlace; length: number } | null = null;
  for (const key of keys) {
    const place = placeOfKey(form, key, scope);
    if (!place) continue;
    for (const name of [place.field.label, ...place.field.aliases]) {
      const stem = stemOf(name);
      if (stem && !/^联系/u.test(stem) && before.endsWith(stem) && stem.length > (best?.length ?? 0))
        best = { place, length: stem.length };
    }
  }
  return best?.place ?? null;
};

const ofHers = /^(?:本人|自己)?(?:那边|那里|这边|那个|这个|那)?的?\s?$/u;

/** 经办人那边的号码: the number of whom the name before it is of. */
const heldBy = (
  last: Label | undefined,
  { text }: Reading,
  start: number,
  keys: readonly string[],
): FormPlace | null => {
  if (!last || roleOf(last.place.field) !== 'person' || !ofHers.test(text.slice(last.end, start)))
    return null;
  const phone = phoneOf(last.place);
  const key = phone && (phone.section.repeat ? `${phone.section.id}.${phone.field.id}` : phone.field.id);
  return key && keys.includes(key) ? phone : null;
};

/** Whose field it is, when it is nobody's of ours: 隔壁宏远公司的联系人, 去年的申报单位, 你们科室的电话. */
const foreign =
  /(?:(?:隔壁|邻居|朋友|同行|别人|别家|人家|其他|其它|另一家|另外一家|去年|前年|上次|上回|往年|以前|之前)(?:[^,，。;；\s]{0,12}(?:的|那份|那个|公司|单位|厂|企业|医院|学校|社))?|(?:你们?|您们?)(?:科室|单位|局里?|部门|那边|那里|那儿|这边)?的?|贵(?:单位|科室?|局|委))$/u;
/** 他们厂的: another's, where no other unit of the form is spoken of. */
const theirs = /(?:他们|它们|对方)(?:厂里?|公司|单位|那边|院|家)?的?$/u;

/** Whether a name of a field is of another unit or another year, in its own clause or in one that goes on about it. */
const isForeign = ({ text, clauses }: Reading, start: number, scope: Scope): boolean => {
  const at = clauses.findLastIndex(each => each.start <= start);
  const clause = clauses[at];
  if (!clause) return false;
  const before = text.slice(clause.start, start);
  if (foreign.test(before) || (!scope.section?.repeat && theirs.test(before))) return true;
  if (clause.own || before.trim() !== '') return false;
  const previous = clauses[at - 1];
  return (
    previous !== undefined &&
    previous.sentence === clause.sentence &&
    /^(?:隔壁|邻居|朋友|同行|别人|别家|另一家)/u.test(previous.plain) &&
    previous.another
  );
};

/** 建设内容：…；预期目标：… are parts of one piece of prose, not names of two. */
const repeats = (place: FormPlace, labels: readonly Label[], open: FormPlace | null): boolean =>
  roleOf(place.field) === 'prose' &&
  (place.id === open?.id || labels.some(label => label.place.id === place.id));

/** A short name before a colon, or at the beginning of a clause before 是. */
const shortLabel =
  /(?:^|[\n,，;；。|\t])[ ]*(?:我们|他们|对方|那边|中心|公司)?的?([\p{Script=Han}]{2,8}?)[ ]*(?:[:：]|(?=(?:就|也|都|给我?|帮我){0,2}(?:是|为|填|写|叫|勾|选|用))|(?<=性质|类型|类别)(?=\p{Script=Han}))/gu;

/** 单位是疾控中心 says what the unit is, not what it is called. */
const unitNoun = /^(?:我们)?(?:单位|公司|企业|医院|学校|机构|中心|这边|这里)$/u;

/** 团队是外聘的: says how it is; what is to be written comes behind 写 or a colon. */
const proseTold = (field: FormPlace['field'], after: string): boolean =>
  roleOf(field) === 'prose' && /^(?:就|也|都)?[是为]/u.test(after);

/** 领域勾先进制造: of several fields of a name the one that is ticked. */
const ticked = (form: Form, words: string, after: string): FormPlace | null => {
  if (!/^(?:就|那|请|帮我){0,2}(?:勾|选)/u.test(after)) return null;
  for (const section of form.sections)
    for (const field of section.repeat ? [] : section.fields)
      if (
        roleOf(field) === 'choice' &&
        field.aliases.some(name => name === `${words}勾选` || name === `勾选${words}`)
      )
        return { id: field.id, field, section, entry: null };
  return null;
};

/** 平台叫…: of 平台名称 the part before 名称. */
const isNameOf = (name: string, word: string): boolean =>
  /^(?:名称|名字|全称)$/u.test(name.slice(-2)) && name.slice(0, -2).endsWith(word);

/** 性质：企业 in a block: a word before a colon that is part of one field's name and of no other's near it. */
const shortLabels = (
  reading: Reading,
  form: Form,
  labels: readonly Label[],
  open: FormPlace | null,
): Label[] => {
  const found: Label[] = [];
  for (const match of reading.text.matchAll(shortLabel)) {
    const start = match.index + match[0].indexOf(match[1]!);
    const end = start + match[1]!.length;
    if (labels.some(label => label.start < end && start < label.end)) continue;
    const near = labels.findLast(label => label.start < start)?.place ?? open;
    const others = form.sections.filter(each => !each.repeat && each !== near?.section);
    const sections = near?.section.repeat ? [near.section] : near ? [near.section, ...others] : others;
    const word = match[1]!;
    const colon = /[:：]$/u.test(match[0]);
    const called = /^(?:就|也|都)?叫/u.test(reading.text.slice(end));
    const fitting = sections.map(section =>
      section.fields
        .filter(field =>
          [field.label, ...field.aliases].some(name =>
            colon ? name.includes(word) : name.endsWith(word) || (called && isNameOf(name, word)),
          ),
        )
        .map(field => ({ section, field })),
    );
    // In the block it stands in; where nothing is near it, the form begins with the unit itself.
    const fits = fitting.find(each => each.length > 0) ?? [];
    if (
      fits.length !== 1 ||
      (!colon && unitNoun.test(word)) ||
      (!colon && proseTold(fits[0]!.field, reading.text.slice(end))) ||
      (!colon &&
        /^(?:名字|名称|全名|全称)$/u.test(word) &&
        !/^(?:就|也|都)?[是为]/u.test(reading.text.slice(end))) ||
      (!colon && reading.clauses.some(each => each.act === 'asks' && each.start <= start && start < each.end))
    )
      continue;
    const { section, field } = fits[0]!;
    const entry = section.repeat ? (near?.entry ?? 0) : null;
    const id = entry === null ? field.id : `${section.id}.${entry}.${field.id}`;
    const place = { id, field, section, entry };
    const led = colon || /^(?:就|也)?(?:写|填)/u.test(reading.text.slice(end));
    const only = start === 0 && led && !/[;；\n].{1,12}[:：]/u.test(reading.text);
    if (!only && repeats(place, [...labels, ...found], open)) continue;
    const clause = Math.max(
      0,
      reading.clauses.findLastIndex(each => each.start <= start),
    );
    found.push({
      place,
      start,
      end,
      clause,
      before: beforeIn(reading, clause, start),
      foreign: false,
    });
  }
  return found;
};
