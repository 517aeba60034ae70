import { chosenToken, numberedText } from '../../src/host/numbered.ts';
import { BoundedMap } from '../../src/host/shelf/bounded-map.ts';
import type { DoorWords } from '../../src/model/door-wording.ts';
import type { Event } from '../../src/model/event.ts';
import type { Choice, OutMessage } from '../../src/model/message.ts';
import { inertChoices } from './plain-text.ts';

/** Choices as text: what answers the question by number, what stands beside it by name. */
export const choicesText = (asked: readonly Choice[], words: DoorWords): string => {
  const choices = inertChoices(asked);
  const beside = choices.filter(({ aside }) => aside);
  const numbered = numberedText(choices.filter(({ aside }) => !aside));
  const named =
    beside.length === 0 ? '' : words('door.reply', { labels: beside.map(({ label }) => label).join('、') });
  return [numbered, named].filter(Boolean).join('\n');
};

const choiceOf = (reply: string, choices: readonly Choice[]): string | null => {
  const beside = choices.filter(({ aside }) => aside);
  const main = choices.filter(({ aside }) => !aside);
  return chosenToken(reply, main) ?? chosenToken(reply, beside, { labelsOnly: true });
};

/** The numbered question that stands open in each chat, so that "1" can be read as the choice it means. */
export class OpenMenus {
  readonly #menus = new BoundedMap<readonly Choice[]>(20_000);
  /** How each message was read: a redelivery must become the same event although the menu has moved on. */
  readonly #read = new BoundedMap<string | null>(20_000);

  /** A message went out. One that asks anything closes the question before it. */
  sent(chat: string, message: OutMessage, menu: readonly Choice[]): void {
    if (menu.length > 0) {
      this.#menus.set(chat, menu);
    } else if (message.prompt !== null || message.choices.length > 0) {
      this.#menus.delete(chat);
    }
  }

  forget(chat: string): void {
    this.#menus.delete(chat);
  }

  /** The event with a reply by number turned into the press it means; any other event as it is. */
  resolve(event: Event): Event {
    const { body, address, id } = event;
    if (body.kind !== 'text') return event;
    const token = this.#read.has(id) ? (this.#read.get(id) ?? null) : this.#chosen(address.chat, body.text);
    this.#read.set(id, token);
    return token === null ? event : { ...event, body: { kind: 'press', token } };
  }

  #chosen(chat: string, reply: string): string | null {
    const menu = this.#menus.get(chat);
    return menu === undefined ? null : choiceOf(reply, menu);
  }
}
