import type { Clicked, FakeFeishu } from './fake/fake-feishu.ts';
import type { Screen } from './fake/screen.ts';
import type { FakeMessage } from './fake/world.ts';

/** Somebody with the chat open: acts, then waits for what the bot shows next. */
export class ChatPerson {
  readonly #fake: FakeFeishu;
  readonly #who: string;
  #read = 0;

  constructor(fake: FakeFeishu, who: string) {
    this.#fake = fake;
    this.#who = who;
    fake.world.person(who);
  }

  get chat(): string {
    return this.#fake.world.person(this.#who).chat;
  }

  messages(): readonly FakeMessage[] {
    return this.#fake.world.fromBot(this.chat);
  }

  /** Newest card, after a new one that offers something has come: a long message ends with its buttons. */
  async next(): Promise<Screen> {
    const offers = (message: FakeMessage) =>
      message.type === 'interactive' && this.#fake.card(message).buttons.length > 0;
    await this.#fake.world.until(() => this.messages().slice(this.#read).some(offers));
    this.#read = this.messages().length;
    return this.card();
  }

  card(): Screen {
    const newest = this.messages().findLast(message => message.type === 'interactive');
    if (!newest) throw new Error(`${this.#who} sees no card`);
    return this.#fake.card(newest);
  }

  labels(): string[] {
    return this.card().buttons.map(({ label }) => label);
  }

  text(): string {
    return this.card().lines.join('\n');
  }

  async writes(text: string): Promise<Screen> {
    const outcome = await this.#fake.writes(this.#who, text).outcome;
    if (outcome !== 'acknowledged') throw new Error(`“${text}” was ${outcome}`);
    return this.next();
  }

  async presses(label: string): Promise<Clicked> {
    const clicked = await this.#fake.presses(this.#who, label);
    if (!clicked) throw new Error(`the click on “${label}” was not answered`);
    await this.next();
    return clicked;
  }

  async submits(values: Readonly<Record<string, string>>): Promise<Clicked> {
    const clicked = await this.#fake.submits(this.#who, values);
    if (!clicked) throw new Error('the form was not answered');
    await this.next();
    return clicked;
  }

  async sendsFile(name: string, content: Uint8Array): Promise<Screen> {
    await this.#fake.sendsFile(this.#who, name, content).outcome;
    return this.next();
  }
}
