import type { Address } from '../../model/address.ts';
import type { Application } from '../../model/application.ts';
import { type Block, type Choice, messageTo, type OutMessage } from '../../model/message.ts';
import type { Roster, StaffBinding } from '../../model/staff.ts';
import type { Effect } from '../../model/turn.ts';
import type { Context } from '../context.ts';
import { rowNames } from '../field-names.ts';
import { type Link, line, links, linkToken, quote, rows, text } from '../scene.ts';
import { say } from '../wording.ts';
import { caseBlocks, groundBlock, maskedBlocks, recordRows } from './cards.ts';
import { passedBefore } from './distinct.ts';
import { choicesOf, seatsAt, verbsFor } from './grants.ts';
import { nextOpening, send, sendStaff } from './hold.ts';
import { hearersOf, operators, servingSection } from './people.ts';

/**
 * The logical card of a case: later messages about the same stage and round replace it where the platform can. A new
 * stage or round is a new card, because a card that changes in place rings no bell.
 */
const cardOf = ({ number, stage, snapshots }: Application): string =>
  `case:${number}:${stage}:${snapshots.length}`;

const outgoing = (
  ctx: Context,
  purpose: string,
  to: Address,
  blocks: readonly Block[],
  extra: { readonly choices?: readonly Choice[]; readonly card?: string; readonly quiet?: boolean } = {},
): OutMessage =>
  messageTo(to, ctx.mint(purpose), blocks, {
    choices: [...(extra.choices ?? [])],
    ...(extra.card ? { card: extra.card } : {}),
    ...(extra.quiet ? { quiet: true } : {}),
  });

export const linkChoices = (ctx: Context, names: readonly Link[]): Choice[] =>
  names.map(name => ({ token: linkToken(name), label: say(ctx.pack, links[name]) }));

/** Sections that chose one list a day over a message for each case. */
const hasDigest = (ctx: Context, section: string): boolean =>
  ctx.pack.contacts.sections.some(({ id, digest }) => id === section && digest);

/** The daily list of a section; set again it stays one timer. */
export const digestTimer = (ctx: Context, section: string): Effect => ({
  kind: 'timer',
  id: `digest:${section}`,
  due: nextOpening(ctx),
  name: 'digest',
  data: { section },
});

/**
 * Cards for everybody who holds one now; a masked line for groups. `lead` stands above (转交, 催办), for `leadFor` only
 * where it is given. Sections with a daily list get that instead of new cards. When nobody can be told, the operators
 * are, and the list of alerts.
 */
export const tellStaff = (
  ctx: Context,
  roster: Roster,
  application: Application,
  options: {
    readonly notBefore?: number;
    readonly except?: string;
    readonly lead?: readonly Block[];
    readonly leadFor?: string;
    /** Who needs no bell, only the card brought up to date: the one who acted. */
    readonly quietFor?: string;
    /** The case as it was: whoever held a card then learns what became of it. */
    readonly audience?: Application;
  } = {},
): Effect[] => {
  const audience = options.audience ?? application;
  const purpose = options.audience ? 'after' : 'card';
  const all = seatsAt(ctx, roster, audience).filter(({ binding }) => binding.actor !== options.except);
  const waits = (section: string) => !options.lead && !options.audience && hasDigest(ctx, section);
  const seats = all.filter(({ binding }) => !waits(binding.section));
  const digests = [...new Set(all.map(({ binding }) => binding.section).filter(waits))];
  const leadOf = (actor: string) =>
    options.leadFor === undefined || options.leadFor === actor ? (options.lead ?? []) : [];
  const cards = seats.map(({ binding }) =>
    sendStaff(
      ctx,
      outgoing(
        ctx,
        `${purpose} ${application.version} ${binding.actor}`,
        binding.address,
        [...leadOf(binding.actor), ...caseBlocks(ctx, application, audience)],
        {
          choices: choicesOf(
            ctx,
            application,
            binding.actor,
            options.audience ? verbsFor('holder') : undefined,
          ),
          card: cardOf(audience),
          quiet: binding.actor === options.quietFor,
        },
      ),
      options.notBefore,
    ),
  );
  const groups = hearersOf(ctx, roster, audience)
    .filter(({ address }) => address.kind === 'group')
    .map(({ actor, address }) =>
      sendStaff(
        ctx,
        outgoing(
          ctx,
          `${purpose} group ${application.version} ${actor}`,
          address,
          maskedBlocks(ctx, application),
          {
            card: cardOf(audience),
          },
        ),
        options.notBefore,
      ),
    );
  const current = application.status === 'in-review' && options.audience === undefined;
  const alone =
    current && !all.some(({ verbs }) => verbs.includes('pass'))
      ? roster.staff.some(seat => seat.status === 'active' && passedBefore(ctx, application, seat))
        ? 'alert.distinct'
        : 'alert.unbound'
      : null;
  return [
    ...cards,
    ...groups,
    ...digests.map(section => digestTimer(ctx, section)),
    ...(alone ? alertOperators(ctx, roster, application, alone) : []),
  ];
};

