import type { Api } from 'grammy';
import type { Intake, Receipt } from '../../src/host/channel.ts';
import type { Logger } from '../../src/host/log.ts';
import { Lanes } from '../../src/host/shelf/lanes.ts';
import { withPatience } from '../../src/host/shelf/patience.ts';
import { shorten } from '../../src/host/text-split.ts';
import type { Address } from '../../src/model/address.ts';
import type { DoorWords } from '../../src/model/door-wording.ts';
import type { Event } from '../../src/model/event.ts';
import { Albums } from './albums.ts';
import { albumOf, type Decoded, decode, type Identity, laneOf } from './decode.ts';
import { fetchFile } from './download.ts';
import { attempt, describeFailure, type Failure } from './failure.ts';
import type { Settings } from './settings.ts';
import { settledLook, settlePressed } from './settle.ts';
import { Update } from './update.ts';

/** Characters of a toast: core.telegram.org/bots/api#answercallbackquery. */
const toastLimit = 200;
/** A press is answered by then even when its turn takes longer. */
const toastWaitMs = 3_000;

export interface InboxDeps {
  readonly api: Api;
  readonly intake: Intake;
  readonly identity: Identity;
  readonly settings: Settings;
  readonly log: Logger;
  readonly words: DoorWords;
  /** A message with this id came from a chat. */
  readonly onMessage: (chat: string, id: number) => void;
  /** A group got a new id (supergroup migration). */
  readonly onMigrated: (from: string, to: string) => void;
}

/** Brings updates to the intake: of different chats at the same time, of one chat in order. */
export class Inbox {
  readonly #deps: InboxDeps;
  readonly #lanes = new Lanes('holds-back');
  readonly #albums = new Albums();
  /** Updates being handled: the same one delivered meanwhile waits for the same end. */
  readonly #running = new Map<number, Promise<void>>();
  #lastEventAt: number | undefined;

  constructor(deps: InboxDeps) {
    this.#deps = deps;
  }

  get lastEventAt(): number | undefined {
    return this.#lastEventAt;
  }

  /**
   * Resolves when Telegram may forget the update: committed, spooled, refused, or nothing to us.
   *
   * @throws what the intake throws when the update must be delivered again.
   */
  handle(raw: unknown): Promise<void> {
    const parsed = Update.safeParse(raw);
    if (!parsed.success) {
      this.#deps.log.warn({ code: 'telegram:odd-update' }, 'update of an unexpected shape left out');
      return Promise.resolve();
    }
    const update = parsed.data;
    const running = this.#running.get(update.update_id);
    if (running) return running;
    const album = albumOf(update);
    if (album) this.#albums.came(album, update.update_id);
    const done = this.#lanes
      .run(laneOf(update), () => this.#take(update))
      .finally(() => {
        this.#running.delete(update.update_id);
        if (album) this.#albums.done(album, update.update_id);
      });
    this.#running.set(update.update_id, done);
    return done;
  }

  /** Resolves when everything that runs has ended, well or badly. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running.values());
  }

  async #take(update: Update): Promise<void> {
    const { identity, settings, intake } = this.#deps;
    const now = intake.now();
    const place = update.message ?? update.callback_query?.message;
    if (place) this.#deps.onMessage(String(place.chat.id), place.message_id);
    const { refusePersonalData } = settings;
    const decoded = decode(update, { identity, refusePersonalData, now });
    if (decoded.kind !== 'ignored') this.#lastEventAt = now;
    await this.#carryOut(decoded, update.update_id);
  }

  async #carryOut(decoded: Decoded, id: number): Promise<void> {
    const { log, onMigrated } = this.#deps;
    switch (decoded.kind) {
      case 'event':
        await this.#deps.intake.receive(decoded.event);
        return;
      case 'press':
        await this.#press(decoded);
        return;
      case 'file': {
        const body = await this.#fileBody(decoded);
        const { album } = decoded.file;
        const more = album !== undefined && (await this.#albums.hasMore(album, id));
        await this.#deps.intake.receive({ ...decoded.event, ...(more ? { more } : {}), body });
        return;
      }
      case 'private-only':
        await this.#pointToPrivate(decoded.address, decoded.link);
        return;
      case 'migrated':
        onMigrated(decoded.from, decoded.to);
        return;
      case 'ignored':
        log.debug({ code: 'telegram:ignored', why: decoded.why }, 'update left out');
        if (decoded.callback) await this.#endProgress(decoded.callback, null);
        return;
      default:
        decoded satisfies never;
    }
  }

  async #press({ event, query }: Extract<Decoded, { kind: 'press' }>): Promise<void> {
    const receipt = this.#deps.intake.receive(event);
    const [{ outcome, messages }] = await Promise.all([receipt, this.#endProgress(query.id, receipt)]);
    if (outcome === 'refused' || outcome === 'limited' || !query.message || query.data === undefined) return;
    const { message } = query;
    const look = settledLook(message, query.data, messages);
    if (!look) return;
    const settled = await attempt(() => settlePressed(this.#deps.api, message, look));
    if (!settled.ok) this.#note('telegram:settle', settled.failure, 'pressed question not changed');
  }

  /** No file is fetched where personal data are refused: the engine says why by the event's policy. */
  #fileBody({ file }: Extract<Decoded, { kind: 'file' }>): Promise<Event['body']> {
    const { api, settings, intake, log } = this.#deps;
    if (settings.refusePersonalData) {
      return Promise.resolve({ kind: 'file-refused', reason: 'unavailable', name: file.name });
    }
    const onTrouble = (detail: string) => log.warn({ code: 'telegram:file', detail }, 'file not fetched');
    return fetchFile(file, { api, settings, intake, onTrouble });
  }

  /** Every press is answered, or the button keeps showing progress; a late answer is refused by Telegram and harmless. */
  async #endProgress(callback: string, receipt: Promise<Receipt> | null): Promise<void> {
    const messages = receipt?.then(
      ({ messages }) => messages,
      () => undefined,
    );
    const known = messages && (await withPatience(messages, toastWaitMs));
    const toast = known?.find(({ toast }) => toast !== undefined)?.toast;
    const text = toast === undefined ? {} : { text: shorten(toast, toastLimit, 'characters') };
    const answered = await attempt(() => this.#deps.api.answerCallbackQuery(callback, text));
    if (!answered.ok) this.#note('telegram:toast', answered.failure, 'press not answered');
  }

  async #pointToPrivate(address: Address, link: string): Promise<void> {
    const { words } = this.#deps;
    const sent = await attempt(() =>
      this.#deps.api.sendMessage(address.chat, words('door.private'), {
        ...(address.thread ? { message_thread_id: Number(address.thread) } : {}),
        reply_markup: { inline_keyboard: [[{ text: words('door.privateButton'), url: link }]] },
      }),
    );
    if (!sent.ok) this.#note('telegram:hint', sent.failure, 'hint not sent');
  }

  /** Courtesies that failed: worth a line, never a redelivery. */
  #note(code: string, failure: Failure, what: string): void {
    this.#deps.log.debug({ code, detail: describeFailure(failure) }, what);
  }
}
