import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import imported from 'telegram-test-api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { telegram } from '../../adapters/telegram/index.ts';
import { silentLogger } from '../../src/host/log.ts';
import { openAssistant } from '../../src/main.ts';
import { type ChatView, follow, form, selfCheck } from './applicant.ts';
import { parseHtml } from './telegram-html.ts';

/*
 * The same dialogues against somebody else's Bot API emulator (telegram-test-api 4.2.1). It knows text, buttons, edits
 * and callback queries, and differs from the real server: no long poll, no redelivery, no files, no checks, results of
 * edits null. What only the strict fake can show is in dialogue.it.test.ts.
 */

// The package's types say `exports.default`, its code sets `module.exports`.
const TelegramServer = imported as unknown as typeof imported.default;

const token = '123456789:AAFakeFakeFakeFakeFakeFakeFakeFakeFake';
const today = Date.parse('2022-09-01T02:00:00Z');

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

interface BotMessage {
  readonly messageId: number;
  readonly message: {
    readonly text: string;
    readonly parse_mode?: string;
    readonly reply_markup?: {
      readonly inline_keyboard: readonly (readonly {
        readonly text: string;
        readonly callback_data: string;
      }[])[];
    };
  };
}

const open = async () => {
  const server = new TelegramServer({ port: await freePort(), host: '127.0.0.1', storeTimeout: 600 });
  await server.start();
  const folder = mkdtempSync(join(tmpdir(), 'shenbao-emulator-'));
  const configured = telegram.configure({
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_API_ROOT: server.config.apiURL,
  });
  if (!configured?.ok) throw new Error('refused');
  const channel = await configured.value.create({ log: silentLogger, dataDir: folder, publicUrl: null });
  const opened = performance.now();
  const assistant = await openAssistant({
    packs: ['conversations/wanzhou-2022'],
    store: join(folder, 'shenbao.sqlite'),
    now: () => Math.round(today + performance.now() - opened),
    channels: [channel],
  });
  onTestFinished(async () => {
    await assistant.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const client = server.getClient(token, { userId: 5_000_000_001, chatId: 5_000_000_001, firstName: '张工' });
  const messages = () => server.storage.botMessages as unknown as readonly BotMessage[];
  const answered = async (send: () => Promise<unknown>): Promise<void> => {
    const before = messages().length;
    await send();
    while (messages().length === before) await server.waitBotMessage();
  };
  const date = today / 1000;
  const buttons = ({ message }: BotMessage) => message.reply_markup?.inline_keyboard.flat() ?? [];
  const press = async (label: string): Promise<void> => {
    const holder = messages().findLast(entry => buttons(entry).some(({ text }) => text === label));
    const button = holder && buttons(holder).find(({ text }) => text === label);
    if (!button) throw new Error(`no button ${label}`);
    const message = {
      message_id: holder.messageId,
      date,
      text: parseHtml(holder.message.text).text,
      reply_markup: holder.message.reply_markup,
    };
    await client.sendCallback(client.makeCallbackQuery(button.callback_data, { message } as object));
  };
  const chat: ChatView = {
    last: () => {
      const newest = messages().at(-1);
      return {
        text: newest ? parseHtml(newest.message.text).text : '',
        buttons: newest ? buttons(newest).map(({ text }) => text) : [],
      };
    },
    says: text =>
      answered(() =>
        text.startsWith('/')
          ? client.sendCommand(client.makeCommand(text, { date }))
          : client.sendMessage(client.makeMessage(text, { date })),
      ),
    presses: label => answered(() => press(label)),
  };
  const shows = async (pattern: RegExp): Promise<void> => {
    while (!messages().some(({ message }) => pattern.test(message.text))) await server.waitBotMessage();
  };
  return { chat, messages, press, shows };
};

describe('against telegram-test-api', () => {
  it('a self-check and a form up to submission', async () => {
    const { chat, messages, press, shows } = await open();
    await chat.says('/start wanzhou-2022');
    expect(chat.last().buttons).toContain('资格自测');
    await chat.says('/check');
    await follow(chat, selfCheck, '自测结果');
    expect(chat.last().text).toContain('未发现不符合申报条件的事项');
    await chat.presses('开始填报');
    await follow(chat, form.slice(0, -1), '提交前，请代表申报单位阅读以下内容');
    expect(messages().some(({ message }) => message.text.includes('&lt;市级&gt;'))).toBe(true);
    // The emulator takes no documents: what tells of the submission here is the status.
    await press('已阅读，提交');
    await chat.says('/status');
    await shows(/WZ22-\d{4}/);
  });

  it('a pressed question is edited: its options go', async () => {
    const { chat, messages } = await open();
    await chat.says('/check');
    const question = messages().at(-1)!;
    await chat.presses('企业');
    await chat.presses('是');
    const labels = question.message.reply_markup!.inline_keyboard.flat().map(({ text }) => text);
    expect(labels).not.toContain('企业');
  });
});
