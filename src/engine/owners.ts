import { isLikelyName } from '../language/names.ts';
import { editDistance } from '../model/edit-distance.ts';
import type { Session } from '../model/session.ts';
import { halfName } from './fields/words.ts';
import { fold } from './text.ts';
import type { NamedAs } from './understand/fields.ts';
import { phoneOf, roleOf } from './understand/form-places.ts';
import type { Place } from './walk.ts';

/** A surname and how its bearer is spoken of, at the end of what stands before a name: 王老师 of 就是王老师. */
const spokenOf = (before: string): string | null =>
  [4, 3, 2].map(size => before.slice(-size)).find(tail => halfName.test(tail)) ?? null;

/** A full name at the end of what stands before a name. */
const nameAtEnd = (before: string): string | null =>
  [3, 2].map(size => before.slice(-size)).find(tail => [...tail].length > 1 && isLikelyName(tail)) ?? null;

const namesOf = ({ field }: Place): string[] => [field.label, ...field.aliases].map(fold);

/** The people of the form somebody means by a name, a surname with a title, or what they are to the unit. */
const peopleMeant = (session: Session, all: readonly Place[], before: string): Place[] => {
  const people = all.filter(place => roleOf(place.field) === 'person');
  const called = people.filter(({ id }) => {
    const name = session.answers[id]?.value;
    return name !== undefined && before.endsWith(name);
  });
  if (called.length > 0) return called;
  const spoken = spokenOf(before);
  const titled = people.filter(({ id }) => {
    const name = session.answers[id]?.value;
    return name !== undefined && spoken?.replace(/^[小老阿]/u, '').startsWith(name[0]!) === true;
  });
  if (titled.length > 0) return titled;
  const folded = fold(before);
  return people.filter(place => namesOf(place).some(name => name.length > 1 && folded.endsWith(name)));
};

/** Words that every field of a kind is called by: alone they tell none of several apart. */
const general = /^(?:联系|单位)?(?:电话|手机|手机号|号码|电话号码|座机|联系方式|地址|通讯地址|联系地址)$/u;

/**
 * Which place a named value belongs to: of several called so, the one whose person is named before it, or of the block in
 * hand. Null: as the name says. Several: nobody can tell which.
 */
export const ownerOf = (
  session: Session,
  all: readonly Place[],
  named: NamedAs,
  place: Place,
  {
    open,
    corrects,
    value,
    persons,
  }: {
    readonly open: Place | undefined;
    readonly corrects: boolean;
    readonly value: string;
    /** Who is named in the message itself, and where in the form. */
    readonly persons: readonly { readonly place: string; readonly value: string }[];
  },
): readonly string[] | null => {
  const role = roleOf(place.field);
  const akin = all.filter(each => roleOf(each.field) === role);
  const answered = akin.filter(({ id }) => id in session.answers);
  // 中心通讯地址: a name that says whose it is. In a repeating block, the block's own.
  const inBlock = place.entry !== null && place.section === open?.section && place.entry === open.entry;
  const said = fold(named.words);
  const own = akin.filter(each => namesOf(each).includes(said));
  const bare = /^(?:联系)?(?:电话|手机|手机号|号码|电话号码|座机|联系方式|地址|通讯地址|联系地址)$/u.test(
    said,
  );
  if (
    role !== 'phone' &&
    (inBlock || (!bare && own.length === 1 && own[0]!.id === place.id && open?.entry == null))
  )
    return null;
  if (role === 'phone') {
    const people = peopleMeant(session, all, named.before);
    const phones = new Set(
      people.flatMap(person => {
        const target = phoneOf(person);
        return target && all.some(({ id }) => id === target.id) ? [target.id] : [];
      }),
    );
    if (phones.size > 0) return [...phones];
    // 负责人叫李勇电话…: somebody this very message names.
    const told = new Set(
      persons.flatMap(({ place: id, value: name }) => {
        const person = named.before.endsWith(name) ? all.find(each => each.id === id) : undefined;
        const target = person && phoneOf(person);
        return target && all.some(each => each.id === target.id) ? [target.id] : [];
      }),
    );
    if (told.size > 0) return [...told];
    // Somebody the form does not know: it may be any number of it.
    if (people.length > 0 || spokenOf(named.before) !== null || nameAtEnd(named.before) !== null)
      return akin.map(({ id }) => id);
  }
  // 电话那个是…3345 beside …3344: a slip in one of them.
  const slips = answered.filter(({ id }) => editDistance(session.answers[id]!.value, value) === 1);
  if (slips.length === 1) return [slips[0]!.id];
  // What is said to be wrong stands somewhere.
  if (corrects && !(place.id in session.answers) && answered.length === 1) return [answered[0]!.id];
  if (!corrects || !general.test(fold(named.words)) || answered.length < 2) return null;
  if (/(?:我们|我司|本单位|单位|公司|中心|主体单位|自己)$/u.test(named.before)) return null;
  const near = answered.filter(({ section, entry }) => section === open?.section && entry === open.entry);
  return (near.length === 1 ? near : answered).map(({ id }) => id);
};

/** The person's name that is said to be wrong without a name of its field: 王老师的名字写错了. Null: nobody is named. */
export const personNamed = (
  session: Session,
  all: readonly Place[],
  words: string,
): readonly Place[] | null => {
  const before = /^(.{0,12}?)(?:那个|这个)?的?(?:名字|姓名|名儿|名)/u.exec(words)?.[1];
  if (before === undefined) return null;
  const people = peopleMeant(session, all, before);
  return people.length > 0 ? people : null;
};
