import type { Clicked, FakeFeishu } from './fake/fake-feishu.ts';
import type { Screen } from './fake/screen.ts';
import type { FakeMessage } from './fake/world.ts';

/** Longer than any retry of the house within a test. */
const patienceMs = 20_000;

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
    await this.#until(() => this.messages().slice(this.#read).some(offers), 'something to answer');
    this.#read = this.messages().length;
    return this.card();
  }

  card(): Screen {
    const newest = this.messages().findLast(message => message.type === 'interactive');
    if (!newest) throw new Error(`${this.#who} sees no card`);
    return this.#fake.card(newest);
  }

  /** Everything shown now, one text a message. */
  shown(): string[] {
    return this.messages().map(message =>
      message.type === 'interactive' ? this.#fake.card(message).lines.join('\n') : `[${message.type}]`,
    );
  }

  /** Resolves when some message says this, new or changed in place. */
  async sees(words: RegExp): Promise<void> {
    await this.#until(() => this.shown().some(text => words.test(text)), `a message that says ${words}`);
  }

  /** Waits, but not for ever: a test that goes wrong should show what the person saw. */
  async #until(condition: () => boolean, what: string): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () =>
          reject(
            new Error(
              `${this.#who} waits for ${what} and sees at last:\n${this.shown().slice(-3).join('\n~~\n')}`,
            ),
          ),
        patienceMs,
      );
    });
    await Promise.race([this.#fake.world.until(condition), late]).finally(() => clearTimeout(timer));
  }

  labels(): string[] {
    return this.card().buttons.map(({ label }) => label);
  }

  text(): string {
    return this.card().lines.join('\n');
  }

  /** `parent`: in reply to this message. */
  async writes(text: string, parent?: string): Promise<Screen> {
    const delivery = this.#fake.writes(this.#who, text, parent);
    // On a busy machine the first turn of a process may take longer than Feishu waits; it then delivers again.
    if ((await delivery.outcome) !== 'acknowledged') await delivery.redeliver().outcome;
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
