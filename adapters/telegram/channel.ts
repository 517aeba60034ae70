import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, InputFile } from 'grammy';
import type {
  Capabilities,
  Channel,
  ChannelHealth,
  HttpRoute,
  Intake,
  Outgoing,
  SendResult,
} from '../../src/host/channel.ts';
import type { Logger } from '../../src/host/log.ts';
import { Pace, type PaceTime } from '../../src/host/shelf/pace.ts';
import type { DoorWords } from '../../src/model/door-wording.ts';
import { menu } from './commands.ts';
import type { Identity } from './decode.ts';
import { messageLimit } from './encode.ts';
import { attempt, backOffSeconds, describeFailure, type Failure } from './failure.ts';
import { poll } from './poll.ts';
import { allRates, chatRates } from './rates.ts';
import { Inbox } from './receive.ts';
import { Sender } from './send.ts';
import type { Settings } from './settings.ts';
import { allowedUpdates } from './update.ts';
import { webhookRoute } from './webhook.ts';

/** Sources of the figures: encode.ts, keyboard.ts, download.ts. `buttons` is what one keyboard takes. */
export const capabilities: Capabilities = {
  buttons: 60,
  edit: true,
  filesIn: true,
  filesOut: true,
  text: { limit: messageLimit, unit: 'characters' },
  forms: false,
};

/** What the operator reads when going on is pointless. */
export const stopSentence = (failure: Failure): string => {
  if (failure.kind === 'refused' && (failure.code === 401 || failure.code === 404)) {
    return 'Telegram 不认可 TELEGRAM_BOT_TOKEN（401）：请向 @BotFather 核对令牌后重新启动。';
  }
  if (failure.kind === 'refused' && failure.code === 409) {
    if (failure.description.includes('webhook')) {
      return '有程序给这个机器人登记了回调地址（409），与长轮询互斥：请停掉那个程序后重新启动，本程序启动时会撤销登记。';
    }
    return '另有程序正在用同一个机器人接收消息（409）：一个机器人只能由一个程序轮询，请停掉其中一个后重新启动。';
  }
  return `Telegram 暂时无法连接：${describeFailure(failure)}`;
};

/** A conflict may pass by itself; what else makes going on pointless is said in the same words. */
const troubleSentence = (failure: Failure): string =>
  failure.kind === 'refused' && failure.code === 409
    ? `${stopSentence(failure)}（正在重试）`
    : describeFailure(failure);

const isFinal = (failure: Failure): boolean =>
  failure.kind === 'refused' && [401, 404].includes(failure.code);

export interface TelegramDeps {
  readonly api: Api;
  readonly InputFile: typeof InputFile;
  readonly settings: Settings;
  readonly log: Logger;
  /** What Telegram's rates are kept by. */
  readonly time: PaceTime;
  readonly words: DoorWords;
}

/** The Telegram door: receives by long polling or webhook, sends messages, cards and files. */
export class TelegramChannel implements Channel {
  readonly name = 'telegram';
  readonly capabilities = capabilities;
  readonly routes: readonly HttpRoute[];
  readonly #deps: TelegramDeps;
  readonly #sender: Sender;
  readonly #stopping = new AbortController();
  readonly #pace: Pace;
  #inbox: Inbox | null = null;
  #work: Promise<void> = Promise.resolve();
  #health: ChannelHealth = { state: 'starting' };

