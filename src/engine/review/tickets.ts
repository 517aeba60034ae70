import type { Address } from '../../model/address.ts';
import { type Block, type Choice, messageTo, type OutMessage } from '../../model/message.ts';
import type { Session } from '../../model/session.ts';
import type { StaffBinding } from '../../model/staff.ts';
import type { Ticket } from '../../model/ticket.ts';
import type { Effect } from '../../model/turn.ts';
import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { heading, line, rows, said } from '../scene.ts';
import { contactBlocks } from '../scenes/contacts.ts';
import { sectionFor } from '../section-for.ts';
import { clean, fold, shorten } from '../text.ts';
import { ticketTokenOf } from '../tokens.ts';
import { say } from '../wording.ts';
import { workingHoursAfter } from '../workdays.ts';
import { helpersOf, seatForTicket } from './helpers.ts';
import { send, sendStaff } from './hold.ts';
import { operators } from './people.ts';
import { standingOf } from './standing.ts';
import { linkChoices } from './tell.ts';

/** Longest line that is relayed, in characters, and how many lines a ticket keeps. Our own caps. */
const LINE_LIMIT = 2000;
const MOST_LINES = 50;
/** Lines of the applicant that a card repeats. */
const SHOWN_LINES = 5;
/** Lines without an answer that each ring at the officer's; what follows is kept and shown with the next reply. */
const MOST_RINGS = 10;
/** Tickets of one conversation in a day; our own cap. Calling is faster by then, and the numbers are shown. */
const MOST_A_DAY = 5;
const DAY_MS = 24 * 3600 * 1000;

const idFrom = (mint: string): string =>
  `T${mint
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, 6)
    .padEnd(6, 'X')}`;

const plain = (
  ctx: Context,
  purpose: string,
  to: Address,
  blocks: readonly Block[],
  choices: readonly Choice[] = [],
): OutMessage => messageTo(to, ctx.mint(purpose), blocks, { choices: [...choices] });

/** The buttons of a ticket; they need no grant, because the roster decides who may use them. */
const ticketChoices = (ctx: Context, ticket: Ticket): Choice[] => [
  { token: ticketTokenOf(ticket.id, 'reply'), label: say(ctx.pack, 'ticket.button.reply'), style: 'primary' },
  { token: ticketTokenOf(ticket.id, 'close'), label: say(ctx.pack, 'ticket.button.close') },
  { token: ticketTokenOf(ticket.id, 'propose'), label: say(ctx.pack, 'ticket.button.propose') },
];

const endButton = (ctx: Context, ticket: Ticket): Choice => ({
  token: ticketTokenOf(ticket.id, 'end'),
  label: say(ctx.pack, 'ticket.button.end'),
});

const cardBlocks = (ctx: Context, ticket: Ticket): Block[] => {
  const asked = ticket.lines.filter(({ from }) => from === 'applicant').slice(-SHOWN_LINES);
  return [
    heading(say(ctx.pack, 'ticket.card', { id: ticket.id })),
    ...(ticket.standing.length > 0 ? [rows(ticket.standing)] : []),
    line(ctx, asked.length > 0 ? 'ticket.asked' : 'ticket.askedNothing'),
    ...asked.map(({ text }) => said(text)),
  ];
};

const timerOf = (ticket: Ticket): string => `ticket:${ticket.id}`;

/** After so many office hours without an answer the next contact is asked. */
const nextContactTimer = (ctx: Context, ticket: Ticket): Effect => {
  const { ticketHours, hours, workdays } = ctx.pack.contacts;
  return {
    kind: 'timer',
    id: timerOf(ticket),
    due: workingHoursAfter(ctx.now, ticketHours, hours, ctx.pack.manifest.timezone, workdays),
    name: 'ticket-waiting',
    data: { ticket: ticket.id },
  };
};

