import { asTold } from '../../model/application.ts';
import type { Session } from '../../model/session.ts';
import { needsConsent } from '../consent.ts';
import type { Context, World } from '../context.ts';
import { around } from '../fields/around.ts';
import { readField } from '../fields/registry.ts';
import type { Reaction } from '../reaction.ts';
import { line, rows } from '../scene.ts';
import { hasDraft } from '../scenes/menu.ts';
import type { Told } from '../told.ts';
import { placeOf } from '../walk.ts';
import { say } from '../wording.ts';
import { labelsOf } from './answers.ts';
import { growGroups } from './bulk.ts';
import { takeTold } from './told.ts';

/** What was sent to the office is not changed by a word: what would change is shown, and the way to it. */
const afterSubmission = (ctx: Context, { session, application }: World, told: Told): Reaction => {
  const grown = growGroups(
    ctx,
    session,
    told.values.map(({ place }) => place),
  );
  const labels = labelsOf(ctx, grown);
  const wanted = [
    ...told.values.map(({ place, value }) => [place, value] as const),
    ...(told.unclear?.places ?? []).map(place => [place, told.unclear!.value] as const),
  ];
  const shown = wanted.flatMap(([id, value]) => {
    const old = session.answers[id]?.value;
    if (old === value) return [];
    return [
      [
        labels.get(id) ?? id,
        old === undefined ? value : say(ctx.pack, 'outside.now', { value, old }),
      ] as const,
    ];
  });
  const returned = application && asTold(application, ctx.now.ms).status === 'returned';
  return {
    session,
    notes: [
      ...(shown.length > 0 ? [line(ctx, 'outside.submitted'), rows(shown)] : []),
      returned
        ? line(ctx, 'outside.returned')
        : line(ctx, 'submit.already', { number: session.application ?? '' }),
    ],
    scene: {
      blocks: [],
      links: [...(returned ? (['fix'] as const) : []), 'another', 'progress', 'human', 'home'],
    },
  };
};

/** Before there is a form: what was read is named; it waits for the consent in memory, or for the form to be begun. */
const beforeForm = (ctx: Context, session: Session, told: Told): Reaction => {
  const grown = growGroups(
    ctx,
    session,
    told.values.map(({ place }) => place),
  );
  const read = told.values.flatMap(({ place: id, value }) => {
    const place = placeOf(ctx.pack.form, grown, id);
    const kept = place && readField(place.field, value, around(ctx, place));
    return kept?.ok ? [[id, kept.value] as const] : [];
  });
  const given = new Set(read.map(([id]) => id));
  const labels = [...labelsOf(ctx, grown)].flatMap(([id, label]) => (given.has(id) ? [label] : []));
  const named = { labels: [...labels, ...(told.unclear ? [`“${told.unclear.value}”`] : [])].join('、') };
  if (needsConsent(ctx, session))
    return { session, notes: [line(ctx, 'outside.waits', named)], withheld: true };
  const single = read.filter(([id]) => placeOf(ctx.pack.form, session, id));
  return {
    session: { ...session, proposed: { ...session.proposed, ...Object.fromEntries(single) } },
    notes: [line(ctx, 'outside.later', named)],
  };
};

/** Values for the form where it is not open; `then`: what else the message does. */
export const takeOutside = (ctx: Context, world: World, told: Told, then: Reaction | null): Reaction => {
  const { session } = world;
  if (session.application !== null && session.journey === 'idle') return afterSubmission(ctx, world, told);
  const own = hasDraft(session)
    ? takeTold(ctx, then?.session ?? session, told, null)
    : beforeForm(ctx, then?.session ?? session, told);
  if (!then)
    return hasDraft(session) || session.journey !== 'idle'
      ? own
      : { ...own, scene: { blocks: [], links: ['check', 'apply', 'contacts', 'human', 'home'] } };
  return {
    ...then,
    ...own,
    scene: own.scene ?? then.scene ?? 'next',
    notes: [...(own.notes ?? []), ...(then.notes ?? [])],
  };
};
