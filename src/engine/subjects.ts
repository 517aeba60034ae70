import { createHash } from 'node:crypto';
import type { Event } from '../model/event.ts';
import { readTimer, type Timer } from '../model/timer.ts';
import { isBareVerb, isTodoCommand } from './review/todo-command.ts';

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

/** Tokens of case buttons begin `c_`, of ticket buttons `t_`; the id follows with `_` for `-`, then the secret part. */
const caseToken = /^c_([A-Z0-9]+_\d+_[A-Z])_[A-Za-z0-9]+$/;
const ticketToken = /^t_(T[A-Z0-9]{6})_[A-Za-z0-9]+$/;

export const caseTokenOf = (number: string, secret: string): string =>
  `c_${number.replaceAll('-', '_')}_${secret}`;
export const ticketTokenOf = (id: string, secret: string): string => `t_${id}_${secret}`;

/** What a button's token speaks of: one case, one ticket, or nothing stored. */
export const subjectOfToken = (
  token: string,
): [] | [{ readonly kind: 'application' | 'ticket'; readonly id: string }] => {
  const application = caseToken.exec(token)?.[1];
  if (application) return [{ kind: 'application', id: application.replaceAll('_', '-') }];
  const ticket = ticketToken.exec(token)?.[1];
  return ticket ? [{ kind: 'ticket', id: ticket }] : [];
};

/** A draft code, alone or behind a word: see acts/claim.ts. */
const claimCode = /^(?:领取|\/?claim)?\s*(D[ACDEFGHJKMNPQRTUVWXY3479]{8})$/i;

export const claimIdOf = (code: string): string =>
  createHash('sha256').update(`shenbao claim ${code.toUpperCase()}`).digest('hex').slice(0, 32);

/** Longer texts are no code, in characters. */
const LONGEST_CLAIM = 40;

/** Id of the draft code in a message or a link's payload, or null. */
export const claimIn = ({ body }: Event): string | null => {
  const said = body.kind === 'text' ? body.text : body.kind === 'enter' ? (body.payload ?? '') : '';
  const code = said.length > LONGEST_CLAIM ? undefined : claimCode.exec(said.trim().normalize('NFKC'))?.[1];
  return code ? claimIdOf(code) : null;
};

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
        list: isTodoCommand(body.text) || isBareVerb(body.text) ? 'open' : null,
      };
    }
    case 'timer':
      return ofTimer(readTimer(body.name, body.data));
    default:
      return nothing;
  }
};
