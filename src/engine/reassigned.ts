import type { Session } from '../model/session.ts';
import type { Context } from './context.ts';
import { length } from './text.ts';
import type { ToldValue } from './told.ts';
import { phoneOf, placeOfId, roleOf } from './understand/form-places.ts';
import { understood } from './understood.ts';
import { places } from './walk.ts';

/** What waits for a yes and is said not to belong there, and where it belongs where that is said. */
export interface Reassigned {
  /** Places whose value waits no more. */
  readonly dropped: readonly string[];
  readonly values: readonly ToldValue[];
}

/** Longest message about what waits, in characters. */
const LIMIT = 40;
const denies =
  /^(?:不是的?|不对|错了|别填|不填入?|不要填?|不用填?|莫填|填错了|搞错了|弄错了|不能填)[了的啊呀嘛吧]*(?=[，,。！!\s]|那|这|它|是|$)/u;
const belongs = /(?:那|这|它)(?:个|些|两个|几个)?(?:都|就)?是|^是/u;

/** 不是的，那个是合作单位的电话 · 不填入那是赵鹏程的电话, while values wait for a yes. Null where it is not about them. */
export const reassignedIn = (ctx: Context, session: Session, text: string): Reassigned | null => {
  const waiting = Object.entries(session.proposed);
  if (session.prompt?.asks.kind !== 'bulk' || waiting.length === 0 || length(text) > LIMIT) return null;
  const denied = denies.exec(text);
  const rest = denied ? text.slice(denied[0].length).replace(/^[，,。！!\s]{1,4}/u, '') : text;
  if (!denied && !belongs.test(rest)) return null;
  const { reading } = understood(ctx, session, rest);
  if (reading.values.some(({ kind }) => kind === 'phone' || kind === 'address' || kind === 'email'))
    return null;
  const all = places(ctx.pack.form, session);
  // 合作单位的电话: a block, or what only a block has.
  const section = ctx.pack.form.sections.find(
    ({ id, repeat }) =>
      repeat &&
      reading.mentions.some(
        ({ concept }) =>
          (concept.kind === 'group' && concept.group === id) ||
          (concept.kind === 'field' && concept.fields.every(field => field.startsWith(`${id}.`))),
      ),
  );
  // The person or the partner the form knows by name.
  const owner = all.find(({ id, field }) => {
    const value = session.answers[id]?.value;
    const role = roleOf(field);
    return (
      value !== undefined &&
      (role === 'person' || (role === 'organisation' && id !== ctx.pack.form.unit)) &&
      rest.includes(value)
    );
  });
  if (!denied && !section && !owner) return null;
  const values = waiting.flatMap(([id, value]): ToldValue[] => {
    const from = placeOfId(ctx.pack.form, id);
    if (!from) return [];
    const role = roleOf(from.field);
    const block = section ?? (owner?.entry === null ? undefined : owner?.section);
    const own = block?.fields.find(field => roleOf(field) === role);
    const entry = owner?.entry ?? Math.max(0, (session.groups[block?.id ?? ''] ?? 1) - 1);
    const target =
      block && own
        ? `${block.id}.${entry}.${own.id}`
        : role === 'phone' && owner && roleOf(owner.field) === 'person'
          ? phoneOf(owner)?.id
          : undefined;
    return target === undefined || target === id ? [] : [{ place: target, value, corrects: false }];
  });
  return { dropped: waiting.map(([id]) => id), values };
};
