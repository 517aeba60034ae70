import mammoth from 'mammoth';
import { expect, vi } from 'vitest';
import type { Channel, SendResult } from '../../src/host/channel.ts';
import type { ChannelHarness, Seen } from '../contracts/channel.ts';
import { type ChatView, follow, form, selfCheck, unitName } from '../telegram/applicant.ts';

/** Within the application window of the Wanzhou notice; from there the clock goes on at its usual pace. */
export const today = Date.parse('2022-09-01T02:00:00Z');

const soon = { timeout: 20_000, interval: 5 };

/** Passes sends on and knows whether one is under way: a message may arrive in several parts. */
export class WatchedSends {
  /** Outcomes so far. */
  readonly results: SendResult['kind'][] = [];
  #running = 0;
  #done = 0;

  watch(channel: Channel): Channel {
    return {
      name: channel.name,
      capabilities: channel.capabilities,
      start: intake => channel.start(intake),
      health: () => channel.health(),
      stop: () => channel.stop(),
      send: async outgoing => {
        this.#running += 1;
        try {
          const result = await channel.send(outgoing);
          this.results.push(result.kind);
          return result;
        } finally {
          this.#running -= 1;
          this.#done += 1;
        }
      },
    };
  }

  /** Resolves when `act` has led to at least one send and none is under way. */
  async after(act: () => Promise<unknown>): Promise<void> {
    const before = this.#done;
    await act();
    await vi.waitFor(() => {
      expect(this.#done).toBeGreaterThan(before);
      expect(this.#running).toBe(0);
    }, soon);
  }
}

type Peer = ChannelHarness['peer'];

/** What a person sees of the assistant, through any of the three doors; `last` is all that came since the last act. */
export const viewOf = (
  peer: Peer,
  who: string,
  sends: WatchedSends,
): ChatView & { all(): Promise<Seen[]> } => {
  let before = 0;
  let all: Seen[] = [];
  const refresh = async (): Promise<Seen[]> => {
    all = [...(await peer.sees(who))];
    return all;
  };
  const after = async (act: () => { outcome: Promise<unknown> }): Promise<void> => {
    before = (await refresh()).length;
    await sends.after(() => act().outcome);
    await refresh();
  };
  return {
    all: refresh,
    last: () => ({
      text: all
        .slice(before)
        .map(({ text }) => text)
        .join('\n'),
      buttons: all.at(-1)?.buttons ?? [],
    }),
    says: text => after(() => peer.writes(who, text)),
    presses: label => after(() => peer.chooses(who, label)),
  };
};

/** From the greeting to the receipt; gives the text of the Word form and the number. */
export const applyThrough = async (
  peer: Peer,
  who: string,
  sends: WatchedSends,
): Promise<{ readonly word: string; readonly number: string }> => {
  const chat = viewOf(peer, who, sends);
  await chat.says('你好');
  await chat.says('资格自测');
  await follow(chat, selfCheck, '自测结果');
  expect(chat.last().text).toContain('未发现不符合申报条件的事项');
  await chat.says('开始填报');
  await follow(chat, form, '请核对填写内容');
  await follow(chat, form, 'WZ22-');
  const number = /WZ22-\d{4}-\w/.exec(chat.last().text)![0];
  const file = await vi.waitFor(async () => {
    const found = (await chat.all()).flatMap(({ files }) => files).find(({ name }) => name.endsWith('.docx'));
    expect(found).toBeDefined();
    return found!;
  }, soon);
  const word = (await mammoth.extractRawText({ buffer: Buffer.from(file.content) })).value;
  expect(word).toContain(unitName);
  return { word, number };
};
