import type { Seat, StreamEntry } from '../wire.ts';

const keyName = 'shenbao-log';
/** Lines kept for the next visit; a whole application with a review takes about 300. */
const mostLines = 400;
/** Many lines come at once; they are written out together, this long after the last one (milliseconds). */
const settleMs = 400;

interface Kept {
  /** Id of the last line that came: the stream goes on behind it. */
  readonly cursor: string | null;
  readonly lines: readonly StreamEntry[];
}

const nameOf = (entry: StreamEntry): string | null =>
  entry.kind === 'message' ? entry.ref : entry.kind === 'said' ? `${entry.seat} ${entry.event}` : null;

const nothing: Kept = { cursor: null, lines: [] };

const read = (): Kept => {
  try {
    const kept = JSON.parse(localStorage.getItem(keyName) ?? 'null') as Kept | null;
    return kept && Array.isArray(kept.lines) ? kept : nothing;
  } catch {
    return nothing;
  }
};

const write = (kept: Kept): void => {
  try {
    localStorage.setItem(keyName, JSON.stringify(kept));
  } catch {
    // Storage is off or full: the conversation itself is in the store, only its look is not.
  }
};

/**
 * What this browser was shown, kept in it: the conversation stands on screen again after the page or the service was
 * started anew. Chats that were emptied leave nothing here.
 */
export const createHistory = () => {
  let { cursor, lines } = read();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    write({ cursor, lines });
  };
  window.addEventListener('pagehide', () => {
    if (timer !== undefined) flush();
  });

  return {
    cursor,
    lines,
    keep(entry: StreamEntry, at: string | null): void {
      cursor = at ?? cursor;
      if (entry.kind === 'cleared') {
        const gone = new Set<Seat>(entry.seats);
        lines = lines.filter(line => line.kind === 'cleared' || !gone.has(line.seat));
        flush();
        return;
      }
      // Whoever goes on at another process is told the last lines again.
      if (lines.some(line => nameOf(line) === nameOf(entry))) return;
      lines = [...lines, entry].slice(-mostLines);
      clearTimeout(timer);
      timer = setTimeout(flush, settleMs);
    },
  };
};
