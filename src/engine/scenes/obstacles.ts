import type { Block } from '../../model/message.ts';
import type { MeaningOf, PromptOption } from '../../model/prompt.ts';
import type { Session } from '../../model/session.ts';
import { windowState } from '../../model/window.ts';
import type { Context } from '../context.ts';
import { placeNames } from '../field-names.ts';
import { isThere, neededItems } from '../papers.ts';
import { line, quote } from '../scene.ts';
import { openFacts, selfCheck } from '../self-check.ts';
import { postponed } from '../walk.ts';
import { say } from '../wording.ts';
import { windowBlocks } from './menu.ts';

/** Something that stops the submission, and the way past it where there is one. */
export interface Obstacle {
  readonly code: 'closed' | 'postponed' | 'facts' | 'unmet' | 'paper';
  readonly blocks: readonly Block[];
  readonly way?: PromptOption<MeaningOf<'stop'>>;
}

/**
 * What stops a submission now. Checked when the page is shown and again when the button is pressed, because the
 * deadline may have passed in between.
 */
export const obstacles = (ctx: Context, session: Session): Obstacle[] => {
  const { pack } = ctx;
  const found: Obstacle[] = [];
  if (windowState(pack.manifest, ctx.now) !== 'open') {
    found.push({ code: 'closed', blocks: [line(ctx, 'stop.closed'), ...windowBlocks(ctx)] });
  }
  const missing = postponed(pack.form, session);
  if (missing.length > 0) {
    const labels = [...placeNames(pack.form, missing).values()].join('、');
    found.push({
      code: 'postponed',
      blocks: [line(ctx, 'stop.postponed', { count: missing.length, labels })],
      way: { means: { kind: 'fill' }, label: say(pack, 'stop.fill'), style: 'primary' },
    });
  }
  const verdict = selfCheck(ctx, session);
  if (verdict.unmet.length > 0) {
    const unmet = new Set(verdict.criteria.filter(({ state }) => state === 'not_met').map(({ id }) => id));
    const gates = pack.eligibility.criteria.filter(({ id, kind }) => kind === 'gate' && unmet.has(id));
    found.push({
      code: 'unmet',
      blocks: [
        line(ctx, 'stop.unmet'),
        ...gates.map(({ clause, quote: slice }) => quote(ctx, clause, slice)),
      ],
    });
  }
  for (const item of neededItems(ctx, session)) {
    if (!item.blocks || isThere(item, session)) continue;
    found.push({
      code: 'paper',
      blocks: [
        line(ctx, 'stop.paper', { title: item.title }),
        ...item.cites.map(cite => quote(ctx, cite.clause, cite.quote)),
      ],
      way: { means: { kind: 'settle', fact: item.blocks.fact }, label: item.title.slice(0, 10) },
    });
  }
  const settling = new Set(
    found.flatMap(({ way }) => (way?.means.kind === 'settle' ? [way.means.fact] : [])),
  );
  const open = openFacts(ctx, session).filter(fact => !settling.has(fact));
  if (open.length > 0) {
    found.push({
      code: 'facts',
      blocks: [line(ctx, 'stop.facts', { count: open.length })],
      way: { means: { kind: 'check' }, label: say(pack, 'stop.check'), style: 'primary' },
    });
  }
  return found;
};
