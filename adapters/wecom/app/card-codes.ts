import { BoundedMap } from '../../../src/host/shelf/bounded-map.ts';

interface CardState {
  /** Newest code that has not been used, or ''. */
  readonly code: string;
  /** What the card shows, as far as this process put it there. */
  readonly shows: string;
}

/**
 * The newest `response_code` of each card. A code updates its card once, within 72 hours; every press brings another
 * (path/94888). Lost on a restart, when the code inside the remembered reference still serves.
 */
export class CardCodes {
  readonly #cards = new BoundedMap<CardState>(20_000);
  readonly #spent = new BoundedMap<true>(20_000);

  /** A send or a press brought this code. */
  note(taskId: string, code: string): void {
    if (code !== '' && !this.#spent.has(code))
      this.#cards.set(taskId, { code, shows: this.#cards.get(taskId)?.shows ?? '' });
  }

  /** A code to update the card with, or null when none is left. `remembered` comes from a stored reference. */
  usable(taskId: string, remembered: string): string | null {
    const newest = this.#cards.get(taskId)?.code ?? '';
    if (newest !== '') return newest;
    return remembered !== '' && !this.#spent.has(remembered) ? remembered : null;
  }

  /** The code was used, successfully or not; `shows` is what the card shows now, if it was. */
  spend(taskId: string, code: string, shows?: string): void {
    this.#spent.set(code, true);
    const state = this.#cards.get(taskId);
    this.#cards.set(taskId, {
      code: state?.code === code ? '' : (state?.code ?? ''),
      shows: shows ?? state?.shows ?? '',
    });
  }

  shows(taskId: string): string {
    return this.#cards.get(taskId)?.shows ?? '';
  }
}
