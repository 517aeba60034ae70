import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { DoorLine } from '../../adapters/console/decode.ts';
import { encodeForPrograms, encodeTerminal, type LaidFile } from '../../adapters/console/encode.ts';
import { consoleChannel } from '../../adapters/console/index.ts';
import { doorEvent, eventOf } from '../../adapters/console/receive.ts';
import type { OutFile } from '../host/channel.ts';
import type { House } from '../host/house.ts';
import { chosenToken } from '../host/numbered.ts';
import { spaceOf } from '../host/space.ts';
import { IssueError } from '../issue-error.ts';
import { type Address, chatKey } from '../model/address.ts';
import { instantOf } from '../model/calendar.ts';
import type { Event } from '../model/event.ts';
import type { Issue } from '../model/issue.ts';
import type { Choice, OutMessage } from '../model/message.ts';
import { storeTrouble } from '../store/trouble.ts';
import { badLine, jsonLine, jsonLinesOf, readLinesOf } from './json-lines.ts';

/** Name of the rehearsal that a terminal runs once its clock is set. */
const REHEARSAL = 'console';

/** The terminal's clock: the real one, or a rehearsal that stands still where it was set. */
export class TerminalClock {
  rehearsing = false;

  rehearsalOf(address: Address): string | null {
    return this.rehearsing && address.channel === 'console' ? REHEARSAL : null;
  }
}

/** A date alone means the beginning of office hours; a time without offset is the office's wall clock. */
const OFFICE_OPENS = '09:00';
const readInstant = (iso: string, zone: string): number => {
  if (/^\d{4}-\d{2}-\d{2}$/.test(iso)) return instantOf(iso, OFFICE_OPENS, zone);
  if (/(?:Z|[+-]\d{2}:?\d{2})$/.test(iso)) return Date.parse(iso);
  const [date = '', time = ''] = iso.split('T');
  return instantOf(date, time, zone);
};

/** Throws `IssueError` when nobody can read it. */
export const instantFrom = (iso: string, zone: string): number => {
  const instant = readInstant(iso, zone);
  if (!Number.isNaN(instant)) return instant;
  throw new IssueError([
    { code: 'chat:bad-time', message: '时间写法不正确', hint: '例如 2022-09-01 或 2022-09-01T10:00' },
  ]);
};

/** Codes of a disk that takes nothing (errno(3)). */
const diskRefuses = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EACCES']);

/** Why what somebody said could not be kept in the store at this address; throws what is no trouble of the store or the disk. */
const unsavedBecause = (store: string, error: unknown): Issue => {
  const [issue] = storeTrouble(error, store) ?? [];
  if (issue) return issue;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined && diskRefuses.has(code))
    return { code: 'chat:disk', message: `磁盘不能写入（${code}）` };
  throw error;
};

const NOT_SAVED = '系统暂时无法保存，刚才的内容没有记下，请稍后再发一次。';

class Terminal {
  readonly #house: House;
  readonly #clock: TerminalClock;
  readonly #staff: Extract<DoorLine, { staff: string }>[] = [];

  constructor(house: House, clock: TerminalClock) {
    this.#house = house;
    this.#clock = clock;
  }

  get #space() {
    const { pack } = this.#house.notices.newest;
    return spaceOf(pack.id, this.#clock.rehearsing ? REHEARSAL : null);
  }

  async setClock(iso: string): Promise<void> {
    const { pack } = this.#house.notices.newest;
    const first = !this.#clock.rehearsing;
    this.#clock.rehearsing = true;
    await this.#house.clocks.set(this.#space, instantFrom(iso, pack.manifest.timezone), true);
    // Staff named before the clock was set sit in the rehearsal too.
    if (first) for (const line of this.#staff) await this.#bind(line);
    await this.#house.drain();
  }

  async #bind({ staff, section, role }: Extract<DoorLine, { staff: string }>): Promise<void> {
    const at = this.#house.clocks.now(this.#space);
    await this.#house.receive({
      ...doorEvent(staff, at, {
        kind: 'operator',
        command: 'bind',
        data: { section, role, name: staff },
      }),
      // The same binding again is a redelivery.
      id: `console:bind:${staff}:${section}:${role}:${this.#space.name}`,
    });
  }

  async #receive(eventAt: (at: number) => Event | Promise<Event>): Promise<void> {
    await this.#house.clocks.ready(this.#space);
    await this.#house.receive(await eventAt(this.#house.clocks.now(this.#space)));
  }

  /** Somebody opens the chat: the menu, or what was asked last. */
  async enter(name: string): Promise<void> {
    await this.#receive(at => doorEvent(name, at, { kind: 'enter' }));
    await this.#house.drain();
  }

  async take(line: DoorLine): Promise<void> {
    if ('now' in line) return this.setClock(line.now);
    if ('staff' in line) {
      this.#staff.push(line);
      await this.#bind(line);
    } else {
      await this.#receive(at => eventOf(this.#house, line, at));
    }
    await this.#house.drain();
  }
}

