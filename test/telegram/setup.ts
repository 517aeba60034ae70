import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Channel, HttpRoute, Outgoing } from '../../src/host/channel.ts';
import type { Logger } from '../../src/host/log.ts';
import { OutMessage } from '../../src/model/message.ts';
import { FakeIntake } from '../contracts/fake-intake.ts';
import { FakeBotApi } from './fake-bot-api.ts';
import { createChannel } from './harness.ts';
import { Person } from './people.ts';

export interface Stage {
  readonly api: FakeBotApi;
  readonly channel: Channel & { readonly routes?: readonly HttpRoute[] };
  readonly intake: FakeIntake;
  readonly zhang: Person;
  readonly dataDir: string;
  /** Everything logged, one line each. */
  readonly logged: readonly string[];
}

/** A fake server, the channel on it and a fake intake, cleared away when the test ends. Not started. */
export const setStage = async (env: Readonly<Record<string, string>> = {}): Promise<Stage> => {
  const logged: string[] = [];
  const write = (fields: object, message: string) => {
    logged.push(`${message} ${JSON.stringify(fields)}`);
  };
  const log: Logger = { debug: write, info: write, warn: write, error: write };
  const dataDir = mkdtempSync(join(tmpdir(), 'shenbao-telegram-'));
  const api = await new FakeBotApi().start();
  const channel = await createChannel(api, log, dataDir, env);
  const intake = new FakeIntake();
  onTestFinished(async () => {
    intake.release();
    await channel.stop();
    await api.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return { api, channel, intake, zhang: new Person(api, 5_000_000_001, '张工'), dataDir, logged };
};

/** The same, running. */
export const runStage = async (env: Readonly<Record<string, string>> = {}): Promise<Stage> => {
  const stage = await setStage(env);
  await stage.channel.start(stage.intake);
  return stage;
};

let serial = 0;
/** A delivery to a chat; blocks and the rest as needed. */
export const toChat = (
  chat: number,
  message: Partial<OutMessage>,
  rest: Partial<Omit<Outgoing, 'message'>> = {},
): Outgoing => {
  serial += 1;
  const to = { channel: 'telegram', chat: String(chat), kind: chat > 0 ? 'private' : 'group' } as const;
  return {
    message: OutMessage.parse({ key: `m${serial}`, to, blocks: [], ...message }),
    key: `delivery-${serial}`,
    files: [],
    attempts: 0,
    rank: 'answer',
    ...rest,
  };
};

export const words = (text: string): OutMessage['blocks'] => [{ kind: 'text', text }];
