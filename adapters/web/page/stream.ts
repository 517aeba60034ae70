import type { StreamEntry } from '../wire.ts';
import { request } from './api.ts';
import { takeEvents } from './sse.ts';

export type Connection = 'connecting' | 'online' | 'reconnecting' | 'offline';

export interface StreamEvents {
  entry(entry: StreamEntry, id: string | null): void;
  /** All there was has been shown. `gap`: part of it is gone, so the last screen should be asked for. */
  ready(gap: boolean): void;
  connection(state: Connection): void;
}

/** Longer than the server's heartbeat (20 s) with room: a stream silent for so long is dead. Milliseconds. */
const silenceMs = 50_000;
const longestPauseMs = 15_000;

/**
 * Follow the stream for ever: begin after the line `from`, resume after the last one that came, back off while the house is away, come back at
 * once when the network does. Read with fetch and not EventSource, which cannot send the browser's key in a header.
 */
export const follow = (events: StreamEvents, from: string | null): void => {
  let cursor = from;
  let failures = 0;
  let gap = false;
  let wake = () => {};
  let cutOff = () => {};

  const readOnce = async (): Promise<void> => {
    const silent = new AbortController();
    cutOff = () => silent.abort();
    let watch = setTimeout(cutOff, silenceMs);
    try {
      const response = await request('/api/stream', {
        signal: silent.signal,
        headers: { accept: 'text/event-stream', ...(cursor === null ? {} : { 'last-event-id': cursor }) },
      });
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      let pending = '';
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(watch);
        watch = setTimeout(cutOff, silenceMs);
        const taken = takeEvents(pending + value);
        pending = taken.rest;
        for (const event of taken.events) {
          if (event.id !== null) cursor = event.id;
          if (event.event === 'gap') gap = true;
          else if (event.event === 'ready') {
            failures = 0;
            events.connection('online');
            events.ready(gap);
            gap = false;
          } else events.entry(JSON.parse(event.data) as StreamEntry, event.id);
        }
      }
    } finally {
      clearTimeout(watch);
    }
  };

  const pause = () =>
    new Promise<void>(resolve => {
      const timer = setTimeout(resolve, Math.min(500 * 2 ** failures, longestPauseMs));
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async () => {
    for (;;) {
      await readOnce().catch(() => {});
      events.connection(navigator.onLine ? 'reconnecting' : 'offline');
      await pause();
      failures += 1;
    }
  };
  window.addEventListener('online', () => {
    // A stream from before the outage may look open and be dead: begin a new one.
    cutOff();
    wake();
  });
  window.addEventListener('offline', () => events.connection('offline'));
  void run();
};
