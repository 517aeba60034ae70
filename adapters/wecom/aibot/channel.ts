import { setTimeout as sleep } from 'node:timers/promises';
import type { WsFrameHeaders } from '@wecom/aibot-node-sdk';
import {
  asRepeat,
  type Channel,
  type ChannelDeps,
  type ChannelHealth,
  type Intake,
  type Outgoing,
  type Receipt,
  type SendResult,
} from '../../../src/host/channel.ts';
import { Lanes } from '../../../src/host/shelf/lanes.ts';
import { ShownQuestions } from '../../../src/host/shelf/questions.ts';
import { targetOf } from '../../../src/host/shelf/target.ts';
import type { Address } from '../../../src/model/address.ts';
import { type DoorWords, doorWords } from '../../../src/model/door-wording.ts';
import type { Event } from '../../../src/model/event.ts';
import { buttonLimit } from '../app/card.ts';
import { wholeCard } from '../app/card-layout.ts';
import { MemberRate } from '../app/rate.ts';
import { OpenMenus } from '../open-menus.ts';
import { troubleAfter } from '../send-result.ts';
import type { BotSettings } from '../settings.ts';
import { type BotConnection, connectBot, type Sdk } from './connection.ts';
import { type Decoded, decodeEvent, decodeMessage } from './decode.ts';
import { fetchFile } from './download.ts';
import { textLimit } from './encode.ts';
import { BotSender } from './send.ts';
import { WelcomeFrames } from './welcome.ts';

/** Pauses before an event is offered to the house again, seconds: WeCom pushes it once and never again (path/101463). */
const pauses = [0.2, 1, 5, 30];

/** What the operator reads while the bot is not connected. */
const troubles = {
  connecting: '尚未连上企业微信，正在重试。',
  refused: '企业微信不接受 WECOM_BOT_ID 与 WECOM_BOT_SECRET：请在“智能机器人 → API 模式 → 长连接”中核对。',
  taken: '另有程序用同一个智能机器人建立了长连接，本程序已被断开，一分钟后重试：请只保留一个。',
} as const;

interface Running {
  readonly intake: Intake;
  readonly connection: BotConnection;
  readonly sender: BotSender;
}

/** 企业微信智能机器人 over its long connection: no public address, no callback, no trusted IP. */
export class BotChannel implements Channel {
  readonly name = 'aibot';
  readonly capabilities = {
    buttons: buttonLimit,
    edit: false,
    filesIn: true,
    filesOut: true,
    text: { limit: textLimit, unit: 'bytes' },
    forms: false,
  } as const;

  readonly #sdk: Sdk;
  readonly #settings: BotSettings;
  readonly #deps: ChannelDeps;
  readonly #words: DoorWords;
  readonly #menus = new OpenMenus();
  readonly #questions = new ShownQuestions();
  readonly #welcome = new WelcomeFrames();
  readonly #lanes = new Lanes('goes-on');
  readonly #stopping = new AbortController();
  #running: Running | null = null;
  #trouble: string | null = null;
  #lastEventAt: number | undefined;

  constructor(sdk: Sdk, settings: BotSettings, deps: ChannelDeps) {
    this.#sdk = sdk;
    this.#settings = settings;
    this.#deps = deps;
    this.#words = deps.words ?? doorWords;
  }

