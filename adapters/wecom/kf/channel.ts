import { join } from 'node:path';
import {
  asRepeat,
  type Channel,
  type ChannelDeps,
  type ChannelHealth,
  type HttpRoute,
  type Intake,
  type Outgoing,
  type SendResult,
} from '../../../src/host/channel.ts';
import { withPatience } from '../../../src/host/shelf/patience.ts';
import { doorWords } from '../../../src/model/door-wording.ts';
import type { Event } from '../../../src/model/event.ts';
import { fetchToken, WecomApi } from '../api.ts';
import { OpenMenus } from '../open-menus.ts';
import { troubleAfter } from '../send-result.ts';
import type { KfSettings } from '../settings.ts';
import { checkCredentials, TokenCache } from '../token.ts';
import { Budget } from './budget.ts';
import type { KfDecoded } from './decode.ts';
import { menuLimit, textLimit } from './encode.ts';
import { handOver } from './handover.ts';
import { kfRoute } from './receive.ts';
import { KfSender } from './send.ts';
import { KfState } from './state.ts';
import { KfSync } from './sync.ts';
import { WelcomeCodes } from './welcome.ts';

/** Milliseconds until the next try after messages could not be read or committed. */
const retryPauses = [2_000, 10_000, 30_000, 60_000];
/** Callbacks can get lost (path/90930): look without one now and then. The call without token is rate-limited. */
const lookEvery = 5 * 60_000;

/** Milliseconds the start waits for the first reading; a long one goes on in the background. */
const startPatience = 3_000;

interface Running {
  readonly intake: Intake;
  readonly api: WecomApi;
  readonly state: KfState;
  readonly sync: KfSync;
  readonly sender: KfSender;
  readonly look: NodeJS.Timeout;
}

/** 微信客服: how people outside the corporation reach the office from ordinary WeChat. */
export class KfChannel implements Channel {
  readonly name = 'kf';
  readonly capabilities = {
    buttons: menuLimit,
    edit: false,
    filesIn: true,
    filesOut: true,
    text: { limit: textLimit, unit: 'bytes' },
    forms: false,
  } as const;
  readonly routes: readonly HttpRoute[];

  readonly #settings: KfSettings;
  readonly #deps: ChannelDeps;
  readonly #budget = new Budget();
  readonly #welcome = new WelcomeCodes();
  readonly #menus = new OpenMenus();
  #running: Running | null = null;
  #failures = 0;
  /** What the operator must set right before anything can be sent. */
  #trouble: string | null = null;
  #clockTrouble: string | null = null;
  #retry: NodeJS.Timeout | undefined;
  #lastEventAt: number | undefined;
  #stopped = false;

  constructor(settings: KfSettings, deps: ChannelDeps) {
    this.#settings = settings;
    this.#deps = deps;
    const secrets = { token: settings.token, aesKey: settings.aesKey, receiveId: settings.corpId };
    this.routes = [
      kfRoute(
        secrets,
        settings.openKfId,
        deps.log,
        () =>
          this.#running && {
            now: () => this.#running!.intake.now(),
            clock: trouble => {
              this.#clockTrouble = trouble;
            },
            sync: token => this.#sync(token),
          },
      ),
    ];
  }

  async start(intake: Intake): Promise<void> {
    const { root, corpId, secret, openKfId } = this.#settings;
    const folder = join(this.#deps.dataDir, 'wecom');
    const now = (): number => intake.now();
    const fetch = () => fetchToken(root, corpId, secret);
    const tokens = new TokenCache({ folder, app: `${corpId}/kf/${secret}`, fetch, now });
    await checkCredentials(tokens);
    const api = new WecomApi(root, tokens);
    const state = new KfState(folder, openKfId);
    await state.load();
    const sync = new KfSync({
      api,
      intake,
      state,
      openKfId,
      log: this.#deps.log,
      prepare: decoded => this.#prepare(decoded),
    });
    const sender = new KfSender({
      api,
      openKfId,
      budget: this.#budget,
      welcome: this.#welcome,
      menus: this.#menus,
      now,
      words: this.#deps.words ?? doorWords,
      onHuman: chat => {
        state.markHuman(chat, now());
        this.#deps.log.warn(
          { code: 'kf:with-a-servicer' },
          'a servicer has a session that was not handed over; the assistant keeps out of it',
        );
      },
    });
    const look = setInterval(() => void this.#sync(null).catch(() => undefined), lookEvery).unref();
    this.#running = { intake, api, state, sync, sender, look };
    this.#stopped = false;
    // What came while we were away; a failure is retried in the background and shows in health.
    await withPatience(
      this.#sync(null).catch(() => undefined),
      startPatience,
    );
  }

  async send(outgoing: Outgoing): Promise<SendResult> {
    if (this.#running === null) return { kind: 'retry', afterSeconds: 5, reason: 'kf:not-started' };
    const result = await this.#running.sender.send(asRepeat(outgoing));
    this.#trouble = troubleAfter(result, this.#trouble);
    const arrived = result.kind === 'sent' || result.kind === 'duplicate';
    if (arrived && outgoing.message.handover) await this.#handOver(outgoing.message.to.chat);
    return result;
  }

  health(): ChannelHealth {
    const last = this.#lastEventAt === undefined ? {} : { lastEventAt: this.#lastEventAt };
    if (this.#stopped) return { state: 'stopped', ...last };
    if (this.#running === null) return { state: 'starting', ...last };
    const trouble =
      this.#clockTrouble ??
      this.#trouble ??
      (this.#failures > 0 ? '读取微信客服消息失败，正在重试；请运行 doctor 检查。' : null);
    return trouble === null ? { state: 'running', ...last } : { state: 'degraded', detail: trouble, ...last };
  }

  forget(chat: string): void {
    this.#menus.forget(chat);
    this.#running?.state.markHuman(chat, null);
  }

  async stop(): Promise<void> {
    clearTimeout(this.#retry);
    clearInterval(this.#running?.look);
    this.#running = null;
    this.#stopped = true;
  }

  async #sync(token: string | null): Promise<void> {
    try {
      await this.#running?.sync.run(token);
      this.#failures = 0;
    } catch (error) {
      const pause = retryPauses[Math.min(this.#failures, retryPauses.length - 1)];
      this.#failures += 1;
      this.#deps.log.warn(
        { code: 'kf:sync', failures: this.#failures },
        'messages could not be read or kept',
      );
      clearTimeout(this.#retry);
      if (!this.#stopped)
        this.#retry = setTimeout(() => void this.#sync(null).catch(() => undefined), pause).unref();
      throw error;
    }
  }

  #prepare({ event, code, fromCustomer }: Extract<KfDecoded, { kind: 'event' }>): Event {
    const { chat } = event.address;
    this.#lastEventAt = this.#running?.intake.now();
    if (fromCustomer) this.#budget.opened(chat, event.at, event.id);
    if (code !== undefined) this.#welcome.note(chat, code, event.at);
    return this.#menus.resolve(event);
  }

  /** After the message of the ticket: once a human has the session, nothing more can be sent. */
  async #handOver(chat: string): Promise<void> {
    const running = this.#running;
    const { handover, openKfId } = this.#settings;
    if (running === null || handover === null) return;
    if (await handOver(running.api, openKfId, chat, handover)) {
      running.state.markHuman(chat, running.intake.now());
      await running.state.advance(running.state.cursor, running.intake.now());
    } else {
      this.#deps.log.warn({ code: 'kf:handover' }, 'no servicer could take the session over');
    }
  }
}
