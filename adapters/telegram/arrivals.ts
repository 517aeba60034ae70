import type { Api } from 'grammy';
import { BoundedMap } from '../../src/host/shelf/bounded-map.ts';
import { attempt, judge } from './failure.ts';
import type { Keyboard } from './keyboard.ts';

/** Ids behind the last one known that are looked at: in the chat, and of the bot's whole. */
const behindChat = 4;
const behindBot = 12;
const mostChats = 20_000;

/** The newest ids known before a call whose answer was lost. */
export interface Before {
  readonly chat: number | undefined;
  readonly bot: number | undefined;
}

/** Supergroups and channels number their messages apart; all other chats of a bot share one count. */
const countsAlone = (chat: string): boolean => chat.startsWith('-100');

/**
 * Finds out whether a message whose answer was lost is there. Telegram numbers messages one after the other
 * (core.telegram.org/api/updates: message ids are sequential), so it would stand right behind the newest id known before;
 * and a change that changes nothing is refused with other words for a message that exists (`message is not modified`)
 * than for one that does not.
 */
export class Arrivals {
  readonly #api: Api;
  readonly #chats = new BoundedMap<number>(mostChats);
  #bot: number | undefined;

  constructor(api: Api) {
    this.#api = api;
  }

  /** A message with this id was seen, sent or received. */
  seen(chat: string, id: number): void {
    this.#chats.set(chat, Math.max(id, this.#chats.get(chat) ?? 0));
    if (!countsAlone(chat)) this.#bot = Math.max(id, this.#bot ?? 0);
  }

  now(chat: string): Before {
    return { chat: this.#chats.get(chat), bot: countsAlone(chat) ? undefined : this.#bot };
  }

  /** Its id; `absent`: it did not arrive; `unclear`: too much has happened since to tell. */
  async find(
    chat: string,
    before: Before,
    keyboard: Keyboard | undefined,
  ): Promise<number | 'absent' | 'unclear'> {
    const { chat: last, bot } = before;
    if (last === undefined && bot === undefined) return 'unclear';
    const near = last === undefined ? [] : Array.from({ length: behindChat }, (_, n) => last + 1 + n);
    const wide = bot === undefined ? [] : Array.from({ length: behindBot }, (_, n) => bot + 1 + n);
    const reply_markup = { inline_keyboard: (keyboard ?? []).map(row => [...row]) };
    for (const id of new Set([...near, ...wide])) {
      const edited = await attempt(() => this.#api.editMessageReplyMarkup(chat, id, { reply_markup }));
      if (edited.ok) return id;
      if (edited.failure.kind !== 'refused') return 'unclear';
      const verdict = judge(edited.failure);
      if (verdict === 'unchanged') return id;
      if (verdict !== 'edit-impossible') return 'unclear';
    }
    return bot !== undefined && (this.#bot ?? 0) - bot > behindBot ? 'unclear' : 'absent';
  }
}