  constructor(deps: TelegramDeps) {
    this.#deps = deps;
    this.#pace = new Pace({ all: allRates, chat: chatRates, time: deps.time });
    this.#sender = new Sender({
      api: deps.api,
      InputFile: deps.InputFile,
      pace: this.#pace,
      words: deps.words,
      onStopped: detail => this.#set('degraded', detail),
    });
    const { webhook } = deps.settings;
    const handle = () => {
      const inbox = this.#stopping.signal.aborted ? null : this.#inbox;
      return inbox && ((update: unknown) => inbox.handle(update));
    };
    this.routes = webhook ? [webhookRoute(webhook, handle)] : [];
  }

  /**
   * Rejects when Telegram does not know the token. While Telegram cannot be reached it resolves all the same and goes
   * on trying: the other channels shall not wait for this one.
   */
  async start(intake: Intake): Promise<void> {
    const failure = await this.#open(intake);
    if (failure === null) {
      this.#work = this.#receive();
      return;
    }
    this.#set(isFinal(failure) ? 'stopped' : 'degraded', stopSentence(failure));
    if (isFinal(failure)) throw new Error(stopSentence(failure));
    this.#work = this.#keepOpening(intake).then(opened => (opened ? this.#receive() : undefined));
  }

  send(outgoing: Outgoing): Promise<SendResult> {
    return this.#sender.send(outgoing);
  }

  health(): ChannelHealth {
    const lastEventAt = this.#inbox?.lastEventAt;
    return { ...this.#health, ...(lastEventAt === undefined ? {} : { lastEventAt }) };
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#pace.stop();
    await this.#work;
    await this.#inbox?.settled();
    if (this.#health.state !== 'stopped') this.#set('stopped');
  }

  /** Learn who we are and choose the way updates come. Returns what stood in the way, or null. */
  async #open(intake: Intake): Promise<Failure | null> {
    const { api, settings, log } = this.#deps;
    const me = await attempt(() => api.getMe());
    if (!me.ok) return me.failure;
    const { webhook } = settings;
    const ready = await attempt(() =>
      webhook
        ? api.setWebhook(webhook.url, { secret_token: webhook.secret, allowed_updates: allowedUpdates })
        : api.deleteWebhook(),
    );
    if (!ready.ok) return ready.failure;
    const named = await attempt(() => api.setMyCommands(menu));
    if (!named.ok) {
      log.warn({ code: 'telegram:menu', detail: describeFailure(named.failure) }, 'commands menu not set');
    }
    const identity: Identity = { id: me.value.id, username: me.value.username };
    this.#inbox = new Inbox({
      ...this.#deps,
      intake,
      identity,
      onMigrated: (from, to) => this.#sender.moved(from, to),
      onMessage: (chat, id) => this.#sender.arrivals.seen(chat, id),
    });
    this.#set('running');
    return null;
  }

  async #keepOpening(intake: Intake): Promise<boolean> {
    for (let attempts = 0; !this.#stopping.signal.aborted; attempts += 1) {
      await sleep(backOffSeconds(attempts) * 1000, undefined, { signal: this.#stopping.signal }).catch(
        () => undefined,
      );
      if (this.#stopping.signal.aborted) return false;
      const failure = await this.#open(intake);
      if (failure === null) return true;
      this.#set(isFinal(failure) ? 'stopped' : 'degraded', stopSentence(failure));
      if (isFinal(failure)) return false;
    }
    return false;
  }

  async #receive(): Promise<void> {
    const inbox = this.#inbox;
    if (!inbox || this.#deps.settings.webhook) return;
    const failure = await poll({
      api: this.#deps.api,
      handle: update => inbox.handle(update),
      onTrouble: failure =>
        this.#set('degraded', failure ? troubleSentence(failure) : '有消息未能处理，正在重新获取。'),
      onWell: () => this.#set('running'),
      onGivenUp: update =>
        this.#deps.log.error({ code: 'telegram:given-up', update }, 'an update nobody can take was left out'),
      signal: this.#stopping.signal,
    });
    if (failure) this.#set('stopped', stopSentence(failure));
  }

  #set(state: ChannelHealth['state'], detail?: string): void {
    if (this.#health.state === state && this.#health.detail === detail) return;
    this.#health = { state, ...(detail === undefined ? {} : { detail }) };
    const level = state === 'running' ? 'info' : 'warn';
    this.#deps.log[level]({ channel: this.name, state, detail }, 'channel state');
  }
}
