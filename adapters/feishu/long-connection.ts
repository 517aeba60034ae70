import type { HttpInstance } from '@larksuiteoapi/node-sdk';
import type { Logger } from '../../src/host/log.ts';
import { agentFor } from '../../src/host/proxy.ts';
import type { Sdk } from './api.ts';
import type { Receiver } from './receive.ts';
import { sdkLogger } from './sdk-log.ts';
import type { Settings } from './settings.ts';

/**
 * A connection whose other end is gone without a word is noticed by a ping that nothing follows. Feishu asks for one
 * every 120 s (the SDK's ClientConfig.PingInterval); so long would nobody be heard. Ours, milliseconds.
 */
const pingEveryMs = 20_000;
/** And so long a ping may stay without any frame, milliseconds. */
const pongWithinMs = 10_000;
const handshakeTimeoutMs = 10_000;
/** How long `open` waits for the first connection before it leaves the rest to the reconnect loop, milliseconds. */
const firstConnectionMs = 15_000;
/** Pause after the SDK has given up (too many connections, app switched off) until it is told to start again. */
const restartMs = 60_000;

export type ConnectionState = 'connecting' | 'connected' | 'failed' | 'closed';

export interface LongConnection {
  /** Resolves when connected, or when connecting takes so long that it goes on in the background. */
  open(): Promise<void>;
  state(): ConnectionState;
  close(): void;
}

export interface LongConnectionDeps {
  readonly sdk: Sdk;
  readonly http: HttpInstance;
  readonly settings: Settings;
  readonly log: Logger;
  readonly receive: Receiver;
  /** Milliseconds, for tests: how often it is tried whether the other end is there, and how long an answer may take. */
  readonly pings?: { readonly everyMs: number; readonly withinMs: number };
}

/**
 * The platform's own interval comes with the connection and again with every pong; the SDK (1.74.0) has no setting that
 * goes before it, so it is capped where it is taken in.
 */
const pingOften = (client: object, everyMs: number): void => {
  interface Intervals {
    readonly pingInterval?: number;
  }
  const { wsConfig } = client as { wsConfig: { updateWs(change: Intervals): void } };
  const update = wsConfig.updateWs.bind(wsConfig);
  wsConfig.updateWs = change =>
    update(
      change.pingInterval === undefined
        ? change
        : { ...change, pingInterval: Math.min(change.pingInterval, everyMs) },
    );
};

/**
 * Events and card callbacks over the SDK's WebSocket. The SDK acknowledges a frame with what the dispatcher returns,
 * and with code 500 when it throws, which makes Feishu deliver the event again: so our receiver stands in its place.
 */
export const createLongConnection = ({
  sdk,
  http,
  settings,
  log,
  receive,
  pings = { everyMs: pingEveryMs, withinMs: pongWithinMs },
}: LongConnectionDeps): LongConnection => {
  let state: ConnectionState = 'closed';
  let settle: () => void = () => {};
  let restart: NodeJS.Timeout | undefined;
  const logger = sdkLogger(log);
  const dispatcher = new sdk.EventDispatcher({ logger, loggerLevel: sdk.LoggerLevel.warn });
  dispatcher.invoke = receive;
  const enter = (next: ConnectionState) => () => {
    if (state === 'closed') return;
    state = next;
    if (next !== 'connecting') settle();
    log.info({ channel: 'feishu', state }, 'feishu: long connection');
  };
  const agent = agentFor(settings.domain);
  const client = new sdk.WSClient({
    ...(agent === undefined ? {} : { agent }),
    appId: settings.appId,
    appSecret: settings.appSecret,
    domain: settings.domain,
    httpInstance: http,
    handshakeTimeoutMs,
    wsConfig: { pingTimeout: pings.withinMs / 1000 },
    logger,
    loggerLevel: sdk.LoggerLevel.warn,
    onReady: enter('connected'),
    onReconnected: enter('connected'),
    onReconnecting: enter('connecting'),
    onError: () => {
      enter('failed')();
      if (state === 'failed')
        restart = setTimeout(() => void client.start({ eventDispatcher: dispatcher }), restartMs);
    },
  });
  pingOften(client, pings.everyMs);
  return {
    async open() {
      state = 'connecting';
      const settled = new Promise<void>(resolve => {
        const timer = setTimeout(resolve, firstConnectionMs);
        settle = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      await Promise.all([client.start({ eventDispatcher: dispatcher }), settled]);
    },
    state: () => state,
    close() {
      state = 'closed';
      clearTimeout(restart);
      settle();
      client.close({ force: true });
    },
  };
};
