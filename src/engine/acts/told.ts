import type { PolicyAnswer } from '../../model/answer.ts';
import type { Session } from '../../model/session.ts';
import type { Context } from '../context.ts';
import { around } from '../fields/around.ts';
import { readField } from '../fields/registry.ts';
import { onlyUnlikely, refusalText } from '../fields/value.ts';
import type { Reaction } from '../reaction.ts';
import { replyBlocks } from '../reply.ts';
import { line, rows, said } from '../scene.ts';
import { changeFieldScene } from '../scenes/review-page.ts';
import { shorten } from '../text.ts';
import type { Told } from '../told.ts';
import { placeOf } from '../walk.ts';
import { say } from '../wording.ts';
import { followedFacts, labelsOf, mayKeep, notKept, oldAndNew, putAnswers, REPEAT_LIMIT } from './answers.ts';
import { growGroups } from './bulk.ts';

/**
 * Values given in ordinary prose, each put where it belongs and read back. What is there already is replaced when it was
 * said to be wrong, and asked about when not. Personal data is not kept before consent: the consent is asked for instead.
 */
export const takeTold = (
  ctx: Context,
  before: Session,
  { values, wrong, left, unclear }: Told,
  answer: PolicyAnswer | null,
): Reaction => {
  const session: Session = growGroups(
    ctx,
    { ...before, paused: false, focus: null },
    values.map(({ place }) => place),
  );
  const saved: Record<string, string> = {};
  const doubtful: Record<string, string> = {};
  const refused: [string, string][] = [];
  const personal: string[] = [];
  const labels = labelsOf(ctx, session);
  for (const { place: id, value: typed, corrects } of values) {
    const place = placeOf(ctx.pack.form, session, id);
    if (!place) continue;
    const label = labels.get(id) ?? id;
    const read = readField(place.field, typed, around(ctx, place));
    if (!read.ok && onlyUnlikely(read) && read.choices?.[0] !== undefined && mayKeep(ctx, session, place)) {
      doubtful[id] = read.choices[0];
      continue;
    }
    if (!read.ok) {
      refused.push([
        label,
        `${shorten(typed, REPEAT_LIMIT)}（${refusalText(ctx.pack, place.field, read.refusal)}）`,
      ]);
      continue;
    }
    const current = session.answers[id]?.value;
    if (!mayKeep(ctx, session, place)) personal.push(id);
    else if (current !== undefined && current !== read.value && !corrects) doubtful[id] = read.value;
    else saved[id] = read.value;
  }
  const choices = (unclear?.places ?? []).flatMap(id => placeOf(ctx.pack.form, session, id) ?? []);
  const waits = choices.filter(place => !mayKeep(ctx, session, place));
  personal.push(...waits.map(({ id }) => id));
  const put = putAnswers(ctx, session, saved, 'typed');
  // What waited for a yes and was said anew waits no more.
  const waiting = Object.fromEntries(Object.entries(put.session.proposed).filter(([id]) => !(id in saved)));
  return {
    session: { ...put.session, proposed: { ...waiting, ...doubtful }, focus: wrong },
    notes: [
      ...(answer?.kind === 'answer' || answer?.kind === 'silent'
        ? replyBlocks(answer, ctx.pack, ctx.now.date)
        : []),
      ...(Object.keys(saved).length > 0
        ? [
            line(ctx, 'bulk.saved', { count: Object.keys(saved).length }),
            rows(
              Object.entries(saved).map(([id, value]) => [
                labels.get(id) ?? id,
                oldAndNew(ctx, session.answers[id]?.value, value),
              ]),
            ),
          ]
        : []),
      ...(refused.length > 0 ? [line(ctx, 'bulk.refused'), rows(refused)] : []),
      ...(left.length > 0 ? [line(ctx, 'bulk.unread'), said(shorten(left.join('、'), REPEAT_LIMIT))] : []),
      ...notKept(ctx, session, personal),
      ...put.notes,
      ...followedFacts(ctx, before, put.session),
    ],
    ...(unclear && waits.length === 0
      ? {
          scene: changeFieldScene(
            ctx,
            choices,
            say(ctx.pack, 'form.whichValue', { value: unclear.value }),
            unclear.value,
            unclear.each,
          ),
        }
      : {}),
    accepted: Object.keys(saved),
    withheld: personal.length > 0,
  };
};
