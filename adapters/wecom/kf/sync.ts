import { z } from 'zod';
import type { Intake } from '../../../src/host/channel.ts';
import { refusedFile } from '../../../src/host/file-body.ts';
import type { Logger } from '../../../src/host/log.ts';
import { Lanes } from '../../../src/host/shelf/lanes.ts';
import type { Event } from '../../../src/model/event.ts';
import type { WecomApi } from '../api.ts';
import { verdictOf } from '../errcode.ts';
import { downloadedFile } from '../files.ts';
import { decodeKf, type KfDecoded, KfMessage } from './decode.ts';
import type { KfState } from './state.ts';

const Page = z.looseObject({
  next_cursor: z.string().default(''),
  has_more: z.number().int().default(0),
  msg_list: z.array(z.unknown()).default([]),
});

/** The callback's token is older than 10 minutes; without one the call is only rate-limited (path/94670). */
const tokenExpired = 95007;
const pageSize = 1000;
/** How old a message may be to be answered when nothing is known of what was read before. Our own choice. */
const recentMs = 10 * 60_000;
/** Attempts to fetch a file within one run before the customer is told that it could not be fetched. */
const downloadAttempts = 3;

export interface KfSyncDeps {
  readonly api: WecomApi;
  readonly intake: Intake;
  readonly state: KfState;
  readonly openKfId: string;
  readonly log: Logger;
  /** A customer's event before it goes in: opens the budget, keeps the welcome code, reads numbers as choices. */
  prepare(decoded: Extract<KfDecoded, { kind: 'event' }>): Event;
}

/** Pages read ahead of the oldest that is not committed yet. */
const mostAhead = 8;

/**
 * Reads the messages of one 客服 account, in order for each customer and side by side for different ones: whoever sends a
 * large file holds up nobody else. What was read goes ahead of what was committed; the cursor that is kept follows the
 * commits, page by page, so a crash or a failure reads again what may not be in yet, and the store refuses what is.
 */
export class KfSync {
  readonly #deps: KfSyncDeps;
  readonly #lanes = new Lanes('goes-on');
  /** Customers of whom something could not be committed: what follows waits with it, or the order would turn round. */
  readonly #failed = new Set<string>();
  #reading: Promise<void> = Promise.resolve();
  #next: { token: string | null; done: Promise<void> } | null = null;
  /** How far was read; null: as far as the kept cursor. */
  #read: string | null = null;
  /** Pages that were read and are not committed, oldest first; each ends after those before it. */
  #open: Promise<void>[] = [];

  constructor(deps: KfSyncDeps) {
    this.#deps = deps;
  }

