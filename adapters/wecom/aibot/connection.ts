import type { WSClient } from '@wecom/aibot-node-sdk';
import type { Logger } from '../../../src/host/log.ts';
import { agentFor } from '../../../src/host/proxy.ts';
import type { BotSettings } from '../settings.ts';

export type Sdk = typeof import('@wecom/aibot-node-sdk');
/** `refused`: not with these credentials. `taken`: another program serves the bot; there is one connection a bot. */
export type ConnectionState = 'connecting' | 'connected' | 'refused' | 'taken' | 'closed';

/** WeCom wants a ping every 30 s (path/101463); two unanswered ones end the connection. Milliseconds. */
const heartbeatMs = 20_000;
/** Subscribing is guarded: not again and again with what was refused. */
const mostRefusals = 2;
/** Milliseconds until the next try after a refusal, and after another program took the bot over. */
const pauses = { refused: 300_000, taken: 60_000 } as const;
/** How long `open` waits for the first connection before it leaves the rest to the background, milliseconds. */
const patienceMs = 8_000;

export interface BotConnection {
  readonly client: WSClient;
  state(): ConnectionState;
  /** Resolves when it is known whether the bot is connected, or when that takes long. */
  open(): Promise<void>;
  close(): void;
}

/** The long connection of one bot, held by the vendor's client. Its own words stay out of the log: they quote messages. */
export const connectBot = (
  sdk: Sdk,
  settings: BotSettings,
  log: Logger,
  handle: { message(frame: unknown): void; event(frame: unknown): void },
): BotConnection => {
  let state: ConnectionState = 'closed';
  let settle: () => void = () => {};
  let again: NodeJS.Timeout | undefined;
  const quiet = () => {};
  const agent = agentFor(settings.wsUrl);
  const client = new sdk.WSClient({
    botId: settings.botId,
    secret: settings.secret,
    wsUrl: settings.wsUrl,
    ...(agent === undefined ? {} : { wsOptions: { agent } }),
    maxReconnectAttempts: -1,
    maxAuthFailureAttempts: mostRefusals,
    heartbeatInterval: heartbeatMs,
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  const enter = (next: ConnectionState): void => {
    if (state === 'closed' || state === next) return;
    state = next;
    if (next !== 'connecting') settle();
    log[next === 'connected' ? 'info' : 'warn']({ channel: 'aibot', state }, 'aibot: long connection');
  };
  const later = (ms: number): void => {
    clearTimeout(again);
    again = setTimeout(() => {
      client.disconnect();
      client.connect();
    }, ms).unref();
  };
  client.on('authenticated', () => enter('connected'));
  client.on('disconnected', () => {
    if (state === 'connected') enter('connecting');
  });
  client.on('error', error => {
    if (error.code !== 'WS_AUTH_FAILURE_EXHAUSTED') return;
    enter('refused');
    later(pauses.refused);
  });
  client.on('event.disconnected_event', () => {
    enter('taken');
    later(pauses.taken);
  });
  client.on('message', handle.message);
  client.on('event', handle.event);
  return {
    client,
    state: () => state,
    async open() {
      state = 'connecting';
      const settled = new Promise<void>(resolve => {
        const timer = setTimeout(resolve, patienceMs);
        settle = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      client.connect();
      await settled;
    },
    close() {
      state = 'closed';
      clearTimeout(again);
      settle();
      client.removeAllListeners();
      // What the socket still says of its end has nobody to hear it.
      client.on('error', quiet);
      client.disconnect();
    },
  };
};
