/** 30 messages a minute and 1000 an hour to one member; WeCom drops what is beyond without a word (path/90236). */
const windows = [
  { ms: 60_000, limit: 30 },
  { ms: 3_600_000, limit: 1000 },
] as const;

/** Counts what was sent to each member, so that nothing is sent which WeCom would silently drop. */
export class MemberRate {
  readonly #sent = new Map<string, number[]>();

  /** Seconds to wait until `count` more messages may go to `member` at `now`; 0 = now. */
  wait(member: string, count: number, now: number): number {
    const times = this.#recent(member, now);
    let wait = 0;
    for (const { ms, limit } of windows) {
      const inWindow = times.filter(time => time > now - ms);
      const excess = inWindow.length + Math.min(count, limit) - limit;
      if (excess > 0) wait = Math.max(wait, Math.ceil((inWindow[excess - 1]! + ms - now) / 1000));
    }
    return wait;
  }

  sent(member: string, now: number): void {
    this.#sent.set(member, [...this.#recent(member, now), now]);
  }

  #recent(member: string, now: number): number[] {
    const times = (this.#sent.get(member) ?? []).filter(time => time > now - 3_600_000 && time <= now);
    if (times.length === 0) this.#sent.delete(member);
    return times;
  }
}
