import type { KeyObject } from 'node:crypto';
import { Memory } from '../memory.ts';
import type {
  ChainReport,
  Commit,
  CommitResult,
  DeadItem,
  Lease,
  OutboxItem,
  RecordChange,
  RecordKey,
  Store,
  StoredRecord,
} from '../port.ts';
import { recordsOf } from '../records-of.ts';
import { recordKeyOf, recordName } from '../rules.ts';
import { RecordTampered } from '../tampered.ts';
import {
  decrypted,
  encrypted,
  isEncrypted,
  masterKey,
  newDataKey,
  officeKey,
  unwrapped,
} from './data-key.ts';
import { isPlainPart, itemPlace, KEY_PART, placeOf, privacyOf } from './what-is-private.ts';

/** Records remembered, a few KB each. */
const mostRemembered = 1_000;
/** Begins the body of an item under the data key of a record, whose name follows up to a full stop. */
const OWNED = '~k';

/** A record as it lies in the store and as it was written, with the key between the two. */
interface Opened {
  readonly stored: StoredRecord;
  readonly record: StoredRecord;
  /** null: written by a version that did not encrypt. */
  readonly key: KeyObject | null;
}

interface Prepared {
  readonly change: RecordChange;
  readonly opened: Opened | null;
}

const ownedPrefix = (owner: RecordKey): string =>
  `${OWNED}${Buffer.from(recordName(owner)).toString('base64url')}.`;

const changed = (
  before: StoredRecord | undefined,
  { key, expect, set, remove }: RecordChange,
): StoredRecord => {
  const parts: Record<string, string> = { ...before?.parts };
  for (const part of remove) delete parts[part];
  return { key, revision: expect + 1, parts: { ...parts, ...set } };
};

/**
 * A store that keeps what people gave encrypted, over one that does not know of it. Seals, chain, dumps and backups are
 * over what lies in the store, so that nothing has to be opened to be verified or copied.
 */
class EncryptedStore implements Store {
  readonly description: string;
  readonly #inner: Store;
  readonly #master: KeyObject;
  readonly #office: KeyObject;
  readonly #recent = new Memory<Opened>(mostRemembered);
  /** By the very object that the store gave. */
  readonly #known = new WeakMap<StoredRecord, StoredRecord>();
  readonly recall?: NonNullable<Store['recall']>;
  readonly announce?: NonNullable<Store['announce']>;
  readonly listen?: NonNullable<Store['listen']>;
  readonly tell?: NonNullable<Store['tell']>;
  readonly hear?: NonNullable<Store['hear']>;
  readonly check?: NonNullable<Store['check']>;
  readonly scrub?: NonNullable<Store['scrub']>;

