import type { Event } from '../model/event.ts';
import { readTimer, type Timer } from '../model/timer.ts';
import { claimIn } from './claim-code.ts';
import { isTodoCommand } from './review/todo-command.ts';
import { bareVerbOf } from './review/verb-words.ts';
import { subjectOfToken } from './tokens.ts';

/** What an event speaks of, so that the host can load it in the same round trip as the session. */
export interface Subjects {
  readonly applications: readonly string[];
  readonly tickets: readonly string[];
  /** Ids of a draft code that was sent, if any. */
  readonly claim: string | null;
  /** The list to be shown, if any. */
  readonly list: 'open' | null;
}

/** An application number in running text: prefix, running number, check letter. */
const numberInText = /[A-Z0-9]{2,12}-\d{3,8}-[A-Z]/g;
const ticketInText = /(?<![A-Z0-9])T[A-Z0-9]{6}(?![A-Z0-9])/g;

/** At most this many are loaded for one message; nobody names more in earnest. */
const MOST = 5;

export const subjectsOf = (event: Event): Subjects => ({ ...namedIn(event), claim: claimIn(event) });

const nothing = { applications: [], tickets: [], list: null } as const;

const ofTimer = (timer: Timer | null): Omit<Subjects, 'claim'> => {
  switch (timer?.name) {
    case 'stage-reminder':
      return { ...nothing, applications: [timer.data.application] };
    case 'ticket-waiting':
      return { ...nothing, tickets: [timer.data.ticket] };
    case 'digest':
      return { ...nothing, list: 'open' };
    case 'draft-reminder':
    case 'daily-head':
    case undefined:
      return nothing;
    default:
      return timer satisfies never;
  }
};

const namedIn = ({ body }: Event): Omit<Subjects, 'claim'> => {
  switch (body.kind) {
    case 'press': {
      const [subject] = subjectOfToken(body.token);
      return {
        applications: subject?.kind === 'application' ? [subject.id] : [],
        tickets: subject?.kind === 'ticket' ? [subject.id] : [],
        list: null,
      };
    }
    case 'text': {
      const text = body.text.slice(0, 200).normalize('NFKC').toUpperCase();
      return {
        applications: [...new Set(text.match(numberInText) ?? [])].slice(0, MOST),
        tickets: [...new Set(text.match(ticketInText) ?? [])].slice(0, MOST),
        list: isTodoCommand(body.text) || bareVerbOf(body.text) ? 'open' : null,
      };
    }
    case 'operator':
      return { ...nothing, applications: body.data.number === undefined ? [] : [body.data.number] };
    case 'case':
      return { ...nothing, applications: [body.number] };
    case 'timer':
      return ofTimer(readTimer(body.name, body.data));
    default:
      return nothing;
  }
};
