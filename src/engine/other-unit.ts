import { editDistance } from '../model/edit-distance.ts';
import type { Session } from '../model/session.ts';
import type { Context } from './context.ts';
import { placeOfId, roleOf } from './understand/form-places.ts';
import { understood } from './understood.ts';

/** A unit by its short name where a clause begins: 乙公司没有入规. */
const subject =
  /^(?:另外|还有|对了|那|我们|再说|现在|换成|[，,\s])*([\p{Script=Han}]{1,12}?(?:公司|厂|医院|大学|学院|研究所|研究院|合作社|学校))(?=的|没|不|是|有|也|已|在|想|要|联系|$)/u;
/** Names no unit of its own: 我们公司, 这家公司, 合作公司. */
const noName =
  /^(?:我们?|咱们?|俺们|本|该|这|那|哪|某|贵|你们|他们|她们|一家|几家|两家|其他|别的|合作|参与|联合|母|子|总|分|集团|上级|下属|朋友|客户|人家|对方|隔壁|企业|有限|股份|整个|全|小|大|老|新|现在的?)?(?:家|个|的)?(?:公司|厂|医院|大学|学院|研究所|研究院|合作社|学校)$/u;
/** Files for somebody else: 另外还帮…报. */
const forAnother =
  /(?:还|另外|再|同时|也)[^，,。]{0,6}(?:帮|替|给|代)[^，,。]{2,30}(?:报|申请|填)|(?:另一?家|另一?个|第二家)(?:单位|公司|企业)/u;

/** Prompts where another unit's name is nothing that could be an answer or a part of one. */
const listens = new Set([
  'fact',
  'review',
  'offer',
  'heard',
  'heard-all',
  'bulk',
  'commit',
  'stop',
  'resubmit',
]);

/** The same unit under a shorter name, or with a slip in it. */
const isSame = (own: string, name: string): boolean =>
  own.includes(name) || name.includes(own) || editDistance(own, name) <= 1;

/**
 * Another unit that a message tells of, where the application in hand is somebody's already: what is said of it belongs to
 * another application. Empty: one that is not named. Null: none.
 */
export const otherUnitIn = (ctx: Context, session: Session, text: string): string | null => {
  const { form } = ctx.pack;
  const own = session.answers[form.unit]?.value;
  const asks = session.prompt?.asks.kind;
  if (own === undefined || (asks !== undefined && !listens.has(asks) && !forAnother.test(text))) return null;
  const { reading, corrections, facts, fields, acts } = understood(ctx, session, text);
  if (corrections.length > 0) return null;
  const known = Object.entries(session.answers).flatMap(([id, { value }]) => {
    const field = placeOfId(form, id)?.field;
    return field && roleOf(field) === 'organisation' ? [value] : [];
  });
  const named = [
    ...reading.values.flatMap(({ kind, words, clause }) =>
      kind === 'organisation' && reading.clauses[clause]?.act !== 'asks'
        ? [words.replace(/^[帮替给为代]/u, '')]
        : [],
    ),
    ...reading.clauses.flatMap(({ words, act }) => {
      const name = act === 'asks' ? undefined : subject.exec(words)?.[1];
      return name === undefined || noName.test(name) ? [] : [name];
    }),
  ].filter(name => !known.some(each => isSame(each, name)));
  const tells = facts.length > 0 || fields.length > 0 || forAnother.test(text) || reading.agent;
  if (!tells || acts.every(act => act === 'asks')) return null;
  return named[0] ?? (forAnother.test(text) && acts.includes('wants') ? '' : null);
};