/**
 * Papers came for a case under review: a message of its own, because a card that changes in place rings no bell. Sections
 * with a daily list find it there. `listed`: paper and name of each file.
 */
export const tellPapers = (
  ctx: Context,
  roster: Roster,
  application: Application,
  listed: readonly (readonly [string, string])[],
): Effect[] =>
  seatsAt(ctx, roster, application).map(({ binding }) =>
    hasDigest(ctx, binding.section)
      ? digestTimer(ctx, binding.section)
      : sendStaff(
          ctx,
          outgoing(
            ctx,
            `papers ${binding.actor}`,
            binding.address,
            [
              line(ctx, 'tell.papers', { number: application.number, count: listed.length }),
              rows([[say(ctx.pack, 'case.unit'), application.unit], ...listed]),
            ],
            { choices: choicesOf(ctx, application, binding.actor) },
          ),
        ),
  );

/** The section in charge has nobody bound, so the default section was told: the operators hear of it. */
export const alertRerouted = (ctx: Context, roster: Roster, application: Application): Effect[] =>
  servingSection(ctx, roster, application.section) !== application.section &&
  seatsAt(ctx, roster, application).some(({ verbs }) => verbs.includes('pass'))
    ? alertOperators(ctx, roster, application, 'alert.rerouted')
    : [];

const alertOperators = (
  ctx: Context,
  roster: Roster,
  application: Application,
  words: 'alert.unbound' | 'alert.distinct' | 'alert.rerouted',
): Effect[] => {
  const section =
    ctx.pack.contacts.sections.find(({ id }) => id === application.section)?.name ?? application.section;
  const line = say(ctx.pack, words, { number: application.number, section });
  return [
    ...operators(roster).map(({ actor, address }) =>
      sendStaff(ctx, outgoing(ctx, `alert ${application.version} ${actor}`, address, [text(line)])),
    ),
    {
      kind: 'note',
      list: 'alerts',
      id: ctx.mint(`alert ${application.version}`),
      body: JSON.stringify({ at: ctx.now.ms, application: application.number, section: application.section }),
    },
  ];
};

/** The card of somebody who acted at the desk, brought up to date without a bell. */
export const ownCard = (
  ctx: Context,
  application: Application,
  before: Application,
  { actor, address }: StaffBinding,
): Effect =>
  send(
    outgoing(ctx, `own ${application.version} ${actor}`, address, caseBlocks(ctx, application), {
      choices: choicesOf(ctx, application, actor),
      card: cardOf(before),
      quiet: true,
    }),
  );

/** A status message to the applicant. */
export const tellApplicant = (
  ctx: Context,
  application: Application,
  blocks: readonly Block[],
  ways: readonly Link[],
): OutMessage =>
  outgoing(ctx, `applicant ${application.version}`, application.applicant.address, blocks, {
    choices: linkChoices(ctx, ways),
  });

/** What the applicant is told about the last act, in plain words with the clause of the procedure. */
export const actBlocks = (ctx: Context, application: Application): Block[] => {
  const { number } = application;
  const act = application.decisions.at(-1)!;
  const stage = ctx.pack.review.stages.find(({ id }) => id === application.stage)!;
  const records = recordRows(ctx, act.records);
  const reason = say(ctx.pack, 'case.reason');
  switch (application.status) {
    case 'approved':
      return [
        line(ctx, 'tell.approved', { number }),
        ...(records.length > 0 ? [rows(records)] : []),
        quote(ctx, stage.clause),
      ];
    case 'rejected':
      return [
        line(ctx, 'tell.rejected', { number, stage: stage.title }),
        rows([[reason, act.reason ?? '']]),
        quote(ctx, stage.clause),
      ];
    case 'returned': {
      const fields = Object.entries(act.fields ?? {});
      const labels = rowNames(ctx.pack.form, application.snapshots.at(-1)!.rows);
      const clauses = [...new Set(fields.flatMap(([, { clause }]) => clause ?? []))];
      return [
        text(
          fields.length > 0
            ? say(ctx.pack, 'tell.returned', { number, count: fields.length })
            : say(ctx.pack, 'tell.returnedPlain', { number }),
        ),
        ...(fields.length > 0
          ? [rows(fields.map(([field, why]) => [labels.get(field) ?? field, why.reason]))]
          : []),
        ...(act.reason ? [rows([[reason, act.reason]])] : []),
        ...(clauses.length > 0 ? clauses : [stage.clause]).map(clause => groundBlock(ctx, clause)),
        line(ctx, fields.length > 0 ? 'tell.howToFix' : 'tell.howToFixAll'),
      ];
    }
    case 'in-review':
      return [
        line(ctx, 'tell.stage', {
          number,
          passed: ctx.pack.review.stages.find(({ id }) => id === act.stage)?.title ?? '',
          stage: stage.title,
        }),
        text(stage.status),
        quote(ctx, stage.clause),
      ];
    case 'withdrawn':
      return [line(ctx, 'tell.withdrawn', { number })];
    default:
      return application.status satisfies never;
  }
};
