import type { Application, Grant } from '../../model/application.ts';
import type { Choice } from '../../model/message.ts';
import type { Roster, StaffBinding } from '../../model/staff.ts';
import type { Context } from '../context.ts';
import { caseTokenOf } from '../tokens.ts';
import { say } from '../wording.ts';
import { verbLabel } from './cards.ts';
import { decidersOf, hearersOf, participants, seatsOf, stageOf, uniquePeople } from './people.ts';

/** Buttons of a case card. */
export const caseVerbs = [
  'pass',
  'return',
  'reject',
  'transfer',
  'cosign',
  'remind',
  'view',
  'download',
  'undo',
] as const;
export type CaseVerb = (typeof caseVerbs)[number];

/** How long a button may be pressed, in milliseconds; afterwards 查询 brings a fresh card. 30 days of our own choosing. */
const GRANT_MS = 30 * 24 * 3600 * 1000;

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
      verbs: [...stage.verbs, 'view', 'download', 'transfer', 'cosign'] as const,
    })),
    ...others.map(binding => ({
      binding,
      verbs: open ? (['view', 'download', 'remind'] as const) : (['view', 'download'] as const),
    })),
  ];
};

const grantFor = (ctx: Context, application: Application, actor: string, verb: CaseVerb): Grant => ({
  token: caseTokenOf(application.number, ctx.mint(`grant ${application.version} ${actor} ${verb}`)),
  verb,
  actors: [actor],
  version: application.version,
  expires: ctx.now.ms + GRANT_MS,
  once: verb === 'pass' || verb === 'undo',
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
    .map(({ binding }) => ({ binding, verbs: ['view', 'download'] as const }));
  const grants = [...now, ...past].flatMap(({ binding, verbs }) =>
    verbs.map(verb => grantFor(ctx, application, binding.actor, verb)),
  );
  const { undoable } = application;
  if (undoable) grants.push(grantFor(ctx, application, undoable.actor, 'undo'));
  return { ...application, grants: Object.fromEntries(grants.map(grant => [grant.token, grant])) };
};

const styles: Partial<Record<CaseVerb, Choice['style']>> = { pass: 'primary', reject: 'danger' };

const labelOf = (ctx: Context, application: Application, verb: CaseVerb): string =>
  verb === 'pass' || verb === 'return' || verb === 'reject'
    ? verbLabel(ctx, application.stage, verb)
    : say(ctx.pack, `verb.${verb}`);

/** The buttons one person has on this case. */
export const choicesOf = (
  ctx: Context,
  application: Application,
  actor: string,
  only?: readonly CaseVerb[],
): Choice[] =>
  Object.values(application.grants)
    .filter(
      grant =>
        grant.actors.includes(actor) &&
        (only ? only.includes(grant.verb as CaseVerb) : grant.verb !== 'undo'),
    )
    .map(grant => {
      const verb = grant.verb as CaseVerb;
      const style = styles[verb];
      return { token: grant.token, label: labelOf(ctx, application, verb), ...(style ? { style } : {}) };
    });

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
  if (!grant) return { ok: false, refusal: seated ? 'stale' : 'unknown' };
  if (!grant.actors.includes(actor) || !seated) return { ok: false, refusal: 'foreign' };
  if (grant.version !== application.version) return { ok: false, refusal: 'stale' };
  if (ctx.now.ms > grant.expires) return { ok: false, refusal: 'expired' };
  return { ok: true, verb: grant.verb as CaseVerb };
};