  /**
   * Read everything there is now; resolves when that is committed. Calls that come while one waits for its turn share
   * that turn. Rejects when something could not be committed; the next call then reads from before it again.
   */
  run(token: string | null): Promise<void> {
    if (this.#next !== null) {
      this.#next.token = token ?? this.#next.token;
      return this.#next.done;
    }
    const turn = { token, done: Promise.resolve() };
    const read = this.#reading.then(() => {
      this.#next = null;
      return this.#readAll(turn.token);
    });
    this.#reading = read.then(
      () => undefined,
      () => undefined,
    );
    turn.done = read.then(async pages => {
      await Promise.all(pages);
    });
    this.#next = turn;
    return turn.done;
  }

  /** Gives the pages it read, each resolving with its commit. */
  async #readAll(token: string | null): Promise<Promise<void>[]> {
    const { api, state, intake, openKfId } = this.#deps;
    await this.#afterFailure();
    let usable = token;
    const pages: Promise<void>[] = [];
    // Without a place to go on from, only what is recent waits for an answer: the account may have been in use for years.
    const since = this.#cursor === '' ? intake.now() - recentMs : 0;
    for (;;) {
      const cursor = this.#cursor;
      const reply = await api.post('/cgi-bin/kf/sync_msg', {
        ...(cursor === '' ? {} : { cursor }),
        ...(usable === null ? {} : { token: usable }),
        open_kfid: openKfId,
        limit: pageSize,
        voice_format: 0,
      });
      if (reply.kind === 'error' && reply.code === tokenExpired && usable !== null) {
        usable = null;
        continue;
      }
      if (reply.kind === 'error' && cursor !== '' && verdictOf(reply.code) === 'message') {
        this.#deps.log.error(
          { code: 'kf:cursor-refused', errcode: reply.code },
          'WeCom no longer knows where we were; going on from now, older messages are left out',
        );
        await Promise.allSettled(this.#open);
        await state.advance('', intake.now());
        this.#read = null;
        return [...pages, ...(await this.#readAll(usable))];
      }
      if (reply.kind !== 'ok')
        throw new Error(`sync_msg: ${reply.kind === 'error' ? `errcode ${reply.code}` : reply.kind}`);
      const page = Page.parse(reply.body);
      pages.push(this.#opened(this.#commitPage(page.msg_list, since), page.next_cursor));
      if (page.next_cursor !== '') this.#read = page.next_cursor;
      if (page.has_more !== 1) return pages;
      // A list may be empty while there is more, but a cursor that does not move would be read for ever.
      if (page.next_cursor === '') throw new Error('sync_msg: has_more without a cursor');
      if (this.#open.length >= mostAhead) await this.#open[0];
    }
  }

  get #cursor(): string {
    return this.#read ?? this.#deps.state.cursor;
  }

  /** Keep the cursor behind a page once it and all before it are committed. */
  #opened(work: Promise<void>, next: string): Promise<void> {
    const { state, intake } = this.#deps;
    const before = this.#open.at(-1) ?? Promise.resolve();
    const done = Promise.all([before, work]).then(async () => {
      if (next !== '') await state.advance(next, intake.now());
    });
    this.#open.push(done);
    done
      .then(() => {
        this.#open = this.#open.filter(page => page !== done);
      })
      .catch(() => undefined);
    return done;
  }

  /** Something could not be committed: once all that still runs has ended, read again from the kept cursor. */
  async #afterFailure(): Promise<void> {
    if (this.#failed.size === 0) return;
    await this.#lanes.idle();
    await Promise.allSettled(this.#open);
    this.#failed.clear();
    this.#open = [];
    this.#read = null;
  }

  async #commitPage(list: readonly unknown[], since: number): Promise<void> {
    const work = list.map(async entry => {
      const parsed = KfMessage.safeParse(entry);
      if (!parsed.success) {
        this.#deps.log.warn({ code: 'kf:unreadable-entry' }, 'entry of sync_msg skipped');
        return;
      }
      if (parsed.data.send_time * 1000 < since) return;
      const decoded = decodeKf(parsed.data);
      const chat = parsed.data.external_userid ?? parsed.data.event?.external_userid ?? '';
      await this.#lanes.run(chat, async () => {
        if (this.#failed.has(chat)) throw new Error('kf: waits behind a message that could not be kept');
        try {
          await this.#take(decoded);
        } catch (error) {
          this.#failed.add(chat);
          throw error;
        }
      });
    });
    const failed = (await Promise.allSettled(work)).find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  async #take(decoded: KfDecoded): Promise<void> {
    const { intake, state, log } = this.#deps;
    switch (decoded.kind) {
      case 'ignore':
        log.debug({ code: `kf:${decoded.reason}` }, 'entry ignored');
        return;
      case 'human':
        state.markHuman(decoded.chat, decoded.at);
        return;
      case 'media': {
        if (state.withHuman(decoded.base.address.chat, intake.now())) return;
        const body = await this.#fetch(decoded);
        return this.#receive({ kind: 'event', event: { ...decoded.base, body }, fromCustomer: true });
      }
      case 'event': {
        const { chat } = decoded.event.address;
        if (decoded.fromCustomer && state.withHuman(chat, intake.now())) return;
        if (decoded.event.body.kind === 'enter') state.markHuman(chat, null);
        return this.#receive(decoded);
      }
      default:
        decoded satisfies never;
    }
  }

  async #receive(decoded: Extract<KfDecoded, { kind: 'event' }>): Promise<void> {
    await this.#deps.intake.receive(this.#deps.prepare(decoded));
  }

  async #fetch({ mediaId, name }: Extract<KfDecoded, { kind: 'media' }>): Promise<Event['body']> {
    for (let attempt = 1; attempt <= downloadAttempts; attempt += 1) {
      const body = await downloadedFile(this.#deps.intake, await this.#deps.api.download(mediaId), name);
      if (body !== null) return body;
    }
    return refusedFile('unavailable', name);
  }
}
