import type { Block } from '../../model/message.ts';
import type { Question } from '../../model/prompt.ts';
import type { Session } from '../../model/session.ts';
import type { Context } from '../context.ts';
import { as, isAside, line, type Scene } from '../scene.ts';

/** Options that are named in a sentence; more are left to the buttons. */
const NAMED = 6;

/**
 * What is said when an answer was not understood: what would be, then an example, then that a person can help. How often it
 * happened in a row is the session's.
 */
export const repairBlock = (ctx: Context, { prompt, misread }: Session): Block => {
  const labels = (prompt?.options ?? []).filter(({ means }) => !isAside(means)).map(({ label }) => label);
  if (misread >= 2) return line(ctx, 'repair.human');
  if (labels.length === 0) return line(ctx, 'smalltalk.noise');
  return as(
    'error',
    misread === 1
      ? line(ctx, 'repair.example', { label: labels[0]! })
      : line(ctx, 'repair.options', {
          labels: labels
            .slice(0, NAMED)
            .map(label => `“${label}”`)
            .join('、'),
        }),
  );
};

/** The open choice once more, without what was shown above it. */
export const askedAgain = ({ prompt }: Session): Scene => ({
  blocks: [],
  // A stored prompt holds options of its own kind (model/prompt.ts).
  ...(prompt ? { question: prompt as Question } : {}),
  links: ['human', 'home'],
});

export const repairScene = (ctx: Context, session: Session): Scene => ({
  ...askedAgain(session),
  blocks: [repairBlock(ctx, session)],
});
