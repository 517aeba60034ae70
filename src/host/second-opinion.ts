import { applyChoice } from '../faq/choose.ts';
import type { FaqIndex } from '../faq/port.ts';
import type { PolicyAnswer } from '../model/answer.ts';
import type { ClauseChooser } from './clause-chooser.ts';

/** Questions whose answer the matcher is unsure of, and what it would have them chosen from. */
export interface Unsure {
  readonly question: string;
  readonly context: string | null;
  readonly answer: PolicyAnswer;
}

/**
 * The matcher as one turn uses it. It notes what it was unsure of, so that the turn can be computed again once somebody
 * chose among the offered clauses: the engine waits for nothing.
 */
export class Consulted {
  readonly #notice: { readonly faq: FaqIndex };
  readonly #settled = new Map<string, PolicyAnswer>();
  readonly #unsure = new Map<string, Unsure>();

  /** The index of the notice is first asked for when there is a question: making it takes longer than most turns. */
  constructor(notice: { readonly faq: FaqIndex }) {
    this.#notice = notice;
  }

  ask(question: string, context: string | null): PolicyAnswer {
    const key = JSON.stringify([question, context]);
    const settled = this.#settled.get(key);
    if (settled) return settled;
    const answer = this.#notice.faq.answer(question, { context });
    if (answer.choices?.length) this.#unsure.set(key, { question, context, answer });
    return answer;
  }

  /** Let the chooser settle what was unsure; whether anything changed. */
  async settle(choose: ClauseChooser): Promise<boolean> {
    let changed = false;
    for (const [key, { question, answer }] of this.#unsure) {
      const ids = await choose(question, answer.choices ?? []);
      const next = ids === null ? answer : applyChoice(answer, ids);
      this.#settled.set(key, next);
      changed ||= next !== answer;
    }
    this.#unsure.clear();
    return changed;
  }
}
