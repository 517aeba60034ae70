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
import { BoundedMap } from '../../../src/host/shelf/bounded-map.ts';
import { Lanes } from '../../../src/host/shelf/lanes.ts';
import { type DoorWords, doorWords } from '../../../src/model/door-wording.ts';
import type { Event } from '../../../src/model/event.ts';
import { fetchToken, WecomApi } from '../api.ts';
import { OpenMenus } from '../open-menus.ts';
import { troubleAfter } from '../send-result.ts';
import type { AppSettings } from '../settings.ts';
import { checkCredentials, TokenCache } from '../token.ts';
import { buttonLimit } from './card.ts';
import { CardCodes } from './card-codes.ts';
import type { Decoded } from './decode.ts';
import { textLimit } from './encode.ts';
import { MediaInbox } from './media-inbox.ts';
import { MemberRate } from './rate.ts';
import { type AppInbox, appRoute } from './receive.ts';
import { AppSender } from './send.ts';
import { UploadLinks } from './upload-links.ts';
import { uploadPath, uploadRoute } from './upload-route.ts';

/** `enter_agent` comes whenever the app is opened; a greeting is wanted once in this many milliseconds. */
const greetingPause = 12 * 3_600_000;

interface Running {
  readonly intake: Intake;
  readonly api: WecomApi;
  readonly sender: AppSender;
  readonly media: MediaInbox;
}

/** The self-built app of a corporation: the door of the staff. */
export class AppChannel implements Channel {
  readonly name = 'wecom';
  readonly capabilities = {
    buttons: buttonLimit,
    edit: true,
    filesIn: false,
    filesOut: true,
    text: { limit: textLimit, unit: 'bytes' },
    forms: false,
  } as const;
  readonly routes: readonly HttpRoute[];

  readonly #settings: AppSettings;
  readonly #deps: ChannelDeps;
  readonly #links: UploadLinks;
  readonly #words: DoorWords;
  readonly #codes = new CardCodes();
  readonly #menus = new OpenMenus();
  readonly #lanes = new Lanes('goes-on');
  /** When each member was greeted last, and for which event. */
  readonly #greeted = new BoundedMap<{ readonly id: string; readonly at: number }>(20_000);
  #running: Running | null = null;
  /** Name of WeCom's warning that the app is little used. */
  #alert: string | null = null;
  /** What the operator must set right before anything can be sent. */
  #trouble: string | null = null;
  #clockTrouble: string | null = null;
  #lastEventAt: number | undefined;
  #stopped = false;

