import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { silentLogger } from '../../src/host/log.ts';
import { type Assistant, openAssistant } from '../../src/main.ts';
import type { ChatView } from './applicant.ts';
import { FakeBotApi } from './fake-bot-api.ts';
import type { FakeMessage } from './fake-chats.ts';
import { createChannel } from './harness.ts';
import type { Person } from './people.ts';
import type { Delivered } from './update-queue.ts';

/** Within the application window of the Wanzhou notice; from there the clock goes on at its usual pace. */
export const today = Date.parse('2022-09-01T02:00:00Z');

export interface TelegramHouse {
  readonly api: FakeBotApi;
  readonly assistant: Assistant;
  readonly now: () => number;
  /** Move the clock on. */
  readonly wait: (ms: number) => void;
}

/** The whole application behind a fake Bot API server: real engine, real pack, real store. Cleared away with the test. */
export const openHouse = async (env: Readonly<Record<string, string>> = {}): Promise<TelegramHouse> => {
  const folder = mkdtempSync(join(tmpdir(), 'shenbao-dialogue-'));
  const api = await new FakeBotApi().start();
  api.chats.now = today / 1000;
  const opened = performance.now();
  let later = 0;
  const now = () => Math.round(today + later + performance.now() - opened);
  const assistant = await openAssistant({
    packs: ['conversations/wanzhou-2022'],
    store: join(folder, 'shenbao.sqlite'),
    now,
    channels: [await createChannel(api, silentLogger, folder, env)],
  });
  onTestFinished(async () => {
    await assistant.close();
    await api.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    api,
    assistant,
    now,
    wait: ms => {
      later += ms;
      api.chats.now = Math.ceil(now() / 1000);
    },
  };
};

/** What the assistant has written to a person, oldest first. */
export const fromBot = (person: Person): FakeMessage[] =>
  person.private.messages.filter(message => message.fromBot);

/** What the person sees and does. `deliver` decides how often each update comes. */
export const viewOf = (
  api: FakeBotApi,
  person: Person,
  deliver: (sent: Delivered) => Promise<unknown> = ({ outcome }) => outcome,
): ChatView => {
  const after = async (sent: () => Delivered): Promise<void> => {
    const before = fromBot(person).length;
    await deliver(sent());
    await api.chats.until(() => fromBot(person).length > before);
  };
  return {
    last: () => {
      const message = fromBot(person).findLast(({ text }) => text !== '');
      return {
        text: message?.text ?? '',
        buttons: message?.keyboard.flat().map(({ text }) => text) ?? [],
      };
    },
    says: text => after(() => person.writes(text)),
    presses: label => after(() => person.presses(label)),
  };
};
