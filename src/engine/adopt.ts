import type { Block } from '../model/message.ts';
import type { Pack } from '../model/pack/pack.ts';
import type { Prompt } from '../model/prompt.ts';
import type { Session } from '../model/session.ts';
import { prune } from './acts/answers.ts';
import type { Context } from './context.ts';
import { placeNames } from './field-names.ts';
import { around } from './fields/around.ts';
import { stillFits } from './fields/registry.ts';
import { line, rows } from './scene.ts';
import { places } from './walk.ts';

/**
 * Whether a conversation may take up a new version of its pack now: not in the middle of a walk, where questions
 * would change under the person's hands; nor in the middle of a decision, whose fields, reasons and records are the pack's.
 */
export const atSafePoint = (session: Pick<Session, 'journey' | 'paused' | 'prompt' | 'decision'>): boolean =>
  session.prompt === null || (session.decision === null && (session.journey === 'idle' || session.paused));

/** Whether an open question means the same in the new version: it names nothing of the pack, or only what is still there. */
const outlives = ({ form }: Pack, prompt: Prompt): boolean => {
  switch (prompt.asks.kind) {
    case 'offer':
    case 'forget':
    case 'restart':
    case 'withdraw':
    case 'ticket':
      return true;
    case 'file':
      return prompt.options.every(
        ({ means }) => means.kind !== 'item' || form.checklist.some(({ id }) => id === means.item),
      );
    default:
      return false;
  }
};

/**
 * Take up the pack of the context. Answers stay where their field still exists and still takes them; everything else
 * is named, never dropped in silence.
 */
export const adopt = (ctx: Context, session: Session): { session: Session; notes: Block[] } => {
  const { pack } = ctx;
  const pinned: Session = {
    ...session,
    pack: { id: pack.id, hash: pack.hash },
    prompt: session.prompt && outlives(pack, session.prompt) ? session.prompt : null,
    focus: null,
  };
  const facts = Object.fromEntries(
    Object.entries(session.facts).filter(([id, value]) => {
      const fact = pack.eligibility.facts.find(candidate => candidate.id === id);
      if (!fact) return false;
      return fact.type === 'boolean'
        ? typeof value !== 'string'
        : value === null || (fact.options ?? []).some(option => option.value === value);
    }),
  );
  const kept: Session = { ...pinned, facts };
  const all = places(pack.form, kept);
  const labels = placeNames(pack.form, all);
  const unfit = all.filter(place => {
    const answer = session.answers[place.id];
    return answer !== undefined && !stillFits(place.field, answer.value, around(ctx, place));
  });
  const answers = Object.fromEntries(
    Object.entries(session.answers).filter(([id]) => !unfit.some(place => place.id === id)),
  );
  const pruned = prune(ctx, { ...kept, answers }, () => labels);
  const lost = Object.entries(session.answers).filter(([id]) => !(id in pruned.session.answers));
  const begun = Object.keys(session.answers).length > 0 || Object.keys(session.facts).length > 0;
  return {
    session: pruned.session,
    notes: begun
      ? [
          line(ctx, 'adopt.changed'),
          ...(lost.length > 0
            ? [line(ctx, 'adopt.lost'), rows(lost.map(([id, { value }]) => [labels.get(id) ?? id, value]))]
            : []),
        ]
      : [],
  };
};