  constructor(settings: AppSettings, deps: ChannelDeps) {
    this.#settings = settings;
    this.#deps = deps;
    this.#words = deps.words ?? doorWords;
    this.#links = new UploadLinks(settings.aesKey);
    const secrets = { token: settings.token, aesKey: settings.aesKey, receiveId: settings.corpId };
    const inbox = (): AppInbox | null =>
      this.#running && {
        intake: this.#running.intake,
        other: decoded => this.#other(decoded),
        clock: trouble => {
          this.#clockTrouble = trouble;
        },
        seen: event => this.#seen(event),
        taken: event => this.#taken(event),
      };
    this.routes = [
      appRoute(secrets, settings.agentId, this.#lanes, deps.log, inbox),
      uploadRoute(this.#links, settings.agentId, this.#words, () => this.#running?.intake ?? null),
    ];
  }

  async start(intake: Intake): Promise<void> {
    const { root, corpId, secret, agentId } = this.#settings;
    const folder = join(this.#deps.dataDir, 'wecom');
    const now = (): number => intake.now();
    const fetch = () => fetchToken(root, corpId, secret);
    const tokens = new TokenCache({ folder, app: `${corpId}/${agentId}/${secret}`, fetch, now });
    await checkCredentials(tokens);
    const api = new WecomApi(root, tokens);
    const media = new MediaInbox({ folder, api, intake, log: this.#deps.log });
    const sender = new AppSender({
      api,
      settings: this.#settings,
      codes: this.#codes,
      rate: new MemberRate(),
      menus: this.#menus,
      now,
      words: this.#words,
    });
    this.#running = { intake, api, sender, media };
    this.#stopped = false;
    await media.resume();
  }

  async send(outgoing: Outgoing): Promise<SendResult> {
    if (this.#running === null) return { kind: 'retry', afterSeconds: 5, reason: 'wecom:not-started' };
    const result = await this.#running.sender.send(asRepeat(outgoing));
    this.#trouble = troubleAfter(result, this.#trouble);
    return result;
  }

  health(): ChannelHealth {
    const last = this.#lastEventAt === undefined ? {} : { lastEventAt: this.#lastEventAt };
    if (this.#stopped) return { state: 'stopped', ...last };
    if (this.#running === null) return { state: 'starting', ...last };
    const trouble =
      this.#clockTrouble ??
      this.#trouble ??
      (this.#alert && `企业微信提示应用使用率低或将停用（${this.#alert}）。`);
    return trouble === null ? { state: 'running', ...last } : { state: 'degraded', detail: trouble, ...last };
  }

  forget(chat: string): void {
    this.#menus.forget(chat);
    this.#greeted.delete(chat);
    this.#running?.sender.forget(chat);
  }

  async stop(): Promise<void> {
    this.#running?.media.stop();
    this.#running = null;
    this.#stopped = true;
    await this.#lanes.idle();
  }

  #seen(event: Event): Event | null {
    const now = this.#running?.intake.now() ?? event.at;
    this.#lastEventAt = now;
    const { body, address } = event;
    if (body.kind === 'press' && body.message !== undefined) {
      const [taskId = '', code = ''] = body.message.split('|');
      this.#codes.note(taskId, code);
    }
    if (body.kind === 'enter') {
      const before = this.#greeted.get(address.chat);
      // The same event again is a redelivery, and becomes what it was.
      if (before !== undefined && before.id !== event.id && now - before.at < greetingPause) return null;
      this.#greeted.set(address.chat, { id: event.id, at: now });
    }
    return this.#menus.resolve(event);
  }

  #taken({ body, address }: Event): void {
    if (body.kind !== 'press' || body.message === undefined) return;
    const [taskId = ''] = body.message.split('|');
    // An ornament: when it fails the old buttons stay, and say kindly that they are old.
    void this.#running?.sender.answered(address.chat, taskId, body.token);
  }

  async #other(decoded: Exclude<Decoded, { kind: 'event' }>): Promise<void> {
    const { log } = this.#deps;
    switch (decoded.kind) {
      case 'media':
        await this.#running?.media.take({ base: decoded.base, mediaId: decoded.mediaId, name: decoded.name });
        return;
      case 'reply':
        // A hint that states nothing about the case: sent at once, and not worth the callback's 5 s when it fails.
        void this.#hint(decoded.userId, decoded.reply);
        return;
      case 'alert':
        this.#alert = decoded.event;
        log.error(
          { code: `wecom:${decoded.event}` },
          'WeCom warns that the app is little used or switched off',
        );
        return;
      case 'ignore':
        log.debug({ code: `wecom:${decoded.reason}` }, 'callback ignored');
        return;
      default:
        decoded satisfies never;
    }
  }

  async #hint(userId: string, reply: 'choose-first' | 'no-such-type' | 'upload'): Promise<void> {
    const content = reply === 'choose-first' ? this.#words('door.chooseFirst') : this.#whereToUpload(userId);
    const sent = await this.#running?.api.post('/cgi-bin/message/send', {
      touser: userId,
      msgtype: 'text',
      agentid: this.#settings.agentId,
      text: { content },
    });
    if (sent?.kind !== 'ok') this.#deps.log.warn({ code: 'wecom:hint' }, 'hint could not be sent');
  }

  #whereToUpload(userId: string): string {
    const { publicUrl } = this.#deps;
    const now = this.#running?.intake.now() ?? 0;
    if (publicUrl !== null) {
      const link = this.#links.issue(userId.toLowerCase(), now);
      return this.#words('door.uploadLink', { link: `${publicUrl}${uploadPath}?t=${link}` });
    }
    return this.#settings.kfLink === null
      ? this.#words('door.uploadNowhere')
      : this.#words('door.uploadKf', { link: this.#settings.kfLink });
  }
}
