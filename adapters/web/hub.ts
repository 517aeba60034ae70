import { randomBytes } from 'node:crypto';
import type { OutFile } from '../../src/host/channel.ts';
import type { FileRef } from '../../src/model/file.ts';
import type { Seat, StreamEntry, WireFile, WireMessage } from './wire.ts';

/** Lines kept for a browser; a whole application with a review takes about 300. */
const linesKept = 600;
const filesKept = 200;
/** Browsers remembered; those that went away longest ago are forgotten first. */
const browsersKept = 2_000;
/** Streams open at a time, and those of one browser: more tabs than anybody has. */
const streamsOpen = 1_000;
const streamsEach = 8;

interface Line {
  /** Place in this process's order. */
  readonly seq: number;
  /** Its name in every process. */
  readonly uid: string;
  readonly entry: StreamEntry;
  /** Delivery key of a message, so that sending it again changes nothing. */
  readonly key?: string;
}

interface Shelf {
  lines: Line[];
  next: number;
  readonly files: Map<string, { readonly seat: Seat; readonly file: OutFile }>;
  readonly waiting: Set<() => void>;
}

/** What a stream gets to write next. `gap`: something between the cursor and the first line is gone. */
export interface Batch {
  readonly lines: readonly { readonly id: string; readonly entry: StreamEntry }[];
  readonly gap: boolean;
}

/** What one process's hub tells those of the others. */
type Told =
  | {
      readonly kind: 'line';
      readonly browser: string;
      readonly uid: string;
      readonly entry: StreamEntry;
      readonly key?: string;
    }
  | {
      readonly kind: 'file';
      readonly browser: string;
      readonly id: string;
      readonly seat: Seat;
      readonly name: string;
      readonly bytes: number;
      readonly ref: FileRef;
    };

/** The hubs of other processes: `tell` them; `remake` a file that one of them offered from what it is made of. */
export interface OtherHubs {
  readonly tell: (text: string) => void;
  readonly remake: (ref: FileRef) => Promise<OutFile>;
}
const alone: OtherHubs = {
  tell: () => {},
  remake: () => Promise.reject(new Error('there are no other processes')),
};

/** Lines before the one that a browser saw last at another process, which may have come there in another order. */
const overlap = 30;

/**
 * The memory of the page: what each browser was shown, in order, so that a stream resumes where it broke off and a
 * reload shows the conversation again. Nothing here outlives the process; the conversation itself is in the store.
 * `now`: milliseconds since 1970 (UTC), for the time on what is shown. The hubs of other processes `hear` what
 * this one tells, so that a browser is shown everything whichever process it speaks to.
 */
