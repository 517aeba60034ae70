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

/** Reads the messages of one 客服 account from where the cursor stands, in order for each customer. */
export class KfSync {
  readonly #deps: KfSyncDeps;
  #running: Promise<void> = Promise.resolve();
  #next: { token: string | null; done: Promise<void> } | null = null;

  constructor(deps: KfSyncDeps) {
    this.#deps = deps;
  }

  /**
   * Read everything there is now. Calls that come while one waits for its turn share that turn. Rejects when
   * something could not be committed; the cursor then stands before it and the next call reads it again.
   */
  run(token: string | null): Promise<void> {
    if (this.#next !== null) {
      this.#next.token = token ?? this.#next.token;
      return this.#next.done;
    }
    const turn = { token, done: Promise.resolve() };
    turn.done = this.#running.then(() => {
      this.#next = null;
      return this.#readAll(turn.token);
    });
    this.#next = turn;
    this.#running = turn.done.catch(() => undefined);
    return turn.done;
  }

  async #readAll(token: string | null): Promise<void> {
    const { api, state, intake, openKfId } = this.#deps;
    let usable = token;
    // Without a place to go on from, only what is recent waits for an answer: the account may have been in use for years.
    const since = state.cursor === '' ? intake.now() - recentMs : 0;
    for (;;) {
      const reply = await api.post('/cgi-bin/kf/sync_msg', {
        ...(state.cursor === '' ? {} : { cursor: state.cursor }),
        ...(usable === null ? {} : { token: usable }),
        open_kfid: openKfId,
        limit: pageSize,
        voice_format: 0,
      });
      if (reply.kind === 'error' && reply.code === tokenExpired && usable !== null) {
        usable = null;
        continue;
      }
      if (reply.kind === 'error' && state.cursor !== '' && verdictOf(reply.code) === 'message') {
        this.#deps.log.error(
          { code: 'kf:cursor-refused', errcode: reply.code },
          'WeCom no longer knows where we were; going on from now, older messages are left out',
        );
        await state.advance('', intake.now());
        return this.#readAll(usable);
      }
      if (reply.kind !== 'ok')
        throw new Error(`sync_msg: ${reply.kind === 'error' ? `errcode ${reply.code}` : reply.kind}`);
      const page = Page.parse(reply.body);
      await this.#commitPage(page.msg_list, since);
      if (page.next_cursor !== '') await state.advance(page.next_cursor, intake.now());
      if (page.has_more !== 1) return;
      // A list may be empty while there is more, but a cursor that does not move would be read for ever.
      if (page.next_cursor === '') throw new Error('sync_msg: has_more without a cursor');
    }
  }

  async #commitPage(list: readonly unknown[], since: number): Promise<void> {
    const lanes = new Lanes('goes-on');
    const failures: unknown[] = [];
    const failedChats = new Set<string>();
    const work = list.map(entry => {
      const parsed = KfMessage.safeParse(entry);
      if (!parsed.success) {
        this.#deps.log.warn({ code: 'kf:unreadable-entry' }, 'entry of sync_msg skipped');
        return Promise.resolve();
      }
      if (parsed.data.send_time * 1000 < since) return Promise.resolve();
      const decoded = decodeKf(parsed.data);
      const chat = parsed.data.external_userid ?? parsed.data.event?.external_userid ?? '';
      return lanes.run(chat, async () => {
        // What follows a failure in the same chat waits with it, or the order would turn round.
        if (failedChats.has(chat)) return;
        try {
          await this.#take(decoded);
        } catch (error) {
          failedChats.add(chat);
          failures.push(error);
        }
      });
    });
    await Promise.all(work);
    if (failures.length > 0) throw failures[0];
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
