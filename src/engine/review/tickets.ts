import type { Address } from '../../model/address.ts';
import { instantOf } from '../../model/calendar.ts';
import type { Block, Choice, OutMessage } from '../../model/message.ts';
import type { StaffBinding } from '../../model/staff.ts';
import type { Ticket } from '../../model/ticket.ts';
import type { Effect } from '../../model/turn.ts';
import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { said, text } from '../scene.ts';
import { contactBlocks, sectionFor } from '../scenes/contacts.ts';
import { ticketTokenOf } from '../subjects.ts';
import { clean, fold, shorten } from '../text.ts';
import { say } from '../wording.ts';
import { workdayAfter } from '../workdays.ts';
import { seatsOf } from './people.ts';
import { send } from './tell.ts';

/** Longest line that is relayed, in characters, and how many lines a ticket keeps. Our own caps. */
const LINE_LIMIT = 2000;
const MOST_LINES = 50;
/** Working days without an answer before the next contact is asked; the notice sets no term, this is our default. */
const NEXT_CONTACT_DAYS = 1;

const idFrom = (mint: string): string =>
  `T${mint
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, 6)
    .padEnd(6, 'X')}`;

/** Contacts first, then reviewers, then heads of the section; of the fallback when it has nobody. */
const helpersOf = (ctx: Context, world: World, section: string): StaffBinding[] => {
  const order = ['contact', 'reviewer', 'head', 'leader', 'operator'];
  const active = world.roster.staff.filter(
    ({ status, address }) => status === 'active' && address.kind === 'private',
  );
  const of = (id: string) => active.filter(binding => binding.section === id);
  const own = of(section).length > 0 ? of(section) : of(ctx.pack.contacts.fallback);
  const sorted = [...own].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
  return [...new Map(sorted.map(binding => [binding.actor, binding])).values()];
};

const plain = (
  ctx: Context,
  purpose: string,
  to: Address,
  blocks: readonly Block[],
  choices: readonly Choice[] = [],
): OutMessage => ({
  key: ctx.mint(purpose),
  to,
  blocks: [...blocks],
  choices: [...choices],
  files: [],
  prompt: null,
});

/** The buttons of a ticket; they need no grant, because the roster decides who may use them. */
const ticketChoices = (ctx: Context, ticket: Ticket): Choice[] => [
  { token: ticketTokenOf(ticket.id, 'reply'), label: say(ctx.pack, 'ticket.button.reply'), style: 'primary' },
  { token: ticketTokenOf(ticket.id, 'close'), label: say(ctx.pack, 'ticket.button.close') },
  { token: ticketTokenOf(ticket.id, 'propose'), label: say(ctx.pack, 'ticket.button.propose') },
];

const cardBlocks = (ctx: Context, ticket: Ticket): Block[] => [
  text(say(ctx.pack, 'ticket.card', { id: ticket.id })),
  ...ticket.lines
    .filter(({ from }) => from === 'applicant')
    .slice(-5)
    .map(line => said(line.text)),
];

const nextContactTimer = (ctx: Context, ticket: Ticket): Effect => ({
  kind: 'timer',
  id: `ticket:${ticket.id}`,
  due: instantOf(workdayAfter(ctx.now.date, NEXT_CONTACT_DAYS), '09:00', ctx.pack.manifest.timezone),
  name: 'ticket-waiting',
  data: { ticket: ticket.id },
});

/** 转人工: a ticket with the question and where the person stands goes to the section; the numbers are shown at once. */
export const openTicket = (ctx: Context, world: World, question: string): Reaction => {
  const { session } = world;
  const { section } = sectionFor(ctx, session);
  const people = helpersOf(ctx, world, section.id);
  const context = session.topic ?? '';
  const ticket: Ticket = {
    schema: 1,
    id: idFrom(ctx.mint('ticket')),
    session: session.id,
    applicant: { actor: session.actor, address: session.address },
    section: section.id,
    status: 'open',
    handler: null,
    lines: [question, context]
      .filter(line => line !== '')
      .map(line => ({ from: 'applicant' as const, text: line, at: ctx.now.ms })),
    opened: ctx.now.ms,
    told: 1,
  };
  const first = people[0];
  // Nobody is bound to answer: the thread stays with the assistant, and the request is on the operator's list.
  const relayed = first !== undefined;
  return {
    session: relayed ? { ...session, ticket: ticket.id } : session,
    notes: [
      text(say(ctx.pack, 'human.done')),
      ...contactBlocks(ctx, session),
      ...(relayed ? [text(say(ctx.pack, 'ticket.opened', { section: section.name, id: ticket.id }))] : []),
    ],
    tickets: [ticket],
    effects: [
      {
        kind: 'note',
        list: 'tickets',
        id: ticket.id,
        body: JSON.stringify({ at: ctx.now.ms, section: section.id, relayed }),
      },
      ...(first
        ? [
            send(
              plain(
                ctx,
                `ticket ${first.actor}`,
                first.address,
                cardBlocks(ctx, ticket),
                ticketChoices(ctx, ticket),
              ),
            ),
            nextContactTimer(ctx, ticket),
          ]
        : []),
    ],
    audit: [{ role: 'applicant', action: 'ticket.open', subject: ticket.id, to: section.id }],
  };
};

const withLine = (ticket: Ticket, from: 'applicant' | 'staff', line: string, at: number): Ticket => ({
  ...ticket,
  lines: [...ticket.lines, { from, text: shorten(line, LINE_LIMIT), at }].slice(-MOST_LINES),
});

