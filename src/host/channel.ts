import type { Readable } from 'node:stream';
import type { DoorWords } from '../model/door-wording.ts';
import type { Event } from '../model/event.ts';
import type { Kept } from '../model/file.ts';
import type { Result } from '../model/issue.ts';
import type { OutMessage } from '../model/message.ts';
import type { Logger } from './log.ts';
import type { PaceTime } from './shelf/pace.ts';
import type { Rank } from './shelf/rank.ts';

/** What a platform can do. Sizes in the unit the platform counts in; sources in shared platform facts, cited per adapter. */
export interface Capabilities {
  /** Buttons under a message; 0 = none, ask with numbered text. */
  readonly buttons: number;
  /** Change a message after it was sent. */
  readonly edit: boolean;
  readonly filesIn: boolean;
  readonly filesOut: boolean;
  /** Longest text, and what it is counted in. */
  readonly text: { readonly limit: number; readonly unit: 'characters' | 'bytes' };
  /** Input forms inside a message (Feishu form cards). */
  readonly forms: boolean;
}

/** Outcome of one send. `ref` is the platform's message id, remembered for in-place updates. */
export type SendResult =
  | { readonly kind: 'sent'; readonly ref?: string }
  /** The platform had it already (its idempotency key said so). */
  | { readonly kind: 'duplicate'; readonly ref?: string }
  /**
   * Not now: rate limit or passing fault. Seconds to wait. `asked`: the platform named them, or a rate of its is kept; they
   * are obeyed exactly and count for no failed attempt. Otherwise repeated trouble makes the waits longer.
   */
  | {
      readonly kind: 'retry';
      readonly afterSeconds: number;
      readonly reason: string;
      readonly asked?: boolean;
    }
  /**
   * Nothing at all can be sent until the operator has mended something: everything for this channel waits, and he is
   * told. One message tries again after these seconds.
   */
  | { readonly kind: 'down'; readonly afterSeconds: number; readonly reason: string }
  /** Cannot be delivered until the person writes again (微信客服). */
  | { readonly kind: 'parked'; readonly reason: string }
  /** This receiver is gone: blocked, left, deactivated. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** This message will never be accepted. */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** Nobody knows whether it arrived (connection lost after sending, no idempotency key). It will be sent again. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** A file ready to be sent. */
export interface OutFile {
  readonly name: string;
  readonly bytes: number;
  /** Its content, which lies nowhere but encrypted. Rejects where it is gone. */
  content(): Promise<Uint8Array<ArrayBuffer>>;
}

export interface Outgoing {
  readonly message: OutMessage;
  /** Idempotency key of this delivery, stable over retries; letters, digits, `-` and `_` only, at most 32 characters. */
  readonly key: string;
  readonly rank: Rank;
  readonly files: readonly OutFile[];
  /**
   * Set when an earlier attempt may have arrived: the message as it is to be sent then, which says so. A channel that
   * can find out whether the first one is there does, and sends nothing if it is.
   */
  readonly repeat?: OutMessage;
  /** Platform id of the message to replace, when one with the same `card` was sent to this chat before. */
  readonly replaces?: string;
  /** Earlier failed attempts of this delivery. */
  readonly attempts: number;
}

/** The delivery for a channel that cannot find out whether an earlier attempt arrived: as a repeat, where it may have. */
export const asRepeat = (outgoing: Outgoing): Outgoing =>
  outgoing.repeat ? { ...outgoing, message: outgoing.repeat } : outgoing;

/**
 * What became of an inbound event. Resolves only after the commit (or after it was spooled durably), so the platform
 * may be acknowledged as soon as this is here.
 */
export interface Receipt {
  /** `limited`: this person sends more than is taken; it is not kept, and need not be delivered again. */
  readonly outcome: 'committed' | 'duplicate' | 'spooled' | 'refused' | 'limited';
  /**
   * Messages of this turn for the chat the event came from. They are delivered through `Channel.send` in any case;
   * here only so that a card callback can carry the new card or toast in its answer.
   */
  readonly messages: readonly OutMessage[];
}

/** What a channel may ask of the house. */
export interface Intake {
  /** Whether an event of this actor would be dropped now: a door need not read what it is then. */
  heldBack?(actor: string): boolean;
  /** Throws when the event can neither be committed nor spooled: the adapter then does what makes its platform redeliver. */
  receive(event: Event): Promise<Receipt>;
  /** Stream a file to disk, capped and typed by content. Never throws for bad content: the issue says what is wrong. */
  keepFile(content: Readable, name: string, maxBytes: number): Promise<Kept>;
  /** The time now, in milliseconds since 1970 (UTC); adapters never read the clock themselves. */
  now(): number;
}

