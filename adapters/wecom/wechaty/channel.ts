import {
  asRepeat,
  type Channel,
  type ChannelHealth,
  type Intake,
  type Outgoing,
  type SendResult,
} from '../../../src/host/channel.ts';
import { fileBody, refusedFile } from '../../../src/host/file-body.ts';
import type { Logger } from '../../../src/host/log.ts';
import { Lanes } from '../../../src/host/shelf/lanes.ts';
import { type DoorWords, doorWords } from '../../../src/model/door-wording.ts';
import type { EventBody } from '../../../src/model/event.ts';
import { fileLimit } from '../files.ts';
import { OpenMenus } from '../open-menus.ts';
import { decodeWechaty } from './decode.ts';
import { textLimit } from './encode.ts';
import type { Gateway, GatewayMessage } from './gateway.ts';
import { WechatySender } from './send.ts';

/** gRPC UNAUTHENTICATED: the gateway does not accept the token. */
const unauthenticated = 16;
/** Milliseconds in which a gateway that works says so or refuses; afterwards health tells. */
const startPatience = 3_000;
/** Milliseconds until a lost connection is built anew. The library's own watchdog needs 60 s. */
const reconnectPauses = [1_000, 2_000, 5_000, 10_000, 30_000];
/** Milliseconds between attempts to hand a message over; it exists only here, nobody delivers it again. */
const receivePauses = [1_000, 5_000, 30_000];

const wrongToken = '网关不接受 WECHATY_TOKEN：请核对令牌及其前缀，并确认 WECHATY_TLS 与网关一致。';

/** A WeCom account driven through a wechaty gateway: private chats, and rooms where it is mentioned. */
export class WechatyChannel implements Channel {
  readonly name = 'wechaty';
  readonly capabilities = {
    buttons: 0,
    edit: false,
    filesIn: true,
    filesOut: true,
    text: { limit: textLimit, unit: 'characters' },
    forms: false,
  } as const;

  readonly #connect: () => Promise<Gateway>;
  readonly #log: Logger;
  readonly #menus = new OpenMenus();
  readonly #lanes = new Lanes('goes-on');
  readonly #sender: WechatySender;
  #gateway: Gateway | null = null;
  #intake: Intake | null = null;
  #trouble: string | null = null;
  #failures = 0;
  #reconnect: NodeJS.Timeout | undefined;
  #lastEventAt: number | undefined;
  #stopped = false;

  /** `connect` makes a new connection, not yet started. */
  constructor(connect: () => Promise<Gateway>, log: Logger, words: DoorWords = doorWords) {
    this.#connect = connect;
    this.#log = log;
    this.#sender = new WechatySender(() => this.#gateway, this.#menus, words);
  }

  async start(intake: Intake): Promise<void> {
    this.#intake = intake;
    this.#stopped = false;
    const accepted = await this.#open();
    if (!accepted) {
      await this.stop();
      throw new Error(wrongToken);
    }
  }

  send(outgoing: Outgoing): Promise<SendResult> {
    return this.#sender.send(asRepeat(outgoing));
  }

  health(): ChannelHealth {
    const last = this.#lastEventAt === undefined ? {} : { lastEventAt: this.#lastEventAt };
    if (this.#stopped) return { state: 'stopped', ...last };
    if (this.#gateway === null) return { state: 'starting', ...last };
    if (this.#trouble !== null) return { state: 'degraded', detail: this.#trouble, ...last };
    return this.#gateway.loggedIn()
      ? { state: 'running', ...last }
      : { state: 'starting', detail: '网关已连接，账号尚未登录。', ...last };
  }

  forget(chat: string): void {
    this.#menus.forget(chat);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#reconnect);
    const gateway = this.#gateway;
    this.#gateway = null;
    await gateway?.stop();
    await this.#lanes.idle();
  }

  /**
   * Build a connection. `start` of the library resolves even with a wrong token, so the first thing the gateway says
   * decides: false when it refuses the token, true when the account logs in or nothing was said in time.
   */
  async #open(): Promise<boolean> {
    const gateway = await this.#connect();
    this.#gateway = gateway;
    let decide: (accepted: boolean) => void = () => {};
    const decided = new Promise<boolean>(resolve => {
      decide = resolve;
    });
    const timer = setTimeout(() => decide(true), startPatience);
    const current = (): boolean => this.#gateway === gateway;
    const lost = (code: number | null): void => {
      if (!current()) return;
      this.#log.warn({ code: `wechaty:grpc-${code ?? 'none'}` }, 'gateway reports an error');
      this.#trouble =
        code === unauthenticated ? wrongToken : '与网关的连接中断，正在重新连接；期间的消息可能丢失。';
      if (code === unauthenticated) decide(false);
      else this.#reconnectLater(gateway);
    };
    void gateway
      .start({
        message: message => void this.#take(message),
        login: () => {
          this.#trouble = null;
          this.#failures = 0;
          decide(true);
        },
        logout: () => {
          this.#trouble = '账号已在网关上退出登录，请重新登录。';
        },
        scan: () => {
          this.#trouble = '账号等待扫码登录，请在网关上扫码。';
        },
        error: lost,
      })
      .catch(() => lost(null));
    const accepted = await decided;
    clearTimeout(timer);
    return accepted;
  }

  #reconnectLater(lost: Gateway): void {
    if (this.#stopped || this.#reconnect !== undefined) return;
    const pause = reconnectPauses[Math.min(this.#failures, reconnectPauses.length - 1)];
    this.#failures += 1;
    this.#reconnect = setTimeout(async () => {
      await lost.stop();
      this.#reconnect = undefined;
      if (!this.#stopped) await this.#open().catch(() => this.#reconnectLater(lost));
    }, pause);
    this.#reconnect.unref();
  }

  async #take(message: GatewayMessage): Promise<void> {
    const intake = this.#intake;
    if (intake === null || this.#stopped) return;
    this.#lastEventAt = intake.now();
    const decoded = decodeWechaty(message);
    if (decoded.kind === 'ignore') return;
    const chat = decoded.kind === 'event' ? decoded.event.address.chat : decoded.base.address.chat;
    await this.#lanes.run(chat, async () => {
      const event =
        decoded.kind === 'event'
          ? this.#menus.resolve(decoded.event)
          : { ...decoded.base, body: await this.#file(intake, message) };
      for (const pause of [...receivePauses, null]) {
        try {
          await intake.receive(event);
          return;
        } catch {
          if (pause === null) break;
          await new Promise(resolve => setTimeout(resolve, pause).unref());
        }
      }
      this.#log.error(
        { code: 'wechaty:not-kept' },
        'message could be neither committed nor spooled and is lost',
      );
    });
  }

  async #file(intake: Intake, message: GatewayMessage): Promise<EventBody> {
    try {
      const { name, content } = await message.file();
      return fileBody(await intake.keepFile(content, name, fileLimit), name);
    } catch {
      return refusedFile('unavailable', '文件');
    }
  }
}
