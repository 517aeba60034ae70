import type { Readable } from 'node:stream';

/** A message as the gateway hands it over. */
export interface GatewayMessage {
  readonly id: string;
  /** Milliseconds since 1970 (UTC). */
  readonly at: number;
  /** Sent by the account we drive, from here or from a phone. */
  readonly self: boolean;
  readonly talker: { readonly id: string; readonly kind: 'person' | 'official' };
  /** The room it was said in; `mention`: it names us. */
  readonly room: { readonly id: string; readonly mention: boolean } | null;
  readonly kind: 'text' | 'file' | 'other';
  /** Without the mention of us. */
  readonly text: string;
  file(): Promise<{ readonly name: string; readonly content: Readable }>;
}

export interface GatewayHandlers {
  message(message: GatewayMessage): void;
  login(): void;
  logout(): void;
  /** The account must be logged in by scanning this code. */
  scan(): void;
  /** `code`: gRPC status when there is one (14 not reachable, 16 not accepted). */
  error(code: number | null): void;
}

export interface GatewayTarget {
  readonly kind: 'private' | 'group';
  readonly id: string;
}

/** What became of one thing said; `id` where the gateway tells one. */
export type Said =
  | { readonly kind: 'said'; readonly id: string | undefined }
  | { readonly kind: 'no-such-chat' }
  /** `code`: gRPC status. 14 before anything was carried out; others leave it open. */
  | { readonly kind: 'failed'; readonly code: number | null };

/** One connection to a gateway that drives a WeCom account. */
export interface Gateway {
  start(handlers: GatewayHandlers): Promise<void>;
  loggedIn(): boolean;
  sayText(to: GatewayTarget, text: string): Promise<Said>;
  sayFile(to: GatewayTarget, name: string, content: Uint8Array): Promise<Said>;
  stop(): Promise<void>;
}