/** 转人工: a ticket with the question and where the person stands goes to the section; the numbers are shown at once. */
export const openTicket = (ctx: Context, world: World, question: string): Reaction => {
  const { session } = world;
  const current = session.ticket === null ? undefined : world.tickets.get(session.ticket);
  if (current?.status === 'open') {
    return {
      session,
      handover: true,
      notes: [line(ctx, 'ticket.already', { id: current.id })],
      scene: { blocks: [], buttons: [endButton(ctx, current)] },
    };
  }
  const asks = (session.tickets ?? []).filter(at => at > ctx.now.ms - DAY_MS);
  if (asks.length >= MOST_A_DAY)
    return {
      session,
      notes: [line(ctx, 'ticket.tooMany', { count: MOST_A_DAY }), ...contactBlocks(ctx, session)],
    };
  const counted: Session = { ...session, tickets: [...asks, ctx.now.ms] };
  const { section } = sectionFor(ctx, session);
  const first = helpersOf(ctx, world, section.id).find(({ actor }) => actor !== session.actor);
  const asked = clean(question) || (session.topic ?? '');
  const ticket: Ticket = {
    schema: 1,
    id: idFrom(ctx.mint('ticket')),
    session: session.id,
    applicant: { actor: session.actor, address: session.address },
    section: section.id,
    status: 'open',
    handler: null,
    standing: standingOf(ctx, world),
    lines: asked === '' ? [] : [{ from: 'applicant', text: shorten(asked, LINE_LIMIT), at: ctx.now.ms }],
    opened: ctx.now.ms,
    told: 1,
  };
  const effects: Effect[] = [
    {
      kind: 'note',
      list: 'tickets',
      id: ticket.id,
      body: JSON.stringify({ at: ctx.now.ms, section: section.id, relayed: first !== undefined }),
    },
  ];
  // A number given with the wish goes along; without one, whoever calls back would have to look for it.
  const phone = /(?:1[3-9]\d|0\d{2,3})[- ]?\d{3,4}[- ]?\d{4}/u.test(asked);
  const [kept, missing] = phone ? [[line(ctx, 'human.phone')], []] : [[], [line(ctx, 'human.noPhone')]];
  const common = {
    handover: true,
    tickets: [ticket],
    audit: [{ role: 'applicant', action: 'ticket.open', subject: ticket.id, to: section.id }],
  };
  // Nobody is bound to answer: the thread stays with the assistant, and the request is on the operator's list.
  if (!first) {
    return {
      ...common,
      session: counted,
      notes: [...kept, line(ctx, 'human.done'), ...contactBlocks(ctx, session), ...missing],
      effects: [...effects, ...alertOperators(ctx, world, ticket)],
    };
  }
  const card = plain(
    ctx,
    `ticket ${first.actor}`,
    first.address,
    cardBlocks(ctx, ticket),
    ticketChoices(ctx, ticket),
  );
  return {
    ...common,
    session: { ...counted, ticket: ticket.id },
    scene: {
      blocks: [
        line(ctx, 'ticket.opened', { section: section.name, id: ticket.id }),
        line(ctx, asked === '' ? 'ticket.sayWhat' : 'ticket.sayMore'),
        ...kept,
        ...missing,
        line(ctx, 'ticket.urgent'),
        ...contactBlocks(ctx, session),
      ],
      buttons: [endButton(ctx, ticket)],
    },
    effects: [...effects, sendStaff(ctx, card), nextContactTimer(ctx, ticket)],
  };
};

const alertOperators = (ctx: Context, world: World, ticket: Ticket): Effect[] => [
  ...operators(world.roster).map(({ actor, address }) =>
    sendStaff(
      ctx,
      plain(ctx, `ticket alert ${actor}`, address, [line(ctx, 'ticket.unanswered', { id: ticket.id })]),
    ),
  ),
  {
    kind: 'note',
    list: 'alerts',
    id: ctx.mint('ticket alert'),
    body: JSON.stringify({ at: ctx.now.ms, ticket: ticket.id, section: ticket.section }),
  },
];

const withLine = (ticket: Ticket, from: 'applicant' | 'staff', typed: string, at: number): Ticket => ({
  ...ticket,
  lines: [...ticket.lines, { from, text: shorten(typed, LINE_LIMIT), at }].slice(-MOST_LINES),
});

const endWords = /^(?:结束人工|结束|退出人工|返回菜单|菜单)$/u;

/** What the applicant wrote since the last answer, and the officer has not been sent. */
const unheard = ({ lines }: Ticket): Ticket['lines'] =>
  lines.slice(lines.findLastIndex(({ from }) => from === 'staff') + 1).slice(MOST_RINGS);

