import type { Channel, Outgoing, SendResult } from '../../src/host/channel.ts';
import { Clocks } from '../../src/host/clocks.ts';
import { Dispatch, type DispatchDeps } from '../../src/host/dispatch.ts';
import { silentLogger } from '../../src/host/log.ts';
import { messageItem } from '../../src/host/outbox.ts';
import { spaceOf } from '../../src/host/space.ts';
import { nobody } from '../../src/host/watcher.ts';
import { OutMessage } from '../../src/model/message.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';
import { deskCapabilities } from '../support/desk.ts';

export const space = spaceOf('notice', null);

/** A fake platform: each send waits for what the test answers to it. */
export class FakeChannel implements Channel {
  readonly name: string;
  readonly capabilities = deskCapabilities;
  /** Every send, in order of their beginning. */
  readonly sends: Outgoing[] = [];
  answer: (outgoing: Outgoing) => SendResult | Promise<SendResult> = () => ({ kind: 'sent' });
  readonly #waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  constructor(name: string) {
    this.name = name;
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  health(): { state: 'running' } {
    return { state: 'running' };
  }

  async send(outgoing: Outgoing): Promise<SendResult> {
    this.sends.push(outgoing);
    for (const { count, resolve } of this.#waiting) if (this.sends.length >= count) resolve();
    return this.answer(outgoing);
  }

  texts(): string[] {
    return this.sends.map(({ message }) => message.key);
  }

  /** Resolves when so many sends have begun. */
  begun(count: number): Promise<void> {
    return this.sends.length >= count
      ? Promise.resolve()
      : new Promise(resolve => this.#waiting.push({ count, resolve }));
  }
}

export const openMemory = (): Promise<Store> => openStore(':memory:');

/** One process that carries out what is in the store: its channels, and what it tells the house. */
export const processOn = (
  store: Store,
  channels: readonly Channel[],
  options: { readonly clock?: () => number; readonly leaseMs?: number } = {},
) => {
  const lost: string[] = [];
  const down: string[] = [];
  const clock = options.clock ?? Date.now;
  const deps: DispatchDeps = {
    store,
    clocks: new Clocks(clock, store, 'notice'),
    renderer: { files: async () => ({ files: [], absent: [] }), forget: async () => {} },
    keeper: { remove: async () => {} },
    log: silentLogger,
    watcher: nobody,
    channel: name => channels.find(channel => channel.name === name),
    channels: () => channels.map(({ name }) => name),
    fire: async () => {},
    lost: async (_, { key }, reason) => {
      lost.push(`${key} ${reason}`);
    },
    down: (channel, reason) => {
      down.push(`${channel} ${reason}`);
    },
    marked: (_, message) => ({ ...message, blocks: [{ kind: 'text', text: 'again' }, ...message.blocks] }),
    ...(options.leaseMs === undefined ? {} : { leaseMs: options.leaseMs }),
  };
  return { dispatch: new Dispatch(deps), lost, down };
};

let events = 0;

/** Commit messages as a turn would, each `channel:chat` to its key; `by` may carry them out at once. */
export const commitMessages = async (
  store: Store,
  messages: readonly (readonly [to: string, key: string, more?: Partial<OutMessage>])[],
  by: Dispatch | null = null,
  now = Date.now(),
): Promise<void> => {
  events += 1;
  const outbox = messages.map(([to, key, more]) => {
    const [channel, chat] = to.split(':') as [string, string];
    const address = { channel, chat, kind: 'private' as const };
    const message = OutMessage.parse({ key, to: address, blocks: [], ...more });
    return messageItem({ id: key, lane: to, due: now }, message, 'answer');
  });
  const result = await store.commit(space.name, {
    eventId: `event-${events}`,
    bodyHash: 'x',
    reply: '',
    changes: [],
    expectations: [],
    indexes: [],
    outbox,
    cancel: [],
    audit: [],
    at: now,
    leaseMs: by ? 30_000 : 0,
    doors: by?.doors() ?? [],
  });
  if (by && result.kind === 'committed') by.carry(space, result.leases, result.leases.length < outbox.length);
};