/** The files of a message, laid where whoever sits at the terminal finds them. */
const laid = (house: House, { to }: OutMessage, files: readonly OutFile[]): Promise<LaidFile[]> =>
  Promise.all(
    files.map(async file => ({ name: file.name, path: await house.renderer.lay(file, chatKey(to)) })),
  );

/** `chat --json`: JSON Lines in and out, `{"done":true}` after everything a line caused has been delivered. */
export const chatJson = async (
  house: House,
  clock: TerminalClock,
  input: Readable,
  output: Writable,
  options: { readonly now: string | null; readonly store: string },
): Promise<void> => {
  const terminal = new Terminal(house, clock);
  house.addChannel(
    consoleChannel(async ({ message, files }) => {
      output.write(jsonLine(encodeForPrograms(message, await laid(house, message, files))));
    }),
  );
  if (options.now !== null) await terminal.setClock(options.now);
  for await (const read of readLinesOf(input, DoorLine)) {
    if (read.ok) {
      const line = read.value;
      await terminal.take(line).catch((error: unknown) => {
        const { code, message } = unsavedBecause(options.store, error);
        const to = 'from' in line ? line.from : 'staff' in line ? line.staff : '';
        const told = { to, text: NOT_SAVED, buttons: [], files: [], citations: [], prompt: null };
        output.write(jsonLine({ ...told, error: { code, message } }));
      });
    } else output.write(jsonLine(badLine('chat', read.why, '无法识别这一行，请对照文档中的格式')));
    output.write('{"done":true}\n');
  }
};

/** What is typed, line by line, from now on: a line that comes before somebody asks for it waits. */
interface Typed {
  readonly lines: AsyncIterable<string>;
  prompt(): void;
}

const PROMPT = '> ';

/** A keyboard has a prompt and can be edited; from a program or a file a line ends at LF alone. */
const typedBy = (input: Readable & { readonly isTTY?: boolean }, output: Writable): Typed => {
  if (!input.isTTY) return { lines: jsonLinesOf(input), prompt: () => void output.write(PROMPT) };
  const keyboard = createInterface({ input, output, prompt: PROMPT });
  let open = true;
  keyboard.once('close', () => {
    open = false;
  });
  const lines = keyboard[Symbol.asyncIterator]();
  return { lines: { [Symbol.asyncIterator]: () => lines }, prompt: () => open && keyboard.prompt() };
};

/** `chat`: a person at the terminal. Numbers choose; `/文件 路径` sends a file; an empty line does nothing. */
export const chatTerminal = async (
  house: House,
  clock: TerminalClock,
  input: Readable,
  output: Writable,
  options: { readonly name: string; readonly now: string | null; readonly store: string },
): Promise<void> => {
  const terminal = new Terminal(house, clock);
  let choices: readonly Choice[] = [];
  house.addChannel(
    consoleChannel(async ({ message, files }) => {
      choices = message.choices;
      output.write(`\n${encodeTerminal(message, await laid(house, message, files))}\n`);
    }),
  );
  if (options.now !== null) await terminal.setClock(options.now);
  const notSaved = (error: unknown): void => {
    output.write(`\n${NOT_SAVED}（${unsavedBecause(options.store, error).message}）\n`);
  };
  const typed = typedBy(input, output);
  await terminal.enter(options.name).catch(notSaved);
  typed.prompt();
  for await (const raw of typed.lines) {
    const text = raw.trim();
    const file = /^\/(?:文件|file)\s+(\S.*)$/.exec(text)?.[1];
    const token = chosenToken(text, choices);
    const said: DoorLine | null = file
      ? { from: options.name, file }
      : token
        ? { from: options.name, press: token }
        : text === ''
          ? null
          : { from: options.name, text: raw };
    if (said) await terminal.take(said).catch(notSaved);
    typed.prompt();
  }
};
