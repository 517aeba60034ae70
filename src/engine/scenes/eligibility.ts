import type { Block, TextRole } from '../../model/message.ts';
import type { Criterion, Fact } from '../../model/pack/eligibility.ts';
import type { MeaningOf, PromptOption } from '../../model/prompt.ts';
import type { Session } from '../../model/session.ts';
import { windowState } from '../../model/window.ts';
import type { Context } from '../context.ts';
import { smallestChange } from '../judge.ts';
import { as, heading, type Link, line, quote, type Scene, text } from '../scene.ts';
import { openFacts, selfCheck } from '../self-check.ts';
import { say } from '../wording.ts';
import { windowBlocks } from './menu.ts';

/** 有没有 is answered with 有 or 没有; anything else with 是 or 否. */
const hasOrNot = ({ ask }: Fact): boolean => /有没有|有无/u.test(ask);

const factOptions = (ctx: Context, fact: Fact): PromptOption<MeaningOf<'fact'>>[] => [
  ...(fact.type === 'choice'
    ? (fact.options ?? []).map(({ value, label }) => ({
        means: { kind: 'fact' as const, value },
        label: label ?? value,
      }))
    : fact.type !== 'boolean'
      ? []
      : [
          {
            means: { kind: 'fact' as const, value: true },
            label: say(ctx.pack, hasOrNot(fact) ? 'check.has' : 'check.yes'),
          },
          {
            means: { kind: 'fact' as const, value: false },
            label: say(ctx.pack, hasOrNot(fact) ? 'check.haveNot' : 'check.no'),
          },
        ]),
  {
    means: { kind: 'fact', value: null },
    label: say(ctx.pack, 'check.unsure'),
  },
];

export const factScene = (
  ctx: Context,
  session: Session,
  fact: Fact,
  open: readonly string[] = openFacts(ctx, session),
): Scene => ({
  blocks: [
    as('quiet', line(ctx, 'check.left', { count: Math.max(1, open.length) })),
    as('question', text(fact.ask)),
    ...(fact.help ? [as('help', text(fact.help))] : []),
    ...(fact.quote ? [quote(ctx, fact.clause, fact.quote)] : []),
  ],
  question: {
    asks: { kind: 'fact', fact: fact.id },
    options: [
      ...factOptions(ctx, fact),
      ...(Object.keys(session.facts).length > 0
        ? [
            {
              means: { kind: 'back' as const },
              label: say(ctx.pack, 'form.back'),
            },
          ]
        : []),
    ],
  },
  links: ['home', 'human'],
});

export const criterionBlocks = (
  ctx: Context,
  criteria: readonly Criterion[],
  line: (criterion: Criterion) => string,
  role: TextRole,
): Block[] =>
  criteria.flatMap(criterion => [
    as(role, text(line(criterion))),
    quote(ctx, criterion.clause, criterion.quote),
  ]);

/** The verdict in one sentence. */
const leadOf = (ctx: Context, session: Session): string => {
  const { pack } = ctx;
  const verdict = selfCheck(ctx, session);
  if (verdict.outcome === 'ineligible')
    return say(pack, 'verdict.ineligible', { count: smallestChange(pack.eligibility, verdict).length });
  return verdict.outcome === 'needs-confirmation'
    ? say(pack, 'verdict.needs-confirmation', { count: verdict.unknown.length })
    : say(pack, 'verdict.eligible');
};

export const verdictLead = (ctx: Context, session: Session): Block => text(leadOf(ctx, session));

/** Every criterion with its clause: not met and to be confirmed first, then met, then what only experts judge. */
export const verdictScene = (ctx: Context, session: Session): Scene => {
  const { pack } = ctx;
  const verdict = selfCheck(ctx, session);
  const byId = new Map(verdict.criteria.map(result => [result.id, result]));
  const asked = new Set(Object.keys(session.facts));
  const gates = pack.eligibility.criteria.filter(({ kind, id }) => kind === 'gate' && byId.get(id)?.applies);
  const of = (state: string) => gates.filter(({ id }) => byId.get(id)?.state === state);
  const notMet = of('not_met');
  // After an early stop, what was never asked is not listed: it is neither met nor in doubt.
  const papers = pack.eligibility.criteria.filter(
    ({ kind, id }) => kind === 'preparation' && byId.get(id)?.applies,
  );
  const unknown = of('unknown').filter(({ fact }) => notMet.length === 0 || asked.has(fact ?? ''));
  const preparing = papers.filter(({ id }) => byId.get(id)?.state !== 'met');
  const judged = pack.eligibility.criteria.filter(({ kind }) => kind === 'judged');
  const remedies = smallestChange(pack.eligibility, verdict).filter(({ remedy }) => remedy);
  const stopped = verdict.outcome === 'ineligible';
  const open = windowState(pack.manifest, ctx.now) === 'open';
  const ways: Link[] =
    stopped || !open
      ? ['amend', 'again', 'contacts', 'human', 'home']
      : ['apply', 'amend', 'again', 'contacts', 'human', 'home'];
  return {
    blocks: [
      heading(leadOf(ctx, session)),
      ...criterionBlocks(ctx, notMet, ({ title }) => say(pack, 'verdict.notMet', { title }), 'unmet'),
      ...(remedies.length > 0
        ? [
            line(ctx, 'verdict.change'),
            ...remedies.map(({ remedy }) => line(ctx, 'verdict.judgedItem', { title: remedy! })),
          ]
        : []),
      ...criterionBlocks(ctx, unknown, ({ title }) => say(pack, 'verdict.unknown', { title }), 'unsure'),
      ...criterionBlocks(ctx, of('met'), ({ title }) => say(pack, 'verdict.met', { title }), 'met'),
      ...(stopped || preparing.length === 0
        ? []
        : [
            line(ctx, 'verdict.todo'),
            ...criterionBlocks(
              ctx,
              preparing,
              ({ title }) => say(pack, 'verdict.todoItem', { title }),
              'unsure',
            ),
          ]),
      ...(stopped || judged.length === 0
        ? []
        : [
            line(ctx, 'verdict.judged'),
            ...criterionBlocks(
              ctx,
              judged,
              ({ title }) => say(pack, 'verdict.judgedItem', { title }),
              'unsure',
            ),
          ]),
      line(ctx, 'verdict.caveat', { office: pack.manifest.office }),
      ...windowBlocks(ctx),
    ],
    links: ways,
  };
};

/** The next question, or the verdict when no answer can change it any more. */
export const eligibilityScene = (ctx: Context, session: Session): Scene => {
  const open = openFacts(ctx, session);
  const fact = ctx.pack.eligibility.facts.find(({ id }) => id === open[0]);
  return fact ? factScene(ctx, session, fact, open) : verdictScene(ctx, session);
};
