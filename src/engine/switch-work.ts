import type { Session } from '../model/session.ts';
import type { Context } from './context.ts';
import { isBegun, unitOf, workOf } from './shelved.ts';
import { fold, length } from './text.ts';
import { understood } from './understood.ts';

/** Which of a chat's applications somebody turns to. */
export type WorkWish =
  /** Another unit's, not begun yet; its name where she says it. */
  | { readonly kind: 'work'; readonly to: 'other'; readonly name: string | null }
  /** One that was put aside, by its place on the shelf. */
  | { readonly kind: 'work'; readonly to: 'shelved'; readonly entry: number }
  | { readonly kind: 'work'; readonly to: 'current' }
  | { readonly kind: 'work'; readonly to: 'list' };

/** Longest message that turns to another application, in characters. */
const LIMIT = 48;
/** Shortest part of a unit's name that is its own. */
const SHORTEST = 2;

const doing = /[填报弄做搞写申换]|切换|回到|继续|接着|先|来|帮|改/u;
/** Another one, and what it is one of. */
const another =
  /(?:另外?|别的|其他|下(?=一)|第[二三四五六]|换|再来|再)(?:外)?(?:[一1]?(?:家|个|份)|一?(?:单位|公司|企业|厂))(?:的|单位|公司|企业|厂|医院|学校)*|另一?(?:单位|公司|企业)/u;
/** What there may be another of in one application. */
const within =
  /合作|参与|联合|联系人|电话|号码|地址|名字|名称|领域|方向|项|栏|题|问题|办法|时间|机会|科室|部门|人/u;
const counts =
  /(?:几|多少|哪几|哪些)(?:份|家|个(?:单位|公司|申请)?)(?:申请|表|单位|公司)?(?:了|呢|啊|在填|在报)?$/u;
const papers = /材料|复印|原件|纸|打印|装订|一式|交|报送|盖章|要|可以|能|最多|申报几/u;
const turns = /回到|继续|接着|切换|换(?:成|到|回)?|转到|先|看看?|打开|填|弄|做|搞|报/u;

/** What is the unit's own in its name: without where it is (as the office itself is called) and what every firm is called by. */
const ownName = (name: string, issuer: string): string => {
  let rest = fold(name);
  for (let size = rest.length; size >= SHORTEST; size -= 1)
    if (issuer.includes(rest.slice(0, size)) && rest.length - size >= SHORTEST) {
      rest = rest.slice(size).replace(/^[省市区县]/u, '');
      size = rest.length + 1;
    }
  return rest.replace(/(?:有限责任公司|股份有限公司|有限公司|集团|公司|厂)$/u, '');
};

/** Whether a text calls a unit by its name or by the beginning of what is its own in it. */
const calls = (text: string, name: string, issuer: string): boolean => {
  const head = ownName(name, issuer).slice(0, SHORTEST);
  return head.length >= SHORTEST && fold(text).includes(head);
};

/**
 * Which application a message turns to: 先填另外一家 · 回到鸿运那份 · 现在有几份. Null where it turns to none, or says more than that.
 */
export const workWishIn = (ctx: Context, session: Session, text: string): WorkWish | null => {
  if (length(text) > LIMIT || text.includes('\n') || session.journey === 'returned') return null;
  const { issuer } = ctx.pack.manifest;
  const units = session.shelved.map(work => unitOf(ctx.pack, work));
  const begun = isBegun(workOf(session));
  if (!begun && units.length === 0) return null;
  const { reading, corrections, named } = understood(ctx, session, text);
  if (corrections.length > 0 || named.length > 0) return null;
  const plain = fold(text);
  const listing = reading.clauses.some(({ plain: clause }) => counts.test(clause) && !papers.test(clause));
  if (listing && !within.test(plain)) return { kind: 'work', to: 'list' };
  const asked = reading.clauses.filter(({ act }) => act === 'asks');
  if (asked.length === reading.clauses.length && !/[嘛呗]$/u.test(plain)) return null;
  const entry = units.findIndex(name => name !== null && calls(text, name, issuer));
  const open = session.prompt?.asks.kind === 'field' || session.prompt?.asks.kind === 'fact';
  const short = reading.clauses.every(({ words }) => length(words) <= 16);
  if (entry >= 0 && turns.test(plain) && (short || !open)) return { kind: 'work', to: 'shelved', entry };
  const organisation = reading.values.find(({ kind }) => kind === 'organisation')?.words ?? null;
  const said = another.exec(plain);
  if (asked.some(({ plain: clause }) => another.test(clause))) return null;
  if (said && doing.test(plain.replace(said[0], '换')) && !within.test(plain.replace(said[0], ''))) {
    const own = unitOf(ctx.pack, workOf(session));
    const name =
      organisation !== null && own !== null && !calls(organisation, own, issuer) ? organisation : null;
    return { kind: 'work', to: 'other', name: name?.replace(/^[帮替给为代填报]/u, '') ?? null };
  }
  const own = unitOf(ctx.pack, workOf(session));
  return own !== null &&
    calls(text, own, issuer) &&
    /^(?:那|就|还是|先|我们)*(?:回到|继续|接着)/u.test(plain) &&
    short
    ? { kind: 'work', to: 'current' }
    : null;
};