/** While a ticket is open the person's words go to the officer, and the assistant keeps silent. */
export const relayToStaff = (ctx: Context, world: World, ticket: Ticket, raw: string): Reaction => {
  const line = clean(raw);
  const { session } = world;
  if (/^(?:结束人工|结束|退出人工|返回菜单|菜单)$/u.test(fold(line))) {
    return {
      session: { ...session, ticket: null },
      notes: [text(say(ctx.pack, 'ticket.closed'))],
      tickets: [{ ...ticket, status: 'closed' }],
      effects: [{ kind: 'cancel-timer', id: `ticket:${ticket.id}` }],
      audit: [{ role: 'applicant', action: 'ticket.close', subject: ticket.id }],
    };
  }
  const next = withLine(ticket, 'applicant', line, ctx.now.ms);
  const people = helpersOf(ctx, world, ticket.section);
  const to = people.find(({ actor }) => actor === ticket.handler) ?? people[0];
  return {
    session,
    scene: null,
    tickets: [next],
    effects: to
      ? [
          send(
            plain(
              ctx,
              `relay ${to.actor}`,
              to.address,
              [text(say(ctx.pack, 'ticket.more', { id: ticket.id })), said(shorten(line, LINE_LIMIT))],
              ticketChoices(ctx, next),
            ),
          ),
        ]
      : [],
  };
};

const mayServe = (world: World): StaffBinding | undefined => seatsOf(world.roster, world.session.actor)[0];

/** A button of a ticket card. */
export const pressTicket = (ctx: Context, world: World, id: string, verb: string): Reaction => {
  const ticket = world.tickets.get(id);
  const by = mayServe(world);
  if (!ticket || !by || ticket.status === 'closed') {
    return {
      session: world.session,
      notes: [text(say(ctx.pack, by ? 'ticket.unknown' : 'refuse.unknown'))],
      scene: { blocks: [] },
      issues: [{ code: 'review:ticket-refused', message: 'a ticket button was refused' }],
    };
  }
  if (verb === 'reply') {
    return {
      session: world.session,
      scene: {
        blocks: [text(say(ctx.pack, 'ticket.reply', { id }))],
        question: {
          asks: `ticket:${id}`,
          options: [{ value: '@cancel', label: say(ctx.pack, 'decide.cancel') }],
        },
      },
    };
  }
  return closeTicket(ctx, world, ticket, by, verb === 'propose');
};

/** The officer's answer, relayed as it was written. */
export const replyToTicket = (ctx: Context, world: World, id: string, raw: string): Reaction => {
  const ticket = world.tickets.get(id);
  const by = mayServe(world);
  if (!ticket || !by || ticket.status === 'closed') {
    return {
      session: world.session,
      notes: [text(say(ctx.pack, by ? 'ticket.unknown' : 'refuse.unknown'))],
      scene: { blocks: [] },
    };
  }
  const line = clean(raw);
  const next: Ticket = { ...withLine(ticket, 'staff', line, ctx.now.ms), handler: by.actor };
  return {
    session: world.session,
    notes: [text(say(ctx.pack, 'ticket.replied'))],
    scene: { blocks: [], buttons: ticketChoices(ctx, next) },
    tickets: [next],
    effects: [
      send(
        plain(ctx, 'ticket answer', ticket.applicant.address, [
          text(say(ctx.pack, 'ticket.answer')),
          said(shorten(line, LINE_LIMIT)),
        ]),
      ),
      { kind: 'cancel-timer', id: `ticket:${id}` },
    ],
    audit: [{ role: by.role, action: 'ticket.reply', subject: id }],
  };
};

const closeTicket = (
  ctx: Context,
  world: World,
  ticket: Ticket,
  by: StaffBinding,
  propose: boolean,
): Reaction => {
  const asked = ticket.lines.find(({ from }) => from === 'applicant')?.text ?? '';
  const answered = ticket.lines.findLast(({ from }) => from === 'staff')?.text ?? '';
  const proposal: Effect[] =
    propose && answered !== ''
      ? [
          {
            kind: 'note',
            list: 'faq-proposals',
            id: `${ticket.id}-${ctx.mint('proposal').slice(0, 4)}`,
            body: JSON.stringify({ at: ctx.now.ms, question: asked, answer: answered }),
          },
        ]
      : [];
  return {
    session: world.session,
    notes: [
      text(say(ctx.pack, 'ticket.closedStaff', { id: ticket.id })),
      ...(proposal.length > 0 ? [text(say(ctx.pack, 'ticket.proposed'))] : []),
    ],
    scene: { blocks: [] },
    tickets: [{ ...ticket, status: 'closed', handler: by.actor }],
    effects: [
      ...proposal,
      send(plain(ctx, 'ticket closed', ticket.applicant.address, [text(say(ctx.pack, 'ticket.closed'))])),
      { kind: 'cancel-timer', id: `ticket:${ticket.id}` },
    ],
    audit: [{ role: by.role, action: 'ticket.close', subject: ticket.id }],
  };
};

/** Nobody answered in time: the next contact is asked. */
export const ticketWaiting = (
  ctx: Context,
  world: World,
  id: string,
): { tickets: Ticket[]; effects: Effect[] } => {
  const ticket = world.tickets.get(id);
  if (!ticket || ticket.status === 'closed' || ticket.handler !== null) return { tickets: [], effects: [] };
  const people = helpersOf(ctx, world, ticket.section);
  const next = people[ticket.told % Math.max(1, people.length)];
  if (!next) return { tickets: [], effects: [] };
  const told: Ticket = { ...ticket, told: ticket.told + 1 };
  return {
    tickets: [told],
    effects: [
      send(
        plain(
          ctx,
          `ticket next ${next.actor}`,
          next.address,
          [text(say(ctx.pack, 'ticket.next', { id })), ...cardBlocks(ctx, ticket)],
          ticketChoices(ctx, ticket),
        ),
      ),
      ...(told.told <= people.length ? [nextContactTimer(ctx, told)] : []),
    ],
  };
};