/** While a ticket is open the person's words go to the officer, and the assistant keeps silent. */
export const relayToStaff = (ctx: Context, world: World, ticket: Ticket, raw: string): Reaction => {
  const typed = clean(raw);
  if (endWords.test(fold(typed))) return endByApplicant(ctx, world, ticket);
  const next = withLine(ticket, 'applicant', typed, ctx.now.ms);
  const people = helpersOf(ctx, world, ticket.section).filter(
    ({ actor }) => actor !== ticket.applicant.actor,
  );
  const to =
    people.find(({ actor }) => actor === ticket.handler) ?? people[(ticket.told - 1) % people.length];
  // Everybody who could answer has left: silence would lead nowhere.
  if (!to) {
    return {
      session: { ...world.session, ticket: null },
      notes: [line(ctx, 'human.done'), ...contactBlocks(ctx, world.session)],
      tickets: [{ ...next, status: 'closed' }],
      effects: [{ kind: 'cancel-timer', id: timerOf(ticket) }, ...alertOperators(ctx, world, next)],
    };
  }
  const waiting = unheard(next).length;
  if (waiting > 0)
    return {
      session: world.session,
      tickets: [next],
      ...(waiting === 1
        ? { notes: [line(ctx, 'ticket.kept')], scene: { blocks: [], buttons: [endButton(ctx, next)] } }
        : { scene: 'nothing' as const }),
    };
  // The clock runs from the first line that waits for an answer.
  const waits = ticket.lines.at(-1)?.from === 'staff';
  return {
    session: world.session,
    scene: 'nothing',
    tickets: [next],
    effects: [
      sendStaff(
        ctx,
        plain(
          ctx,
          `relay ${to.actor}`,
          to.address,
          [line(ctx, 'ticket.more', { id: ticket.id }), said(shorten(typed, LINE_LIMIT))],
          ticketChoices(ctx, next),
        ),
      ),
      ...(waits ? [nextContactTimer(ctx, next)] : []),
    ],
  };
};

const endByApplicant = (ctx: Context, world: World, ticket: Ticket): Reaction => {
  const handler = helpersOf(ctx, world, ticket.section).find(({ actor }) => actor === ticket.handler);
  return {
    session: { ...world.session, ticket: null },
    notes: [line(ctx, 'ticket.closed')],
    tickets: [{ ...ticket, status: 'closed' }],
    effects: [
      { kind: 'cancel-timer', id: timerOf(ticket) },
      ...(handler
        ? [
            sendStaff(
              ctx,
              plain(ctx, 'ticket ended', handler.address, [
                line(ctx, 'ticket.endedByApplicant', { id: ticket.id }),
              ]),
            ),
          ]
        : []),
    ],
    audit: [{ role: 'applicant', action: 'ticket.close', subject: ticket.id }],
  };
};

/** Tickets the person may not serve do not exist for them. */
const refuseTicket = (ctx: Context, world: World): Reaction => ({
  session: world.session,
  notes: [line(ctx, 'ticket.unknown')],
  scene: { blocks: [] },
  issues: [{ code: 'review:ticket-refused', message: 'a ticket button or command was refused' }],
});

/** A button of a ticket card, or the applicant's own 结束人工. */
export const pressTicket = (ctx: Context, world: World, id: string, verb: string): Reaction => {
  const ticket = world.tickets.get(id);
  if (ticket?.status !== 'open') return refuseTicket(ctx, world);
  if (verb === 'end') {
    return ticket.applicant.actor === world.session.actor && world.session.ticket === id
      ? endByApplicant(ctx, world, ticket)
      : refuseTicket(ctx, world);
  }
  const by = seatForTicket(ctx, world, ticket);
  if (!by) return refuseTicket(ctx, world);
  switch (verb) {
    case 'reply':
      return {
        session: world.session,
        scene: {
          blocks: [...unheard(ticket).map(({ text }) => said(text)), line(ctx, 'ticket.reply', { id })],
          question: {
            asks: { kind: 'ticket', ticket: id },
            options: [{ means: { kind: 'cancel' }, label: say(ctx.pack, 'decide.cancel') }],
          },
        },
      };
    case 'close':
    case 'propose':
      return closeTicket(ctx, world, ticket, by, verb === 'propose');
    default:
      return refuseTicket(ctx, world);
  }
};

