import type { Session } from '../../model/session.ts';
import type { Context } from '../context.ts';
import { smallestChange } from '../judge.ts';
import { heading, line, type Scene } from '../scene.ts';
import { selfCheck } from '../self-check.ts';
import { say } from '../wording.ts';
import { criterionBlocks } from './eligibility.ts';
import { hasDraft } from './menu.ts';

/** Whether something told decides against the unit. */
export const isIneligible = (ctx: Context, session: Session): boolean =>
  selfCheck(ctx, session).unmet.length > 0;

/** In place of the form: what decides against the unit, what would change it, and the way to correct what was told. */
export const ineligibleScene = (ctx: Context, session: Session): Scene => {
  const { pack } = ctx;
  const unmet = smallestChange(pack.eligibility, selfCheck(ctx, session));
  const remedies = unmet.filter(({ remedy }) => remedy);
  return {
    blocks: [
      heading(say(pack, 'verdict.ineligible', { count: unmet.length })),
      ...criterionBlocks(ctx, unmet, ({ title }) => say(pack, 'verdict.notMet', { title }), 'unmet'),
      ...(remedies.length > 0
        ? [
            line(ctx, 'verdict.change'),
            ...remedies.map(({ remedy }) => line(ctx, 'verdict.judgedItem', { title: remedy! })),
          ]
        : []),
      line(ctx, hasDraft(session) ? 'verdict.formHeld' : 'verdict.noForm'),
      line(ctx, 'verdict.caveat', { office: pack.manifest.office }),
    ],
    links: ['amend', 'again', 'contacts', 'human', 'home'],
  };
};