  constructor(inner: Store, secret: KeyObject) {
    this.#inner = inner;
    this.description = inner.description;
    this.#master = masterKey(secret);
    this.#office = officeKey(secret);
    if (inner.recall)
      this.recall = (space, keys) => inner.recall!(space, keys)?.map(stored => this.#open(space, stored));
    if (inner.announce) this.announce = space => inner.announce!(space);
    if (inner.listen) this.listen = heard => inner.listen!(heard);
    if (inner.tell) this.tell = (topic, text) => inner.tell!(topic, encrypted(this.#office, topic, text));
    if (inner.hear)
      this.hear = (topic, heard) =>
        inner.hear!(topic, sealed => {
          // What nobody of this deployment told is not heard.
          const text = decrypted(this.#office, topic, sealed);
          if (text !== null) heard(text);
        });
    if (inner.check) this.check = () => inner.check!();
    if (inner.scrub)
      this.scrub = (space, matches, owner) =>
        inner.scrub!(space, body => this.#isTheirs(body, matches, owner));
  }

  async load(space: string, keys: readonly RecordKey[]): Promise<StoredRecord[]> {
    return (await this.#inner.load(space, keys)).map(stored => this.#open(space, stored));
  }

  head(space: string): ReturnType<Store['head']> {
    return this.#inner.head(space);
  }

  async commit(space: string, commit: Commit): Promise<CommitResult> {
    const prepared: Prepared[] = [];
    for (const change of commit.changes) prepared.push(await this.#prepared(space, change));
    const keys = new Map(
      prepared.flatMap(({ opened }) => (opened?.key ? [[recordName(opened.record.key), opened.key]] : [])),
    );
    const outbox: OutboxItem[] = [];
    for (const item of commit.outbox) outbox.push(await this.#closed(space, item, keys));
    const changes = prepared.map(({ change }) => change);
    const result = await this.#inner.commit(space, { ...commit, changes, outbox });
    if (result.kind !== 'committed') return result;
    for (const { change, opened } of prepared) this.#wrote(space, change, opened);
    const asked = new Map(commit.outbox.map(item => [item.id, item]));
    return { ...result, leases: result.leases.map(lease => ({ ...lease, item: asked.get(lease.item.id)! })) };
  }

  list(...args: Parameters<Store['list']>): Promise<string[]> {
    return this.#inner.list(...args);
  }

  async claim(...args: Parameters<Store['claim']>): Promise<Lease[]> {
    const [space] = args;
    const found: Lease[] = [];
    const gone: Lease[] = [];
    for (const lease of await this.#inner.claim(...args)) {
      const item = await this.#openItem(space, lease.item);
      if (item) found.push({ ...lease, item });
      else gone.push(lease);
    }
    // Written before the person had everything deleted: nobody can read it any more, and nobody should.
    if (gone.length > 0)
      await this.#inner.settle(
        space,
        gone.map(lease => ({ lease, result: { kind: 'done' } })),
      );
    return found;
  }

  renew(...args: Parameters<Store['renew']>): ReturnType<Store['renew']> {
    return this.#inner.renew(...args);
  }

  settle(...args: Parameters<Store['settle']>): Promise<boolean[]> {
    return this.#inner.settle(...args);
  }

  async itemsOf(space: string, ids: readonly string[]): Promise<Pick<OutboxItem, 'id' | 'body'>[]> {
    const found: Pick<OutboxItem, 'id' | 'body'>[] = [];
    for (const item of await this.#inner.itemsOf(space, ids)) {
      const opened = await this.#openItem(space, item);
      if (opened) found.push({ id: opened.id, body: opened.body });
    }
    return found;
  }

  nextDue(space: string): Promise<number | null> {
    return this.#inner.nextDue(space);
  }

  waiting(space: string): ReturnType<Store['waiting']> {
    return this.#inner.waiting(space);
  }

  async dead(space: string): Promise<DeadItem[]> {
    const found: DeadItem[] = [];
    for (const dead of await this.#inner.dead(space))
      found.push({ ...dead, item: (await this.#openItem(space, dead.item)) ?? dead.item });
    return found;
  }

  revive(space: string, id: string, due: number): Promise<boolean> {
    return this.#inner.revive(space, id, due);
  }

  audit(space: string): ReturnType<Store['audit']> {
    return this.#inner.audit(space);
  }

  verify(...args: Parameters<Store['verify']>): Promise<ChainReport> {
    return this.#inner.verify(...args);
  }

  spaces(): Promise<string[]> {
    return this.#inner.spaces();
  }

  async wipe(space: string): Promise<void> {
    await this.#inner.wipe(space);
    this.#recent.clear(space);
  }

  stats(space: string): ReturnType<Store['stats']> {
    return this.#inner.stats(space);
  }

  dump(space: string): AsyncIterable<string> {
    return this.#inner.dump(space);
  }

  async *records(space: string): AsyncGenerator<StoredRecord> {
    for await (const stored of recordsOf(this.#inner, space)) yield this.#opened(space, stored).record;
  }

  async restore(space: string, lines: AsyncIterable<string>): Promise<void> {
    await this.#inner.restore(space, lines);
    this.#recent.clear(space);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  #open(space: string, stored: StoredRecord): StoredRecord {
    if (stored.revision === 0 || privacyOf(stored.key) === 'plain') return stored;
    const known = this.#known.get(stored);
    if (known) return known;
    const opened = this.#opened(space, stored);
    this.#recent.set(space, recordName(stored.key), opened);
    this.#known.set(stored, opened.record);
    return opened.record;
  }

  /** The record as it was written; parts that were opened before are not opened again. */
  #opened(space: string, stored: StoredRecord): Opened {
    const { key: of, revision } = stored;
    const before = this.#recent.get(space, recordName(of));
    const key = this.#keyOf(space, stored, before);
    const names = Object.keys(stored.parts).filter(part => part !== KEY_PART);
    const parts: Record<string, string> = {};
    let unchanged =
      before?.record.revision === revision && names.length === Object.keys(before.record.parts).length;
    for (const part of names) {
      const value = stored.parts[part]!;
      const known = before?.stored.parts[part] === value ? before.record.parts[part] : undefined;
      if (known === undefined) unchanged = false;
      const text = known ?? (isEncrypted(value) ? this.#text(key, space, of, part, value) : value);
      parts[part] = text;
    }
    return { stored, key, record: unchanged && before ? before.record : { key: of, revision, parts } };
  }

  #keyOf(space: string, { key: of, parts }: StoredRecord, before: Opened | undefined): KeyObject | null {
    if (privacyOf(of) === 'office') return this.#office;
    const wrapped = parts[KEY_PART];
    if (wrapped === undefined) return null;
    if (before?.key && before.stored.parts[KEY_PART] === wrapped) return before.key;
    const key = unwrapped(this.#master, placeOf(space, of), wrapped);
    if (key === null) throw new RecordTampered(recordName(of));
    return key;
  }

  #text(key: KeyObject | null, space: string, of: RecordKey, part: string, value: string): string {
    const text = key && decrypted(key, placeOf(space, of, part), value);
    if (text === null) throw new RecordTampered(recordName(of));
    return text;
  }

  /** What a change starts from; read again only where this process does not remember that very revision. */
  async #before(space: string, { key, expect }: RecordChange): Promise<Opened | null> {
    if (expect === 0) return null;
    const name = recordName(key);
    if (this.#recent.get(space, name)?.record.revision !== expect) await this.load(space, [key]);
    return this.#recent.get(space, name) ?? null;
  }

  async #prepared(space: string, change: RecordChange): Promise<Prepared> {
    const { key: of } = change;
    const privacy = privacyOf(of);
    if (privacy === 'plain' || change.drop) return { change, opened: null };
    const before = await this.#before(space, change);
    const record = changed(before?.record, change);
    const own = privacy === 'own' && (!before?.key || change.rekey);
    const fresh = own ? newDataKey(this.#master, placeOf(space, of)) : null;
    const key = fresh?.key ?? before?.key ?? this.#office;
    const set: Record<string, string> = fresh ? { [KEY_PART]: fresh.wrapped } : {};
    // Under a new key everything is written anew, and so is what a version that did not encrypt has left.
    for (const [part, text] of Object.entries(fresh ? record.parts : change.set))
      set[part] = isPlainPart(of, part) ? text : encrypted(key, placeOf(space, of, part), text);
    const { rekey: _, ...plain } = change;
    const closed = { ...plain, set };
    return { change: closed, opened: { stored: changed(before?.stored, closed), record, key } };
  }

  #wrote(space: string, { key, drop }: RecordChange, opened: Opened | null): void {
    if (opened) this.#recent.set(space, recordName(key), opened);
    else if (drop) this.#recent.delete(space, recordName(key));
  }

  /** The key of a record; null: it has none, or is not there. */
  async #ownKey(space: string, owner: RecordKey): Promise<KeyObject | null> {
    const found = this.#recent.get(space, recordName(owner));
    if (found) return found.key;
    await this.load(space, [owner]);
    return this.#recent.get(space, recordName(owner))?.key ?? null;
  }

  async #closed(space: string, item: OutboxItem, keys: ReadonlyMap<string, KeyObject>): Promise<OutboxItem> {
    const { owner, ...plain } = item;
    const key = owner && (keys.get(recordName(owner)) ?? (await this.#ownKey(space, owner)));
    const about = itemPlace(space, item.id);
    return owner && key
      ? { ...plain, body: ownedPrefix(owner) + encrypted(key, about, item.body) }
      : { ...plain, body: encrypted(this.#office, about, item.body) };
  }

  /** null: under a data key that is gone. */
  async #openItem<Item extends Pick<OutboxItem, 'id' | 'body'>>(
    space: string,
    item: Item,
  ): Promise<(Item & { readonly owner?: RecordKey }) | null> {
    const { id, body } = item;
    const about = itemPlace(space, id);
    if (body.startsWith(OWNED) && body.includes('.')) {
      const end = body.indexOf('.');
      const owner = recordKeyOf(Buffer.from(body.slice(OWNED.length, end), 'base64url').toString());
      const sealed = body.slice(end + 1);
      const key = await this.#ownKey(space, owner);
      const text = key && decrypted(key, about, sealed);
      if (text !== null) return { ...item, body: text, owner };
      // Another process may have given the owner a new key since this one looked.
      await this.load(space, [owner]);
      const now = this.#recent.get(space, recordName(owner))?.key ?? null;
      const again = now && now !== key ? decrypted(now, about, sealed) : null;
      return again === null ? null : { ...item, body: again, owner };
    }
    if (!isEncrypted(body)) return item;
    const text = decrypted(this.#office, about, body);
    return text === null ? null : { ...item, body: text };
  }

  /** Whether the body of an item that was sent is one of those to be deleted. */
  #isTheirs(body: string, matches: (body: string) => boolean, owner: RecordKey | undefined): boolean {
    if (owner && body.startsWith(ownedPrefix(owner))) return true;
    return !isEncrypted(body) && matches(body);
  }
}

/** Not a store where a method of the port is not passed on: one that may be left out would be missed by nobody. */
type Whole = keyof Store extends keyof EncryptedStore ? Store : never;

export const encryptedStore = (inner: Store, secret: KeyObject): Whole => new EncryptedStore(inner, secret);
