import type { HttpInstance } from '@larksuiteoapi/node-sdk';
import type { Logger } from '../../src/host/log.ts';
import { agentFor } from '../../src/host/proxy.ts';
import type { Sdk } from './api.ts';
import type { Receiver } from './receive.ts';
import { sdkLogger } from './sdk-log.ts';
import type { Settings } from './settings.ts';

/** Seconds without any frame after a ping until the connection is taken for dead and made anew. */
const pingTimeoutSeconds = 30;
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
}

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
    wsConfig: { pingTimeout: pingTimeoutSeconds },
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
