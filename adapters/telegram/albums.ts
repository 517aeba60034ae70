/**
 * An album comes as messages of their own, without a mark on the last (core.telegram.org/bots/api#message, media_group_id).
 * They are sent at once and mostly come in one batch; this long is waited for another, in milliseconds. Own choice.
 */
const PATIENCE_MS = 500;

/** Which pictures of an album have come and are not handled yet. */
export class Albums {
  readonly #coming = new Map<string, Set<number>>();
  readonly #waiting = new Map<string, () => void>();
  readonly #patience: number;

  constructor(patience = PATIENCE_MS) {
    this.#patience = patience;
  }

  /** A message of an album came; `update` counts up. */
  came(album: string, update: number): void {
    const coming = this.#coming.get(album) ?? new Set();
    coming.add(update);
    this.#coming.set(album, coming);
    this.#waiting.get(album)?.();
  }

  /** Whether another message of the album follows this one. */
  async hasMore(album: string, update: number): Promise<boolean> {
    if (!this.#follows(album, update)) await this.#another(album);
    return this.#follows(album, update);
  }

  /** The message was handled, well or badly. */
  done(album: string, update: number): void {
    const coming = this.#coming.get(album);
    coming?.delete(update);
    if (coming?.size === 0) this.#coming.delete(album);
  }

  #follows(album: string, update: number): boolean {
    return [...(this.#coming.get(album) ?? [])].some(other => other > update);
  }

  #another(album: string): Promise<void> {
    return new Promise(resolve => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(album);
        resolve();
      };
      const timer = setTimeout(end, this.#patience);
      this.#waiting.set(album, end);
    });
  }
}
