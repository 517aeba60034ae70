import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Channel, Receipt } from './host/channel.ts';
import { FileKeeper } from './host/files.ts';
import { formReader } from './host/form-reader.ts';
import { House } from './host/house.ts';
import { type Logger, silentLogger } from './host/log.ts';
import { Notices } from './host/notices.ts';
import { IssueError } from './issue-error.ts';
import { Event } from './model/event.ts';
import type { OutMessage } from './model/message.ts';
import type { Pack } from './model/pack/pack.ts';
import { loadPack } from './packs/load.ts';
import { deploymentSecret } from './settings.ts';
import { fileKey } from './store/at-rest/data-key.ts';
import { isServerAddress, openStore } from './store/open.ts';

/** What `openAssistant` takes. */
export interface AssistantOptions {
  /** Folders of packs, or packs already loaded. */
  readonly packs: readonly (string | Pack)[];
  /** `redis://…`, the path of a SQLite file, or `:memory:`. */
  readonly store: string;
  /** The clock; by default the machine's. Milliseconds since 1970, a Date, or an ISO string. */
  readonly now?: () => number | Date | string;
  readonly channels?: readonly Channel[];
  /**
   * At least 32 bytes; the same for every process on one store, and needed with Redis. By default kept beside a SQLite
   * file, and random otherwise, which suits one process.
   */
  readonly secret?: Uint8Array;
  readonly log?: Logger;
}

/** The assistant as a library. */
export interface Assistant {
  /**
   * Take one event. Resolves after its commit with the messages for the chat it came from; the same event again gives
   * the same messages and changes nothing. Messages to chats of the given channels go out through those.
   */
  receive(event: Event): Promise<OutMessage[]>;
  close(): Promise<void>;
}

/** Delivers by returning: `receive` hands the messages to the caller, so there is nothing left to send. */
const returning = (name: string): Channel => ({
  name,
  capabilities: {
    buttons: 100,
    edit: true,
    filesIn: true,
    filesOut: true,
    text: { limit: 1_000_000, unit: 'characters' },
    forms: true,
  },
  start: async () => {},
  send: async () => ({ kind: 'sent' }),
  health: () => ({ state: 'running' }),
  stop: async () => {},
});

const loaded = async (pack: string | Pack): Promise<Pack> => {
  if (typeof pack !== 'string') return pack;
  const result = await loadPack(pack);
  if (!result.ok) throw new IssueError(result.issues);
  return result.value;
};

const clockOf = (now: AssistantOptions['now']): (() => number) => {
  if (!now) return () => Date.now();
  return () => {
    const value = now();
    return typeof value === 'number' ? Math.floor(value) : new Date(value).getTime();
  };
};

/** Where files go: beside the store's file, else a folder of their own under the system's temporary folder. */
const folderFor = async (store: string): Promise<string> =>
  store === ':memory:' || isServerAddress(store)
    ? mkdtemp(join(tmpdir(), 'shenbao-'))
    : join(dirname(store), 'files');

/** A store that outlives the process needs a secret that does: kept beside a SQLite file, random otherwise. */
const secretFor = (store: string): Promise<Uint8Array> | Uint8Array =>
  store === ':memory:' || isServerAddress(store)
    ? randomBytes(32)
    : deploymentSecret({ secret: null, dataDir: dirname(store) });

/** Open an assistant. Throws `IssueError` when a pack cannot be used, and what the store says when it cannot be opened. */
export const openAssistant = async (options: AssistantOptions): Promise<Assistant> => {
  const packs = await Promise.all(options.packs.map(loaded));
  const secret = options.secret ?? (await secretFor(options.store));
  const store = await openStore(options.store, { auditKey: secret });
  const folder = await folderFor(options.store);
  const keeper = new FileKeeper(join(folder, 'in'), null, fileKey(secret));
  const house = new House({
    notices: new Notices(packs),
    store,
    secret,
    keeper,
    outFolder: join(folder, 'out'),
    log: options.log ?? silentLogger,
    clock: clockOf(options.now),
    rehearsalOf: () => null,
    reading: formReader(keeper),
  });
  for (const channel of options.channels ?? []) house.addChannel(channel);
  for (const channel of options.channels ?? []) await channel.start(house);
  if (options.channels?.length) await house.watch();
  const known = new Set(house.channels().map(channel => channel.name));
  return {
    receive: async event => {
      const parsed = Event.parse(event);
      const name = parsed.address.channel;
      if (!known.has(name)) {
        known.add(name);
        house.addChannel(returning(name));
      }
      const receipt: Receipt = await house.receive(parsed);
      return [...receipt.messages];
    },
    close: async () => {
      await house.close();
      // What was kept in memory is gone, and with it whatever its files belonged to.
      if (options.store === ':memory:') await rm(folder, { recursive: true, force: true });
    },
  };
};
