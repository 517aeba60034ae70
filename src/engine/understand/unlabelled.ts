import type { Reading, Value } from '../../language/reading.ts';
import type { Field, Form } from '../../model/pack/form.ts';
import { type FormPlace, phoneOf, placeOfId, roleOf } from './form-places.ts';

/** Letters between a person and the number that goes with her. */
const NEAR = 12;

/** What nobody labelled, said of ourselves: 我们是重庆某某有限公司 is the unit's name. */
export const unlabelled = (
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
      /(?:我们|我司|咱们?|本单位|本公司|我单位|我公司|我院|我校|我所|我厂|这里|这边)(?:的)?(?:单位|公司|厂|企业|医院|学校|研究所|院|所|合作社|这边|这里)?(?:的)?(?:全称|名称|名字)?(?:就|全称|名字)?(?:是|叫|叫做|名叫)$|(?:我们|咱们?)(?:单位|公司|厂|企业|医院|学校|研究所|院|所|合作社)的?(?:全称|全名|名称|大名)(?:就|为|是|叫){0,3}$|(?:^|[,，。;；\s])(?:名称|全称|全名|单位名|公司名)(?:就|是|为|叫){0,3}$|(?:^|[,，。;；\s])(?:单位|公司|厂子?|企业|医院|学校|研究所|合作社)(?:的)?(?:全称|名称|名字)?就?(?:叫|叫做|名叫|是叫|全称是|名称是|名字是)$/u.test(
        reading.text.slice(0, value.start).replace(/(?<!\s)\s+$/u, ''),
      )
    );
  });
  if (own.length === 1 && !reading.agent) put(place, own[0]!.words, own[0]!.start);
  besides(reading, { section: place.section, entry: null }, put, isUsed, false);
};

/** Leads up to where somebody is. */
const lives =
  /(?:^|[,，。\s])(?:我们)?(?:厂址|院址|校址|所址|社址|住址|地点|位置)(?:就|是|在|位于)*$|(?:^|[,，。\s])(?:我们|我司|咱们?|他们|对方|那边|本单位|本公司|我单位|单位|公司|厂|厂子|企业|中心)?(?:单位|公司|厂|企业|这边|那边)?(?:就|现在|拟|打算)?(?:在|位于|坐落在|设在|建在|办公在)$/u;

/** Leads up to the person who is to be called. */
const called =
  /(?:我叫|我是|姓名|名字|名字叫|有事找|有事联系|有问题找|有问题联系|对接的?是|对接人是?|那边是|请?联系(?!人)|找)(?:\p{Script=Han}(?:老师|总|主任|经理|院长|工))?[\s,，:：]*$/u;

/** What stands beside an answer without a name of its own goes where the block has one place of its kind. */
export const besides = (
  reading: Reading,
  { section, entry }: Pick<FormPlace, 'section' | 'entry'>,
  put: (place: FormPlace, typed: string, start: number) => boolean,
  isUsed: (value: Value) => boolean,
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
