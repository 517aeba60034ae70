import type { Application, Grant } from '../../model/application.ts';
import type { Choice } from '../../model/message.ts';
import { CaseVerb, reviewVerbs } from '../../model/review-verbs.ts';
import type { Roster, StaffBinding } from '../../model/staff.ts';
import type { Context } from '../context.ts';
import { caseTokenOf } from '../tokens.ts';
import { verbLabel } from './cards.ts';
import { decidersOf, hearersOf, mayRead, participants, seatsOf, stageOf, uniquePeople } from './people.ts';

/** How long a button may be pressed, in milliseconds; afterwards 查询 brings a fresh card. 30 days of our own choosing. */
const GRANT_MS = 30 * 24 * 3600 * 1000;

/** Verbs of these people, in the order of the table. */
export const verbsFor = (...who: readonly (typeof reviewVerbs)[CaseVerb]['who'][]): CaseVerb[] =>
  CaseVerb.options.filter(verb => who.includes(reviewVerbs[verb].who));

export interface Seat {
  readonly binding: StaffBinding;
  readonly verbs: readonly CaseVerb[];
}

/** Everybody who holds a card of this case now, and what each may do with it. */
export const seatsAt = (ctx: Context, roster: Roster, application: Application): Seat[] => {
  const deciders = decidersOf(ctx, roster, application);
  const taken = new Set(deciders.map(({ actor }) => actor));
  const others = uniquePeople([
    ...participants(ctx, roster, application),
    ...hearersOf(ctx, roster, application).filter(({ address }) => address.kind === 'private'),
  ]).filter(({ actor }) => !taken.has(actor));
  const stage = stageOf(ctx, application.stage);
  const open = application.status === 'in-review';
  return [
    ...deciders.map(binding => ({
      binding,
      verbs: [...stage.verbs, ...verbsFor('holder', 'decider')],
    })),
    ...others.map(binding => ({
      binding,
      verbs: open ? verbsFor('holder', 'watcher') : verbsFor('holder'),
    })),
  ];
};

const grantFor = (ctx: Context, application: Application, actor: string, verb: CaseVerb): Grant => ({
  token: caseTokenOf(application.number, ctx.mint(`grant ${application.version} ${actor} ${verb}`)),
  verb,
  actors: [actor],
  version: application.version,
  expires: ctx.now.ms + GRANT_MS,
  once: reviewVerbs[verb].once,
});

/**
 * Fresh buttons for the case as it stands; all earlier ones are void with the version they were issued for.
 * `before`: the case before this act, whose people may still read it.
 */
export const issueGrants = (
  ctx: Context,
  roster: Roster,
  application: Application,
  before: Application = application,
): Application => {
  const now = seatsAt(ctx, roster, application);
  const past = seatsAt(ctx, roster, before)
    .filter(({ binding }) => !now.some(seat => seat.binding.actor === binding.actor))
    .map(({ binding }) => ({ binding, verbs: verbsFor('holder') }));
  const grants = [...now, ...past].flatMap(({ binding, verbs }) =>
    verbs.map(verb => grantFor(ctx, application, binding.actor, verb)),
  );
  const { undoable } = application;
  if (undoable)
    for (const verb of verbsFor('author')) grants.push(grantFor(ctx, application, undoable.actor, verb));
  return { ...application, grants: Object.fromEntries(grants.map(grant => [grant.token, grant])) };
};

/** The case with buttons for somebody who took a seat after they were given out; the others' stay as they are. */
export const seated = (
  ctx: Context,
  roster: Roster,
  application: Application,
  actor: string,
): Application => {
  const has = (verb: CaseVerb) =>
    Object.values(application.grants).some(grant => grant.verb === verb && grant.actors.includes(actor));
  const seat = seatsAt(ctx, roster, application).find(({ binding }) => binding.actor === actor);
  const missing = seat?.verbs.filter(verb => !has(verb)) ?? [];
  if (missing.length === 0) return application;
  const grants = missing.map(verb => grantFor(ctx, application, actor, verb));
  return {
    ...application,
    grants: { ...application.grants, ...Object.fromEntries(grants.map(grant => [grant.token, grant])) },
  };
};

/** The buttons one person has on this case. */
export const choicesOf = (
  ctx: Context,
  application: Application,
  actor: string,
  only?: readonly CaseVerb[],
): Choice[] => {
  const shown = only ?? CaseVerb.options.filter(verb => reviewVerbs[verb].who !== 'author');
  return Object.values(application.grants).flatMap(({ actors, verb: granted, token }) => {
    const verb = shown.find(each => each === granted);
    if (!verb || !actors.includes(actor)) return [];
    const { style } = reviewVerbs[verb];
    const label = verbLabel(ctx, application.stage, verb);
    return [{ token, label, ...(style === 'default' ? {} : { style }) }];
  });
};

/** Why a press is refused. */
export type PressRefusal = 'unknown' | 'foreign' | 'expired' | 'stale';

/** Checks a pressed case button against what is stored: the button itself decides nothing. */
export const checkPress = (
  ctx: Context,
  roster: Roster,
  application: Application | undefined,
  token: string,
  actor: string,
):
  | { readonly ok: true; readonly verb: CaseVerb }
  | { readonly ok: false; readonly refusal: PressRefusal } => {
  if (!application) return { ok: false, refusal: 'unknown' };
  const grant = Object.hasOwn(application.grants, token) ? application.grants[token] : undefined;
  const seated = seatsOf(roster, actor).length > 0;
  // Whoever may not read a case does not learn that there is one.
  if (!grant) return { ok: false, refusal: mayRead(ctx, roster, application, actor) ? 'stale' : 'unknown' };
  if (!grant.actors.includes(actor) || !seated) return { ok: false, refusal: 'foreign' };
  if (grant.version !== application.version) return { ok: false, refusal: 'stale' };
  if (ctx.now.ms > grant.expires) return { ok: false, refusal: 'expired' };
  const verb = CaseVerb.safeParse(grant.verb);
  return verb.success ? { ok: true, verb: verb.data } : { ok: false, refusal: 'stale' };
};
