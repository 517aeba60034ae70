import type { Address } from '../../model/address.ts';
import type { Application } from '../../model/application.ts';
import type { Block, Choice, OutMessage } from '../../model/message.ts';
import type { Roster } from '../../model/staff.ts';
import type { Effect, SendMessage } from '../../model/turn.ts';
import type { Context } from '../context.ts';
import { type Link, links, linkToken, quote, rows, text } from '../scene.ts';
import { say } from '../wording.ts';
import { caseBlocks, maskedBlocks } from './cards.ts';
import { choicesOf, seatsAt } from './grants.ts';
import { hearersOf, operators } from './people.ts';

/** The logical card of a case: every later message about it replaces the earlier one where the platform can. */
const cardOf = (application: Application): string => `case:${application.number}`;

const outgoing = (
  ctx: Context,
  purpose: string,
  to: Address,
  blocks: readonly Block[],
  extra: { readonly choices?: readonly Choice[]; readonly card?: string; readonly quiet?: boolean } = {},
): OutMessage => ({
  key: ctx.mint(purpose),
  to,
  blocks: [...blocks],
  choices: [...(extra.choices ?? [])],
  files: [],
  prompt: null,
  ...(extra.card ? { card: extra.card } : {}),
  ...(extra.quiet ? { quiet: true } : {}),
});

export const send = (message: OutMessage, notBefore?: number): SendMessage => ({
  kind: 'message',
  message,
  ...(notBefore === undefined ? {} : { notBefore }),
});

export const linkChoices = (ctx: Context, names: readonly Link[]): Choice[] =>
  names.map(name => ({ token: linkToken(name), label: say(ctx.pack, links[name]) }));

/**
 * Cards for everybody who holds one now; a masked line for groups. `lead` stands above (转交, 催办).
 * When nobody can be told, the operators are, and the author's list of alerts.
 */
export const tellStaff = (
  ctx: Context,
  roster: Roster,
  application: Application,
  options: {
    readonly notBefore?: number;
    readonly except?: string;
    readonly lead?: readonly Block[];
    /** The case as it was: whoever held a card then learns what became of it. */
    readonly audience?: Application;
  } = {},
): Effect[] => {
  const audience = options.audience ?? application;
  const purpose = options.audience ? 'after' : 'card';
  const seats = seatsAt(ctx, roster, audience).filter(({ binding }) => binding.actor !== options.except);
  const cards = seats.map(({ binding }) =>
    send(
      outgoing(
        ctx,
        `${purpose} ${application.version} ${binding.actor}`,
        binding.address,
        [...(options.lead ?? []), ...caseBlocks(ctx, application, audience)],
        {
          choices: choicesOf(
            ctx,
            application,
            binding.actor,
            options.audience ? ['view', 'download'] : undefined,
          ),
          card: cardOf(application),
        },
      ),
      options.notBefore,
    ),
  );
  const groups = hearersOf(ctx, roster, audience)
    .filter(({ address }) => address.kind === 'group')
    .map(({ actor, address }) =>
      send(
        outgoing(
          ctx,
          `${purpose} group ${application.version} ${actor}`,
          address,
          maskedBlocks(ctx, application),
          {
            card: cardOf(application),
          },
        ),
        options.notBefore,
      ),
    );
  const alone = application.status === 'in-review' && cards.length === 0 && options.audience === undefined;
  return [...cards, ...groups, ...(alone ? alertUnbound(ctx, roster, application) : [])];
};

const alertUnbound = (ctx: Context, roster: Roster, application: Application): Effect[] => {
  const section =
    ctx.pack.contacts.sections.find(({ id }) => id === application.section)?.name ?? application.section;
  const words = say(ctx.pack, 'alert.unbound', { number: application.number, section });
  return [
    ...operators(roster).map(({ actor, address }) =>
      send(outgoing(ctx, `alert ${application.version} ${actor}`, address, [text(words)])),
    ),
    {
      kind: 'note',
      list: 'alerts',
      id: ctx.mint(`alert ${application.version}`),
      body: JSON.stringify({ at: ctx.now.ms, application: application.number, section: application.section }),
    },
  ];
};

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
  const records = Object.entries(act.records ?? {}).map(([id, value]): [string, string] => [
    ctx.pack.review.stages.flatMap(entry => entry.records).find(record => record.id === id)?.label ?? id,
    value,
  ]);
  switch (application.status) {
    case 'approved':
      return [
        text(say(ctx.pack, 'tell.approved', { number })),
        ...(records.length > 0 ? [rows(records)] : []),
        quote(ctx, stage.clause),
      ];
    case 'rejected':
      return [
        text(say(ctx.pack, 'tell.rejected', { number })),
        rows([[stage.title, act.reason ?? '']]),
        quote(ctx, stage.clause),
      ];
    case 'returned': {
      const fields = Object.entries(act.fields ?? {});
      const labels = new Map(application.snapshots.at(-1)!.rows.map(row => [row.field, row.label]));
      const clauses = [...new Set(fields.flatMap(([, { clause }]) => clause ?? []))];
      return [
        text(
          fields.length > 0
            ? say(ctx.pack, 'tell.returned', { number, count: fields.length })
            : say(ctx.pack, 'tell.returnedPlain', { number }),
        ),
        ...(fields.length > 0
          ? [rows(fields.map(([field, { reason }]) => [labels.get(field) ?? field, reason]))]
          : []),
        ...(act.reason ? [rows([[stage.title, act.reason]])] : []),
        ...clauses.map(clause => quote(ctx, clause)),
      ];
    }
    case 'in-review':
      return [
        text(say(ctx.pack, 'tell.stage', { number, stage: stage.title })),
        text(stage.status),
        quote(ctx, stage.clause),
      ];
    case 'withdrawn':
      return [text(say(ctx.pack, 'tell.withdrawn', { number }))];
    default:
      return application.status satisfies never;
  }
};
