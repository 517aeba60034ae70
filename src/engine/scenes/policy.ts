import type { PolicyAnswer } from '../../model/answer.ts';
import { chineseDate } from '../../model/calendar.ts';
import type { Block } from '../../model/message.ts';
import type { Session } from '../../model/session.ts';
import type { Context } from '../context.ts';
import { quote, text } from '../scene.ts';
import { say } from '../wording.ts';
import { contactBlocks } from './contacts.ts';

const cards = (ctx: Context, answer: PolicyAnswer): Block[] =>
  answer.cards.map(card => quote(ctx, card.clause, card.quote, card.marks));

/** A document whose stated term is over by today: said, and marked as computed. */
const expiryBlocks = (ctx: Context, answer: PolicyAnswer): Block[] => {
  const documents = new Set(answer.cards.map(card => ctx.pack.clauses.get(card.clause)?.document));
  return ctx.pack.manifest.documents
    .filter(
      ({ id, validity }) => documents.has(id) && validity !== undefined && validity.until < ctx.now.date,
    )
    .flatMap(({ validity }) => [
      text(say(ctx.pack, 'policy.expired', { until: chineseDate(validity!.until) })),
    ]);
};

const conflictBlocks = (ctx: Context, answer: PolicyAnswer): Block[] =>
  (ctx.pack.manifest.conflicts ?? [])
    .filter(conflict => answer.conflicts.includes(conflict.id))
    .flatMap(conflict => [
      ...conflict.cites
        .filter(
          cite => !answer.cards.some(card => card.clause === cite.clause && card.quote.includes(cite.quote)),
        )
        .map(cite => quote(ctx, cite.clause, cite.quote)),
      text(
        say(ctx.pack, conflict.confirmed ? 'policy.conflict' : 'policy.conflictOpen', {
          ruling: conflict.ruling,
        }),
      ),
    ]);

/** An answer made of slices and registered sentences only; never yes or no. */
export const policyBlocks = (ctx: Context, session: Session, answer: PolicyAnswer): Block[] => {
  const { pack } = ctx;
  const cut = answer.truncated ? [text(say(pack, 'policy.truncated'))] : [];
  switch (answer.kind) {
    case 'answer':
      return [
        ...cut,
        text(say(pack, 'policy.fromSource')),
        ...cards(ctx, answer),
        ...conflictBlocks(ctx, answer),
        ...expiryBlocks(ctx, answer),
        ...(answer.offerCheck ? [text(say(pack, 'policy.offerCheck'))] : []),
      ];
    case 'silent':
      return [
        ...cut,
        text(
          answer.topic ? say(pack, 'policy.silent', { topic: answer.topic }) : say(pack, 'policy.silentBare'),
        ),
        ...contactBlocks(ctx, session),
        ...(answer.cards.length > 0 ? [text(say(pack, 'policy.near')), ...cards(ctx, answer)] : []),
      ];
    case 'smalltalk':
      return [text(say(pack, `smalltalk.${answer.tone ?? 'off-topic'}`, { office: pack.manifest.office }))];
    case 'action':
      return [];
    default:
      return answer.kind satisfies never;
  }
};
