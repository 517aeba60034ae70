/** A run of characters of the question. `reads` is what it is compared as; empty for words without content. */
export interface Token {
  readonly surface: string;
  readonly reads: string;
  /** Id of the concept it stands for, if the word is known. */
  readonly concept: string | null;
}

export interface Entry {
  readonly word: string;
  readonly reads: string;
  readonly concept: string | null;
}

/** Known words, found by the longest match from left to right. */
export class Lexicon {
  readonly #byFirst = new Map<string, Entry[]>();
  readonly #words = new Set<string>();

  /** Of two entries for one word the first counts. */
  constructor(entries: Iterable<Entry>) {
    for (const entry of entries) {
      const first = entry.word[0];
      if (first === undefined || this.#words.has(entry.word)) continue;
      this.#words.add(entry.word);
      const list = this.#byFirst.get(first);
      if (list) list.push(entry);
      else this.#byFirst.set(first, [entry]);
    }
    for (const list of this.#byFirst.values()) list.sort((a, b) => b.word.length - a.word.length);
  }

  has(word: string): boolean {
    return this.#words.has(word);
  }

  words(): Iterable<string> {
    return this.#words;
  }

  /** Splits text into known words and single unknown characters. */
  read(text: string): Token[] {
    const tokens: Token[] = [];
    for (let at = 0; at < text.length; ) {
      const entry = this.#byFirst.get(text[at]!)?.find(candidate => text.startsWith(candidate.word, at));
      const surface = entry ? entry.word : text[at]!;
      tokens.push({ surface, reads: entry ? entry.reads : surface, concept: entry?.concept ?? null });
      at += surface.length;
    }
    return tokens;
  }
}