export const createHub = (
  now: () => number | undefined = () => undefined,
  { tell, remake }: OtherHubs = alone,
) => {
  const epoch = randomBytes(6).toString('hex');
  const shelves = new Map<string, Shelf>();
  const streams = new Map<string, number>();
  let open = 0;
  let closed = false;

  const forgetIdle = () => {
    for (const [browser, shelf] of shelves) {
      if (shelves.size <= browsersKept) return;
      if (shelf.waiting.size === 0) shelves.delete(browser);
    }
  };

  const shelfOf = (browser: string): Shelf => {
    const known = shelves.get(browser);
    const shelf = known ?? { lines: [], next: 1, files: new Map(), waiting: new Set() };
    shelves.delete(browser);
    shelves.set(browser, shelf);
    if (!known) forgetIdle();
    return shelf;
  };

  const refOf = (seq: number): string => `${epoch}_${seq}`;

  const stamped = (): { readonly at?: number } => {
    const at = now();
    return at === undefined ? {} : { at };
  };

  const share = (told: Told) => tell(JSON.stringify({ from: epoch, told }));

  const put = (browser: string, line: Omit<Line, 'seq'>): void => {
    const shelf = shelfOf(browser);
    shelf.lines.push({ ...line, seq: shelf.next });
    shelf.next += 1;
    if (shelf.lines.length > linesKept) shelf.lines = shelf.lines.slice(-linesKept);
    for (const wake of [...shelf.waiting]) wake();
  };

  const push = (browser: string, make: (ref: string) => StreamEntry, key?: string): string => {
    const uid = refOf(shelfOf(browser).next);
    const line = { uid, entry: make(uid), ...(key === undefined ? {} : { key }) };
    put(browser, line);
    share({ kind: 'line', browser, ...line });
    return uid;
  };

  const empty = (browser: string, seats: readonly Seat[]): void => {
    const shelf = shelfOf(browser);
    shelf.lines = shelf.lines.filter(({ entry }) => entry.kind !== 'cleared' && !seats.includes(entry.seat));
    for (const [id, { seat }] of shelf.files) if (seats.includes(seat)) shelf.files.delete(id);
  };

  const keepFile = (browser: string, id: string, seat: Seat, file: OutFile): void => {
    const shelf = shelfOf(browser);
    shelf.files.set(id, { seat, file });
    const [oldest] = shelf.files.keys();
    if (shelf.files.size > filesKept && oldest !== undefined) shelf.files.delete(oldest);
  };

  /** The same act or delivery was shown here already. */
  const isKnown = (browser: string, { entry, key, uid }: Omit<Line, 'seq'>): boolean =>
    shelfOf(browser).lines.some(
      line =>
        line.uid === uid ||
        (key !== undefined && line.key === key) ||
        (entry.kind === 'said' &&
          line.entry.kind === 'said' &&
          line.entry.seat === entry.seat &&
          line.entry.event === entry.event),
    );

  return {
    /** Put a message on screen. The same key again gives the reference of the first time. */
    message(
      browser: string,
      seat: Seat,
      key: string,
      message: WireMessage,
    ): { readonly ref: string; readonly fresh: boolean } {
      const earlier = shelfOf(browser).lines.find(line => line.key === key);
      if (earlier) return { ref: earlier.uid, fresh: false };
      return {
        ref: push(browser, ref => ({ kind: 'message', seat, ref, message, ...stamped() }), key),
        fresh: true,
      };
    },

    /** Repeat what the person did. The same event again changes nothing. */
    said(browser: string, entry: Extract<StreamEntry, { kind: 'said' }>): void {
      if (!isKnown(browser, { uid: '', entry })) push(browser, () => ({ ...entry, ...stamped() }));
    },

    /** What another process's hub told. */
    hear(text: string): void {
      const { from, told } = JSON.parse(text) as { readonly from: string; readonly told: Told };
      if (from === epoch) return;
      if (told.kind === 'file') {
        const { browser, id, seat, name, bytes, ref } = told;
        const content = async () => (await remake(ref)).content();
        keepFile(browser, id, seat, { name, bytes, content });
        return;
      }
      const { browser, entry, uid, key } = told;
      const line = { uid, entry, ...(key === undefined ? {} : { key }) };
      if (entry.kind === 'cleared') empty(browser, entry.seats);
      if (!isKnown(browser, line)) put(browser, line);
    },

    /** Empty chats: what was shown, and the files that came with it. */
    clear(browser: string, seats: readonly Seat[]): void {
      empty(browser, seats);
      push(browser, () => ({ kind: 'cleared', seats }));
    },

    /** Make a file fetchable by this browser, and by no other. `ref`: what other processes make it of. */
    offer(browser: string, seat: Seat, file: OutFile, ref: FileRef | null = null): WireFile {
      const id = randomBytes(16).toString('hex');
      keepFile(browser, id, seat, file);
      const { name, bytes } = file;
      if (ref) share({ kind: 'file', browser, id, seat, name, bytes, ref });
      return { id, name: file.name, bytes: file.bytes };
    },

    file(browser: string, id: string): OutFile | null {
      return shelves.get(browser)?.files.get(id)?.file ?? null;
    },

    /** Label of a button this chat was shown last under this token. */
    labelOf(browser: string, seat: Seat, token: string): string | null {
      for (const { entry } of shelfOf(browser).lines.toReversed()) {
        if (entry.kind !== 'message' || entry.seat !== seat) continue;
        const choice = entry.message.choices.find(candidate => candidate.token === token);
        if (choice) return choice.label;
      }
      return null;
    },

    /** Count a stream in; false: there are as many as may be. Whoever was counted in is counted out by `left`. */
    entered(browser: string): boolean {
      const own = streams.get(browser) ?? 0;
      if (open >= streamsOpen || own >= streamsEach) return false;
      open += 1;
      streams.set(browser, own + 1);
      return true;
    },

    left(browser: string): void {
      open -= 1;
      const own = (streams.get(browser) ?? 1) - 1;
      if (own > 0) streams.set(browser, own);
      else {
        streams.delete(browser);
        const shelf = shelves.get(browser);
        // Whoever only looked leaves nothing behind: he would push those out who have something on their screens.
        if (shelf && shelf.next === 1 && shelf.files.size === 0) shelves.delete(browser);
      }
    },

    /** Lines after `cursor` (an id from an earlier batch), or all there are. */
    after(browser: string, cursor: string | null): Batch {
      const { lines, next } = shelves.get(browser) ?? { lines: [], next: 1 };
      // Where a line stands here, and its name, by which another process finds it.
      const all = (from: readonly Line[]) =>
        from.map(({ seq, uid, entry }) => ({
          id: uid === refOf(seq) ? uid : `${refOf(seq)}~${uid}`,
          entry,
        }));
      if (cursor === null) return { lines: all(lines), gap: false };
      const [place = '', name = place] = cursor.split('~');
      const [stamp, number] = place.split('_');
      const seen = Number(number);
      if (stamp !== epoch) {
        const at = lines.findIndex(({ uid }) => uid === name);
        // The page passes over what it shows already.
        return at < 0
          ? { lines: all(lines), gap: true }
          : { lines: all(lines.slice(Math.max(0, at - overlap))), gap: false };
      }
      if (!Number.isSafeInteger(seen) || seen >= next) return { lines: all(lines), gap: true };
      const fresh = lines.filter(({ seq }) => seq > seen);
      return { lines: all(fresh), gap: (fresh[0]?.seq ?? next) !== seen + 1 };
    },

    /** Wait until there may be more to read. `quiet`: nothing for `ms`. The signal and `close` end the waiting too. */
    changed(browser: string, ms: number, signal: AbortSignal): Promise<'woken' | 'quiet'> {
      if (closed || signal.aborted) return Promise.resolve('woken');
      const { waiting } = shelfOf(browser);
      return new Promise(resolve => {
        const end = (why: 'woken' | 'quiet') => {
          clearTimeout(timer);
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve(why);
        };
        const wake = () => end('woken');
        const timer = setTimeout(end, ms, 'quiet');
        waiting.add(wake);
        signal.addEventListener('abort', wake, { once: true });
      });
    },

    get closed(): boolean {
      return closed;
    },

    /** End every stream. */
    close(): void {
      closed = true;
      for (const { waiting } of shelves.values()) for (const wake of [...waiting]) wake();
    },
  };
};
export type Hub = ReturnType<typeof createHub>;
