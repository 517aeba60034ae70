import type { Channel } from './channel.ts';

/** Trouble that lasts as long as this is told to the operators; what passes sooner is only logged. Milliseconds. */
export const PATIENCE_MS = 60_000;
/** One incident is told once by all processes that serve the channel: within this, by the same event. Milliseconds. */
const SAME_INCIDENT_MS = 600_000;

/** What operators call the channels. */
const titles: Readonly<Record<string, string>> = {
  telegram: 'Telegram',
  feishu: '飞书',
  wecom: '企业微信应用',
  aibot: '企业微信智能机器人',
  kf: '微信客服',
  wechaty: 'wechaty',
  web: '网页',
  desk: '审核台',
};

export const channelTitle = (name: string): string => titles[name] ?? name;

export interface ChannelNews {
  readonly channel: string;
  readonly title: string;
  /** null: it works again. */
  readonly detail: string | null;
  /** The same for the same incident. */
  readonly id: string;
}

/** Notices channels that have fallen and channels that are back, each once. */
export class ChannelWatch {
  readonly #since = new Map<string, number>();
  readonly #told = new Set<string>();

  /** Look at all channels; `now` in milliseconds. */
  look(channels: readonly Channel[], now: number): ChannelNews[] {
    return channels.flatMap(channel => this.#one(channel, now));
  }

  #one(channel: Channel, now: number): ChannelNews[] {
    const { name } = channel;
    const { state, detail } = channel.health();
    const news = (what: 'down' | 'up', said: string | null): ChannelNews[] => [
      {
        channel: name,
        title: channelTitle(name),
        detail: said,
        id: `channel:${name}:${what}:${Math.floor(now / SAME_INCIDENT_MS)}`,
      },
    ];
    if (state === 'running') {
      this.#since.delete(name);
      return this.#told.delete(name) ? news('up', null) : [];
    }
    const since = this.#since.get(name) ?? now;
    this.#since.set(name, since);
    if (this.#told.has(name) || now - since < PATIENCE_MS) return [];
    this.#told.add(name);
    return news('down', detail ?? '原因不明，请运行 doctor 检查。');
  }
}
