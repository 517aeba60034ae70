import type { Block, Choice } from '../../src/model/message.ts';
import type { NoticeView, RehearsalView, TourStep } from './house.ts';

/** The three chats of one browser: its own, and in a rehearsal the applicant's and the reviewer's. */
export type Seat = 'self' | 'rehearsal' | 'reviewer';

/** A file the person may fetch from `/api/files/<id>`. */
export interface WireFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
}

/** A message as the page shows it. Every text in it is data: the page puts it on screen as text, never as markup. */
export interface WireMessage {
  readonly blocks: readonly Block[];
  readonly choices: readonly Choice[];
  readonly files: readonly WireFile[];
  readonly prompt: string | null;
  readonly card?: string;
  /** Reference of the message this one takes the place of. */
  readonly replaces?: string;
  readonly quiet?: boolean;
  readonly toast?: string;
}

/** What the person did, shown as her own bubble. */
export type Said =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'press'; readonly label: string }
  | { readonly kind: 'file'; readonly name: string };

/** One line of the stream. */
export type StreamEntry =
  | {
      readonly kind: 'message';
      readonly seat: Seat;
      readonly ref: string;
      readonly message: WireMessage;
      /** When it was shown first, in milliseconds since 1970 (UTC). */
      readonly at?: number;
    }
  /** `event`: the id the browser gave, so that it recognises what it shows already. */
  | {
      readonly kind: 'said';
      readonly seat: Seat;
      readonly event: string;
      readonly said: Said;
      readonly at?: number;
    }
  /** These chats are empty again. */
  | { readonly kind: 'cleared'; readonly seats: readonly Seat[] };

/** Answer of `/api/home`. */
export interface HomeView {
  readonly notice: NoticeView;
  readonly rehearsal: RehearsalView | null;
  /** Upload cap in bytes. */
  readonly maxFileBytes: number;
  /** Whether the page can be opened on another device. */
  readonly reachable: boolean;
}

/** Answer of `/api/phone`: where a draft goes on by its code, as an address and as a picture of it (`data:`). */
export interface PhoneView {
  readonly link: string;
  readonly picture: string;
}

/** Answer of `/api/rehearsal/tour`: one act was played. */
export type TourView = Pick<TourStep, 'chair' | 'note' | 'over'>;

/** Answer of `/api/events` and `/api/files`. */
export interface Accepted {
  readonly outcome: 'committed' | 'duplicate' | 'spooled';
}

/** Body of every refusal: a sentence for the person. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}