/** The officer's answer, relayed as it was written. */
export const replyToTicket = (ctx: Context, world: World, id: string, raw: string): Reaction => {
  const ticket = world.tickets.get(id);
  const by = ticket && seatForTicket(ctx, world, ticket);
  if (ticket?.status !== 'open' || !by) return refuseTicket(ctx, world);
  const typed = clean(raw);
  const next: Ticket = { ...withLine(ticket, 'staff', typed, ctx.now.ms), handler: by.actor };
  return {
    session: world.session,
    notes: [line(ctx, 'ticket.replied')],
    scene: { blocks: [], buttons: ticketChoices(ctx, next) },
    tickets: [next],
    effects: [
      send(
        plain(
          ctx,
          'ticket answer',
          ticket.applicant.address,
          [line(ctx, 'ticket.answer'), said(shorten(typed, LINE_LIMIT))],
          [endButton(ctx, next)],
        ),
      ),
      { kind: 'cancel-timer', id: timerOf(ticket) },
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
  const complete = asked !== '' && answered !== '';
  const proposal: Effect[] =
    propose && complete
      ? [
          {
            kind: 'note',
            list: 'faq-proposals',
            id: ctx.mint('proposal'),
            body: JSON.stringify({ at: ctx.now.ms, ticket: ticket.id, question: asked, answer: answered }),
          },
        ]
      : [];
  const proposed = complete ? 'ticket.proposed' : 'ticket.nothingToPropose';
  return {
    session: world.session,
    notes: [line(ctx, 'ticket.closedStaff', { id: ticket.id }), ...(propose ? [line(ctx, proposed)] : [])],
    scene: { blocks: [] },
    tickets: [{ ...ticket, status: 'closed', handler: by.actor }],
    effects: [
      ...proposal,
      send(
        plain(
          ctx,
          'ticket closed',
          ticket.applicant.address,
          [line(ctx, 'ticket.closed')],
          linkChoices(ctx, ['progress', 'home']),
        ),
      ),
      { kind: 'cancel-timer', id: timerOf(ticket) },
    ],
    audit: [{ role: by.role, action: 'ticket.close', subject: ticket.id }],
  };
};

const typedTicket = /^\/?(答复|回复|结束)[\s:：]*(T[A-Z0-9]{6})[\s:：,，]*([\s\S]*)$/u;

/** `答复 T1A2B3C 内容` and `结束 T1A2B3C`, for people who prefer words to buttons. Null when it is nothing of the kind. */
export const runTicketCommand = (ctx: Context, world: World, raw: string): Reaction | null => {
  const [, verb, id = '', rest = ''] = typedTicket.exec(clean(raw)) ?? [];
  if (verb === undefined) return null;
  if (verb === '结束') return pressTicket(ctx, world, id, 'close');
  return rest === '' ? pressTicket(ctx, world, id, 'reply') : replyToTicket(ctx, world, id, rest);
};

/** Nobody answered in time: the next contact is asked, and after the last one the operators hear. */
export const ticketWaiting = (
  ctx: Context,
  world: World,
  id: string,
): { tickets: Ticket[]; effects: Effect[] } => {
  const ticket = world.tickets.get(id);
  if (ticket?.status !== 'open' || ticket.lines.at(-1)?.from === 'staff') return { tickets: [], effects: [] };
  const people = helpersOf(ctx, world, ticket.section).filter(
    ({ actor }) => actor !== ticket.applicant.actor,
  );
  const next = people[ticket.told];
  if (!next) return { tickets: [], effects: alertOperators(ctx, world, ticket) };
  const told: Ticket = { ...ticket, told: ticket.told + 1, handler: null };
  return {
    tickets: [told],
    effects: [
      sendStaff(
        ctx,
        plain(
          ctx,
          `ticket next ${next.actor}`,
          next.address,
          [line(ctx, 'ticket.next', { id }), ...cardBlocks(ctx, ticket)],
          ticketChoices(ctx, ticket),
        ),
      ),
      nextContactTimer(ctx, told),
    ],
  };
};
