import { createHash } from 'node:crypto';
import { advance } from '../../src/engine/advance.ts';
import type { Context, World } from '../../src/engine/context.ts';
import type { Application } from '../../src/model/application.ts';
import { instantOf, type LocalMoment, localMoment } from '../../src/model/calendar.ts';
import { Event, type EventBody } from '../../src/model/event.ts';
import { OutMessage } from '../../src/model/message.ts';
import { plainTextForPrograms } from '../../src/model/plain-text.ts';
import { newSession, Session } from '../../src/model/session.ts';
import { emptyRoster, type Roster } from '../../src/model/staff.ts';
import type { Ticket } from '../../src/model/ticket.ts';
import type { Turn } from '../../src/model/turn.ts';
import type { LoadedNotice } from './packs.ts';

const address = { channel: 'desk', chat: 'a', kind: 'private' as const };
const actor = { id: 'desk:a' };

const overTheWire = <T>(schema: { parse(value: unknown): T }, value: T): T =>
  schema.parse(JSON.parse(JSON.stringify(value)));

/** The pure engine with everything around it held in memory: no store, no clock, no queue. */
export class EngineDriver {
  session: Session;
  application: Application | null = null;
  readonly tickets = new Map<string, Ticket>();
  roster: Roster = emptyRoster();
  counter = 0;
  #now!: LocalMoment;
  reading: Context['reading'] = () => ({ kind: 'other' });
  policies: readonly string[] = [];
  readonly notice: LoadedNotice;
  #events = 0;

  constructor(notice: LoadedNotice, date: string) {
    this.notice = notice;
    this.at(date);
    const { id, hash } = notice.pack;
    this.session = newSession('desk:a', address, actor.id, { id, hash });
  }

  /** The same conversation, to be carried on another way. */
  clone(): EngineDriver {
    const twin = Object.assign(new EngineDriver(this.notice, this.#now.date), {
      session: this.session,
      application: this.application,
      roster: this.roster,
      counter: this.counter,
      reading: this.reading,
      policies: this.policies,
    });
    for (const [id, ticket] of this.tickets) twin.tickets.set(id, ticket);
    twin.#events = this.#events;
    return twin;
  }

  /** Set the clock to noon of `YYYY-MM-DD` on the office's wall. */
  at(date: string): void {
    const { timezone } = this.notice.pack.manifest;
    this.#now = localMoment(instantOf(date, '12:00', timezone), timezone);
  }

  context(eventId: string): Context {
    const { pack, faq } = this.notice;
    return {
      pack,
      now: this.#now,
      mint: purpose =>
        createHash('sha256').update(`${eventId} ${purpose}`).digest('hex').slice(0, 16).toUpperCase(),
      ask: (question, context) => faq.answer(question, { context }),
      reading: this.reading,
      rehearsal: false,
      notices: [],
      policies: this.policies,
    };
  }

  world(): World {
    const { application } = this;
    return {
      session: this.session,
      application,
      cases: new Map(application ? [[application.number, application]] : []),
      tickets: this.tickets,
      listed: [],
      roster: this.roster,
      counter: this.counter,
    };
  }

  /** One turn; what it makes of the state is taken over. */
  step(body: EventBody, more: Partial<Event> = {}): { readonly turn: Turn; readonly shown: OutMessage[] } {
    this.#events += 1;
    const context = this.context(`event-${this.#events}`);
    const event = overTheWire(Event, {
      id: `event-${this.#events}`,
      at: context.now.ms,
      address,
      actor,
      body,
      ...more,
    });
    const turn = advance(context, this.world(), event);
    if (turn.session) this.session = overTheWire(Session, turn.session);
    for (const application of turn.applications ?? []) this.application = application;
    for (const ticket of turn.tickets ?? []) this.tickets.set(ticket.id, ticket);
    if (turn.roster) this.roster = turn.roster;
    if (turn.counter !== undefined) this.counter = turn.counter;
    const shown = turn.effects.flatMap(effect =>
      effect.kind === 'message' && effect.message.to.chat === address.chat
        ? [overTheWire(OutMessage, effect.message)]
        : [],
    );
    return { turn, shown };
  }

  say(text: string): OutMessage {
    return this.step({ kind: 'text', text }).shown[0]!;
  }

  pressToken(token: string): OutMessage {
    return this.step({ kind: 'press', token }).shown[0]!;
  }

  /** Press the button of `message` with this label. */
  press(message: OutMessage, label: string): OutMessage {
    const choice = message.choices.find(candidate => candidate.label === label);
    if (!choice)
      throw new Error(`no button ${label} in: ${message.choices.map(each => each.label).join(' ')}`);
    return this.pressToken(choice.token);
  }
}

/** Text of a message as a terminal shows it. */
export const textOf = (message: OutMessage): string => plainTextForPrograms(message);
