import { sessionIdOf } from '../model/address.ts';
import type { Event } from '../model/event.ts';
import { commitWith, type RecordKey, type Store } from '../store/port.ts';
import type { Notice, Notices } from './notices.ts';
import { readSession, sessionKey } from './records.ts';
import { BoundedMap } from './shelf/bounded-map.ts';
import { spaceOf } from './space.ts';

/** Space of the records that say which notice a chat is about, where people chose. */
const DIRECTORY = 'directory';
/** Chats whose notice is remembered in this process, and for how long (milliseconds): another process may change it. */
const MOST_KNOWN = 10_000;
const KNOWN_MS = 60_000;

const choiceKey = (session: string): RecordKey => ({ kind: 'notice', id: session });

/** Button that leads to a notice: its id with `_` for `-`, which pack ids do not contain. */
export const noticeToken = (packId: string): string => `notice_${packId.replaceAll('-', '_')}`;

/**
 * Which notice a chat is about: the one the person chose, else the one something is under way in, else the one whose
 * window opened last. With one notice there is nothing to find out.
 */
export class Directory {
  readonly #notices: Notices;
  readonly #store: Store;
  readonly #known = new BoundedMap<{ readonly notice: Notice; readonly until: number }>(MOST_KNOWN);

  constructor(notices: Notices, store: Store) {
    this.#notices = notices;
    this.#store = store;
  }

  /** `today` is `YYYY-MM-DD`; `now` the machine's milliseconds, for the memory only. */
  async noticeFor(event: Event, rehearsal: string | null, today: string, now: number): Promise<Notice> {
    const all = this.#notices.all();
    if (all.length === 1) return all[0]!;
    const of = event.body.kind === 'case' ? this.#notices.get(event.body.notice) : undefined;
    if (of) return of;
    const session = sessionIdOf(event.address, event.actor);
    const key = `${rehearsal} ${session}`;
    const asked = this.#askedFor(event);
    if (asked) {
      await this.#choose(session, asked, event.id);
      this.#known.set(key, { notice: asked, until: now + KNOWN_MS });
      return asked;
    }
    const known = this.#known.get(key);
    if (known && known.until > now) return known.notice;
    const notice = await this.#find(session, rehearsal, today);
    this.#known.set(key, { notice, until: now + KNOWN_MS });
    return notice;
  }

  /** Forget what is remembered about a rehearsal's chats. */
  forget(rehearsal: string): void {
    for (const key of this.#known.keys()) if (key.startsWith(`${rehearsal} `)) this.#known.delete(key);
  }

  /** A pressed notice button, or a link that carried a notice's id. */
  #askedFor({ body }: Event): Notice | undefined {
    const wanted =
      body.kind === 'press'
        ? body.token
        : body.kind === 'enter' && body.payload
          ? noticeToken(body.payload)
          : null;
    return this.#notices.all().find(({ pack }) => noticeToken(pack.id) === wanted);
  }

  async #find(session: string, rehearsal: string | null, today: string): Promise<Notice> {
    const all = this.#notices.all();
    const [[choice], ...sessions] = await Promise.all([
      this.#store.load(DIRECTORY, [choiceKey(session)]),
      ...all.map(({ pack }) => this.#store.load(spaceOf(pack.id, rehearsal).name, [sessionKey(session)])),
    ]);
    const chosen = choice?.parts.notice ? this.#notices.get(choice.parts.notice) : undefined;
    if (chosen) return chosen;
    const busy = all.filter((_, index) => {
      const stored = sessions[index]?.[0] ? readSession(sessions[index][0]) : null;
      return (
        stored !== null &&
        (stored.journey !== 'idle' ||
          stored.paused ||
          stored.application !== null ||
          stored.shelved.length > 0)
      );
    });
    return busy.length === 1 ? busy[0]! : this.#notices.newestAt(today);
  }

  async #choose(session: string, notice: Notice, eventId: string): Promise<void> {
    for (;;) {
      const [record] = await this.#store.load(DIRECTORY, [choiceKey(session)]);
      const result = await this.#store.commit(
        DIRECTORY,
        commitWith(`choose:${eventId}:${record?.revision ?? 0}`, notice.pack.id, 0, {
          changes: [
            {
              key: choiceKey(session),
              expect: record?.revision ?? 0,
              set: { notice: notice.pack.id },
              remove: [],
            },
          ],
        }),
      );
      if (result.kind !== 'conflict') return;
    }
  }
}
