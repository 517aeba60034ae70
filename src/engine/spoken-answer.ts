import type { Value } from '../language/reading.ts';
import type { Session } from '../model/session.ts';
import type { Context } from './context.ts';
import { around } from './fields/around.ts';
import { readField } from './fields/registry.ts';
import { isEntry } from './hollow.ts';
import { fold, length } from './text.ts';
import { type Role, roleOf } from './understand/form-places.ts';
import { understood } from './understood.ts';
import { type Place, places } from './walk.ts';

/** Longest text that is looked through for values, in characters: a few paragraphs. Documents come as pastes and files. */
export const TOLD_LIMIT = 1_000;

/** What may be said around a value: a few plain words, no signs that might belong to it. */
const aroundValue = /^[\p{Script=Han}，,。！!：:\s]{0,16}$/u;

const asAbove =
  /(?:同(?:上|前|单位|法人|主体单位|负责人|联系人|公司)|(?:和|跟|与)(?:上面|前面|单位|公司|法人|主体单位|负责人|联系人|厂里?|我们|企业|医院|学校|院里|总部).{0,4}(?:一样|相同|一致)|也是(?:我|他|她)$|(?:还|也|都)是(?:他|她|这个人|同一个?人))/u;

/** 同单位地址, 也是他: the value of its kind that stands in the form already, where there is only one. */
export const resolved = (ctx: Context, session: Session, open: Place, text: string): string | null => {
  if (length(text) > 20 || !(asAbove.test(text) || isEntry(fold(text)))) return null;
  const role = roleOf(open.field);
  if (role === 'prose' || role === 'choice' || role === 'words') return null;
  const all = places(ctx.pack.form, session).filter(
    place => place.id !== open.id && roleOf(place.field) === role && place.id in session.answers,
  );
  const named = all.filter(({ field }) =>
    [field.label, ...field.aliases].some(name => name.length > 1 && text.includes(name)),
  );
  const values = new Set((named.length > 0 ? named : all).map(({ id }) => session.answers[id]!.value));
  return values.size === 1 ? [...values][0]! : null;
};

/** Kinds of value that show by their form that they are what a field asks for. */
const roleOfShape: Partial<Record<Role, Value['kind']>> = {
  organisation: 'organisation',
  address: 'address',
  date: 'date',
  email: 'email',
};

/**
 * What a text says for the place that comes next, where something else is asked first: only what shows by its form that it
 * is meant for it, an option by its name or a value of the very kind; null for anything else.
 */
export const shapedFor = (ctx: Context, session: Session, next: Place, text: string): string | null => {
  if (length(text) > TOLD_LIMIT) return null;
  const asking: Session = {
    ...session,
    prompt: { id: 'next', asks: { kind: 'field', field: next.id }, options: [] },
  };
  const { acts, fields, reading } = understood(ctx, asking, text);
  if (roleOf(next.field) === 'choice') {
    const read = readField(next.field, text, around(ctx, next));
    return read.ok && !acts.includes('asks') ? read.value : null;
  }
  const own = fields.find(({ place }) => place === next.id);
  if (!own || acts.includes('asks') || acts.includes('wants')) return null;
  const shape = roleOfShape[roleOf(next.field)];
  const shaped = reading.values.some(({ kind }) => kind === shape);
  return shaped && aroundValue.test(text.replace(own.words, '')) ? own.value : null;
};

/** The open question's own answer taken out of the sentence it stands in; null where the gate should read all of it. */
export const spokenAnswer = (ctx: Context, session: Session, open: Place, text: string): string | null => {
  const as = resolved(ctx, session, open, text);
  if (as !== null) return as;
  const role = roleOf(open.field);
  if (length(text) > TOLD_LIMIT || role === 'prose' || role === 'choice') return null;
  const { fields } = understood(ctx, session, text);
  const own = fields.find(({ place }) => place === open.id);
  if (!own) return null;
  const whole = readField(open.field, text, around(ctx, open));
  // 企业 在龙驹镇: what follows is of another matter.
  const apart = role === 'words' && /^[\s，,]/u.test(text.slice(own.end));
  // Several names to choose from are the gate's to ask about.
  if (!whole.ok && (whole.choices?.length ?? 0) > 1) return null;
  if (whole.ok && (whole.value === own.value || (role !== 'person' && role !== 'organisation' && !apart)))
    return null;
  return aroundValue.test(text.replace(own.words, '')) ? own.value : null;
};