  async start(intake: Intake): Promise<void> {
    const connection = connectBot(this.#sdk, this.#settings, this.#deps.log, {
      message: frame => {
        const { body } = frame as { body?: unknown };
        for (const decoded of decodeMessage(body, intake.now())) this.#take(decoded, null);
      },
      event: frame => {
        const { body, headers } = frame as { body?: unknown; headers: WsFrameHeaders['headers'] };
        this.#take(decodeEvent(body, intake.now()), { headers });
      },
    });
    const sender = new BotSender({
      client: connection.client,
      rate: new MemberRate(),
      menus: this.#menus,
      questions: this.#questions,
      welcome: this.#welcome,
      words: this.#words,
      now: () => intake.now(),
      connected: () => connection.state() === 'connected',
    });
    this.#running = { intake, connection, sender };
    await connection.open();
    if (connection.state() === 'refused') {
      connection.close();
      this.#running = null;
      throw new Error(troubles.refused);
    }
  }

  async send(outgoing: Outgoing): Promise<SendResult> {
    if (this.#running === null) return { kind: 'retry', afterSeconds: 5, reason: 'aibot:not-started' };
    const result = await this.#running.sender.send(asRepeat(outgoing));
    this.#trouble = troubleAfter(result, this.#trouble);
    return result;
  }

  health(): ChannelHealth {
    const last = this.#lastEventAt === undefined ? {} : { lastEventAt: this.#lastEventAt };
    const state = this.#running?.connection.state() ?? 'closed';
    if (state === 'closed') return { state: 'stopped', ...last };
    const detail = state === 'connected' ? this.#trouble : troubles[state];
    return detail === null ? { state: 'running', ...last } : { state: 'degraded', detail, ...last };
  }

  forget(chat: string): void {
    this.#menus.forget(chat);
    this.#questions.forget(chat);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#running?.connection.close();
    this.#running = null;
    await this.#lanes.idle();
  }

  #take(decoded: Decoded, frame: WsFrameHeaders | null): void {
    const running = this.#running;
    if (running === null) return;
    this.#lastEventAt = running.intake.now();
    switch (decoded.kind) {
      case 'ignore':
        this.#deps.log.debug({ code: `aibot:${decoded.reason}` }, 'frame ignored');
        return;
      case 'choose-first':
        void this.#hint(running, decoded.address);
        return;
      case 'file':
        void this.#lanes.run(decoded.base.address.chat, async () => {
          const body = await fetchFile(decoded.file, running.intake);
          await this.#receive(running, { ...decoded.base, body });
        });
        return;
      case 'event': {
        const { event } = decoded;
        if (event.body.kind === 'enter' && frame !== null)
          this.#welcome.note(event.address.chat, frame, running.intake.now());
        void this.#lanes.run(event.address.chat, async () => {
          const receipt = await this.#receive(running, this.#menus.resolve(event));
          if (receipt !== null && frame !== null) await this.#showPress(running, event, frame, receipt);
        });
        return;
      }
      default:
        decoded satisfies never;
    }
  }

  /** The house may not be able to take an event for a moment, and there is no second delivery. */
  async #receive({ intake }: Running, event: Event): Promise<Receipt | null> {
    for (const pause of [...pauses, null]) {
      try {
        return await intake.receive(event);
      } catch {
        if (pause === null || this.#stopping.signal.aborted) break;
        await sleep(pause * 1000, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      }
    }
    this.#deps.log.error(
      { code: 'aibot:not-kept', event: event.id },
      'event could be neither committed nor spooled',
    );
    return null;
  }

  /** A press is answered with the card as it is now: it can be changed within 5 s, and never again. */
  async #showPress(
    running: Running,
    { body, address }: Event,
    frame: WsFrameHeaders,
    receipt: Receipt,
  ): Promise<void> {
    if (body.kind !== 'press' || body.message === undefined) return;
    const task = body.message;
    const chosen = receipt.messages.find(message => message.chosen !== undefined)?.chosen;
    const update =
      receipt.messages.findLast(message => targetOf(message, undefined) === task) ??
      (address.kind === 'private' ? this.#questions.answered(task, body.token, chosen, this.#words) : null);
    const card = update && wholeCard(update, this.#words);
    if (!update || !card) return;
    this.#questions.show(task, update);
    // An ornament: when it fails the old buttons stay, and say kindly that they are old.
    await running.connection.client
      .reply(
        frame,
        { response_type: 'update_template_card', template_card: { ...card, task_id: task } },
        'aibot_respond_update_msg',
      )
      .catch(() => this.#deps.log.warn({ code: 'aibot:update' }, 'pressed card could not be updated'));
  }

  async #hint({ sender }: Running, to: Address): Promise<void> {
    await sender
      .hint(to, this.#words('door.chooseFirst'))
      .catch(() => this.#deps.log.warn({ code: 'aibot:hint' }, 'hint could not be sent'));
  }
}