export interface ChannelHealth {
  readonly state: 'starting' | 'running' | 'degraded' | 'stopped';
  /** One sentence for the operator when not running. */
  readonly detail?: string;
  /** Milliseconds since 1970 (UTC) of the last inbound event. */
  readonly lastEventAt?: number;
}

/** Port to one platform. An adapter folder exports one class or function that makes this. */
export interface Channel {
  /** First part of every address it serves: `telegram`, `feishu`, `wecom`, `aibot`, `kf`, `wechaty`, `web`, `console`. */
  readonly name: string;
  readonly capabilities: Capabilities;
  /** Begin receiving. Resolves when ready; rejects with a sentence for the operator when the configuration is wrong. */
  start(intake: Intake): Promise<void>;
  send(outgoing: Outgoing): Promise<SendResult>;
  health(): ChannelHealth;
  /** Drop what the channel itself remembers of a chat: the person had it deleted. */
  forget?(chat: string): void;
  /** Stop receiving, let running work end. Idempotent. */
  stop(): Promise<void>;
}

/** A raw HTTP request to a callback path: the body as bytes, so that origins can be verified over what was sent. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. A header that came twice has both values joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** `drop`: close the connection without any answer (what makes WeCom deliver again). */
export type RawResponse =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Uint8Array;
    }
  | 'drop';

/** A callback path served by the house's one HTTP server, with a bounded body. */
export interface HttpRoute {
  /** Exact path, e.g. `/callback/feishu/event`. */
  readonly path: string;
  readonly maxBytes: number;
  /** Refuses a request by its head, before its body is read; null: it may go on. */
  admit?(head: Omit<RawRequest, 'body'>): RawResponse | null;
  handle(request: RawRequest): Promise<RawResponse>;
}

/** One line of `doctor`: what was checked, how it came out, and what to do about it. */
export interface DoctorLine {
  readonly level: 'ok' | 'warn' | 'fail';
  readonly text: string;
  readonly remedy?: string;
}

/** What an adapter gets besides its own settings. */
export interface ChannelDeps {
  readonly log: Logger;
  /** Folder for small durable state of the adapter itself, if it needs any outside the store. */
  readonly dataDir: string;
  /** What the channel itself says; left out, the built-in sentences. */
  readonly words?: DoorWords;
  /** What a platform's rates are kept by; left out, real time. */
  readonly time?: PaceTime;
  /** Public base address for callbacks and upload links, without trailing slash, or null when none is configured. */
  readonly publicUrl: string | null;
}

/** One setting that an operator is asked for. */
export interface SetupQuestion {
  readonly variable: string;
  /** What it is called where it is copied from. */
  readonly label: string;
  /** Never shown, not while it is typed either. */
  readonly secret: boolean;
  readonly optional?: true;
  /** One line more, where the label does not say what to enter. */
  readonly hint?: string;
}

/** How a channel is set up from nothing: what to do at the platform, what to copy from there, what to do afterwards. */
export interface ChannelSetup {
  readonly title: string;
  /** Whom it reaches and what it needs, in one line. */
  readonly about: string;
  /** The platform calls us, so a public address is needed. */
  readonly calledBack: boolean;
  readonly before: readonly string[];
  readonly questions: readonly [SetupQuestion, ...SetupQuestion[]];
  readonly after: readonly string[];
}

/**
 * What an adapter's index.ts exports, so that main.ts can wire it without knowing it.
 * Heavy SDKs are imported inside `create`, never at the top of index.ts.
 */
export interface ChannelPlugin {
  readonly name: string;
  readonly setup: ChannelSetup;
  /** null: not configured. Issues: configured wrongly; each says which variable to set and how. */
  configure(env: Readonly<Record<string, string | undefined>>): Result<ChannelFactory> | null;
}

export interface ChannelFactory {
  /** One sentence for the start line, without secrets. */
  readonly summary: string;
  /** Addresses of the platform that are called, so that the way there can be tried. */
  readonly reaches: readonly string[];
  create(deps: ChannelDeps): Promise<Channel & { readonly routes?: readonly HttpRoute[] }>;
  /** Check credentials and addresses against the platform. */
  doctor(deps: ChannelDeps): Promise<DoctorLine[]>;
}
