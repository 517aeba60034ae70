import { leadIn } from '../../language/leads.ts';
import type { Reading, Value } from '../../language/reading.ts';
import type { Field, Form } from '../../model/pack/form.ts';
import { type FormPlace, phoneOf, placeOfId, roleOf } from './form-places.ts';
import { statedIn } from './stated.ts';

/** Letters between a person and the number that goes with her. */
const NEAR = 12;

/** Who speaks, what her unit is, or what it is called: 我们是, 公司全名喊做, 单位就是. */
const speaksOfUnit =
  /我|咱|本(?:单位|公司|院|校|所|厂|社)|单位|公司|企业|厂|医院|学校|研究所|合作社|机构|名称|全称|全名|名字|大名|这里|这边/u;

/** For whom an agency files. */
const client = /客户|委托/u;

/** 重庆某某有限公司, and not 科技服务公司: a name that stands for one unit. */
const fullName = /^(?=.{7}).*(?:有限|股份|合作社|医院|大学|学院|研究[院所]|卫生院)/u;

/** What nobody labelled, said of ourselves: 我们是重庆某某有限公司 is the unit's name; so is a name alone before labelled values. */
export const unlabelled = (
  reading: Reading,
  form: Form,
  put: (place: FormPlace, typed: string, start: number) => boolean,
  isUsed: (value: Pick<Value, 'start' | 'end'>) => boolean,
  fits: (place: FormPlace, typed: string) => boolean,
  labels: readonly { readonly start: number; readonly foreign: boolean }[],
): void => {
  const place = placeOfId(form, form.unit);
  if (!place) return;
  const { text, clauses, values } = reading;
  const names = values.filter(value => value.kind === 'organisation' && !isUsed(value));
  const told = clauses.flatMap(clause => {
    if (
      clause.act === 'asks' ||
      clause.act === 'corrects' ||
      clause.supposed ||
      (clause.another && !reading.agent)
    )
      return [];
    if (!names.some(({ start }) => start >= clause.start)) return [];
    const said = text.slice(clause.start);
    const lead = leadIn(said, rest =>
      names.some(({ start }) => start === clause.start + said.length - rest.length),
    );
    const before = said.slice(0, lead.length);
    if (
      !lead.brings &&
      !/(?:[:：]|名称|全称|全名|名字|(?:我们|咱们|本)(?:单位|公司|医院|学校|厂|研究所|合作社))\s*$/u.test(
        before,
      )
    )
      return [];
    if (!(reading.agent ? client : speaksOfUnit).test(before)) return [];
    const to = labels.find(({ start }) => start > clause.start)?.start ?? text.length;
    const { stated } = statedIn(reading, place, clause.start, to, {
      colon: false,
      open: false,
      corrects: false,
      close: true,
      isUsed,
      fits: typed => fits(place, typed),
    });
    return stated ? [stated] : [];
  });
  const [own] = told;
  if (own && new Set(told.map(each => each.text)).size === 1) put(place, own.text, own.at);
  const [first] = names;
  const alone =
    first !== undefined &&
    names.length === 1 &&
    first.clause === 0 &&
    clauses[0]!.words.trim() === first.words &&
    fullName.test(first.words) &&
    labels.some(({ foreign }) => !foreign);
  if (!own && alone && !reading.agent) put(place, first.words, first.start);
  besides(reading, { section: place.section, entry: null }, put, isUsed, false);
};

/** Leads up to where somebody is. */
const lives =
  /(?:^|[,，。\s])(?:我们)?(?:厂址|院址|校址|所址|社址|住址|地点|位置)(?:就|是|在|位于)*$|(?:^|[,，。\s])(?:我们|我司|咱们?|他们|对方|那边|本单位|本公司|我单位|单位|公司|厂|厂子|企业|中心)?(?:单位|公司|厂|企业|这边|那边)?(?:就|现在|拟|打算)?(?:在|位于|坐落在|设在|建在|办公在)$/u;

/** Leads up to the person who is to be called. */
const called =
  /(?:我叫|我是|姓名|名字|名字叫|有事找|有事联系|有问题找|有问题联系|对接的?是|对接人是?|那边是|请?联系(?!人)|找)(?:\p{Script=Han}(?:老师|总|主任|经理|院长|工)|[小老]\p{Script=Han})?[\s,，:：]*$/u;

/** What stands beside an answer without a name of its own goes where the block has one place of its kind. */
export const besides = (
  reading: Reading,
  { section, entry }: Pick<FormPlace, 'section' | 'entry'>,
  put: (place: FormPlace, typed: string, start: number) => boolean,
  isUsed: (value: Pick<Value, 'start' | 'end'>) => boolean,
  /** Whether a value may stand as a clause of its own: beside an answer it may, else it is the answer to what is asked. */
  alone: boolean,
): void => {
  const { text, clauses } = reading;
  const at = (field: Field): FormPlace => ({
    id: entry === null ? field.id : `${section.id}.${entry}.${field.id}`,
    field,
    section,
    entry,
  });
  /** An address that is a clause of its own. */
  const isClause = ({ kind, clause, words }: Value): boolean =>
    kind === 'address' && clauses[clause]?.words.trim() === words.trim();
  const free = (kind: Value['kind'], lead: RegExp): Value[] =>
    reading.values.filter(
      value =>
        value.kind === kind &&
        !isUsed(value) &&
        clauses[value.clause]?.act !== 'asks' &&
        clauses[value.clause]?.act !== 'corrects' &&
        (lead.test(text.slice(0, value.start).trimEnd()) || (alone && isClause(value))),
    );
  // 重庆某某有限公司，企业，…: a clause that is nothing but an option.
  if (alone && clauses.length > 1)
    for (const field of section.fields.filter(each => roleOf(each) === 'choice'))
      for (const { plain, start, end } of clauses.slice(1)) {
        const option = field.options?.find(
          ({ value, aliases }) => value === plain || aliases.includes(plain),
        );
        if (option && !isUsed({ start, end })) put(at(field), option.value, start);
      }
  const homes = section.fields.filter(field => roleOf(field) === 'address');
  const lived = free('address', lives);
  if (homes.length === 1 && lived.length === 1) put(at(homes[0]!), lived[0]!.words, lived[0]!.start);
  const people = section.fields.filter(field => roleOf(field) === 'person');
  const contacts = people.filter(({ label, aliases }) =>
    [label, ...aliases].some(name => /联系人|经办人|对接人/u.test(name)),
  );
  const contact = contacts.length === 1 ? contacts[0]! : people.length === 1 ? people[0]! : null;
  const named = free('person', called);
  if (!contact || named.length !== 1 || !put(at(contact), named[0]!.words, named[0]!.start)) return;
  const target = phoneOf(at(contact));
  const phones = free('phone', /./su).filter(({ start }) => start > named[0]!.end);
  if (target && phones.length === 1 && phones[0]!.start - named[0]!.end <= NEAR)
    put(target, phones[0]!.words, phones[0]!.start);
};
