import { sounds } from './confusable.ts';
import { spell } from './normalise.ts';
import { allQuestionWords } from './questions.ts';
import type { Concept } from './reading.ts';
import { isWord, type WordClass, words } from './words.ts';

/** A known word: what it does in a sentence, what it names, or both. */
export interface Sense {
  readonly classes: readonly WordClass[];
  readonly concepts: readonly Concept[];
  readonly asks: boolean;
}

export interface Token extends Sense {
  /** Indices into the spelled text. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One word of a pack and what it names. */
export interface Term {
  readonly word: string;
  readonly concept: Concept;
}

const answering = new Set<WordClass>(['yes', 'no', 'later', 'elsewhere', 'attached']);

const nothing: Sense = { classes: [], concepts: [], asks: false };

/** Words for those with whom something is done. */
const partner = /^(?:合作|联合|协作|参与|参建|联营)(?:单位|方|伙伴|企业|公司|的单位|的公司|的那家)$/u;

/** What a word for oneself ends with when it tells one's kind. */
const ownKind = /(?:公司|企业|厂|司)$/u;

const isOption = ({ kind }: Concept): boolean => kind === 'option';

const isFact = ({ kind }: Concept): boolean => kind === 'fact';

const about = (concept: Concept): Concept =>
  concept.kind === 'fact' ? { ...concept, side: 'about' } : concept;

/** The words a reading knows: the language's own and one pack's. Made once a pack. */
export class Vocabulary {
  readonly #byFirst = new Map<string, { readonly word: string; readonly sense: Sense }[]>();
  /** Parts before a shared head: 安全 for 事故, with the noun they make. */
  readonly joints: readonly {
    readonly part: string;
    readonly head: string;
    readonly concepts: readonly Concept[];
  }[];

  /** Sound of a word of the pack -> the word. */
  readonly #bySound = new Map<string, string>();
  /** Letters of the longest word of the pack. */
  readonly longest: number;

  /** What is meant when somebody does it together with another: 和高校一起. */
  readonly jointly: readonly Concept[];

  constructor(terms: Iterable<Term>) {
    const all = new Map<string, { classes: WordClass[]; concepts: Concept[]; asks: boolean }>();
    const entry = (word: string) => {
      const known = all.get(word);
      if (known) return known;
      const made = { classes: [] as WordClass[], concepts: [] as Concept[], asks: false };
      all.set(word, made);
      return made;
    };
    // What only answers is looked at as a whole clause; inside one, 都没有 is 都 and 没有.
    for (const [word, classes] of words) {
      const inside = classes.filter(name => !answering.has(name));
      if (inside.length > 0) entry(word).classes.push(...inside);
    }
    for (const word of allQuestionWords) entry(word).asks = true;
    const given = [...terms].flatMap(({ word, concept }) => {
      const spelled = spell(word).text;
      const plain = /^[a-z]/.test(spelled) ? spelled : spelled.replace(/\s+/gu, '');
      // 没有 as a name of an option is an answer to its own question and nothing elsewhere.
      const functional = words
        .get(plain)
        ?.some(name => name === 'neg' || name === 'aff' || answering.has(name));
      return plain === '' || functional ? [] : [{ word: plain, concept }];
    });
    for (const { word, concept } of given.flatMap(withAspect)) {
      const { concepts } = entry(word);
      const same = concepts.some(other => JSON.stringify(other) === JSON.stringify(concept));
      if (!same) concepts.push(concept);
    }
    for (const { word } of given) {
      const key = /^\p{Script=Han}{2,8}$/u.test(word) ? soundOf(word) : null;
      if (key !== null && !this.#bySound.has(key)) this.#bySound.set(key, word);
    }
    this.longest = Math.max(0, ...[...this.#bySound.values()].map(({ length }) => length));
    this.jointly = given
      .flatMap(({ word, concept }) =>
        concept.kind === 'fact' && concept.side === 'noun' && isWord(word, 'jointly') ? [concept] : [],
      )
      .slice(0, 1);
    // 没有联合单位 says that nothing is done together, whatever the pack calls such a unit.
    for (const [word, classes] of words)
      if (classes.includes('another') && partner.test(word) && !all.get(word)?.concepts.some(isFact))
        entry(word).concepts.push(...this.jointly.map(about));
    // 我公司 says what we are.
    for (const [word, classes] of words) {
      const kind = classes.includes('ours') ? ownKind.exec(word)?.[0] : undefined;
      const choice = kind && all.get(kind === '司' ? '公司' : kind)?.concepts.find(isOption);
      if (choice) entry(word).concepts.push(choice);
    }
    const { heads, joints } = sharedHeads(given);
    this.joints = joints;
    for (const [head, facts] of heads)
      if (entry(head).concepts.length === 0) entry(head).concepts.push({ kind: 'head', facts });
    for (const [word, sense] of all) {
      const list = this.#byFirst.get(word[0]!);
      if (list) list.push({ word, sense });
      else this.#byFirst.set(word[0]!, [{ word, sense }]);
    }
    for (const list of this.#byFirst.values()) list.sort((a, b) => b.word.length - a.word.length);
  }

  /** The word of the pack that a stretch of text sounds like; null when none does. */
  soundsLike(text: string): string | null {
    return this.#bySound.get(soundOf(text)) ?? null;
  }

  /** The longest known word that stands at an index; null when none does. */
  at(text: string, index: number): { readonly word: string; readonly sense: Sense } | null {
    const list = this.#byFirst.get(text[index]!);
    if (!list) return null;
    for (const candidate of list) {
      if (!text.startsWith(candidate.word, index)) continue;
      // A Latin word stands alone: `no` is not in `note`.
      if (/^[a-z]/.test(candidate.word) && /[a-z]/.test(text[index - 1] ?? ' ')) continue;
      if (/[a-z]$/.test(candidate.word) && /[a-z]/.test(text[index + candidate.word.length] ?? ' ')) continue;
      return candidate;
    }
    return null;
  }

  /** 没上规 is 没 and 上规, not 没上 and 规: a denial gives up the sign that a noun behind it begins with. */
  #shared(text: string, index: number): { readonly word: string; readonly sense: Sense } | null {
    const known = this.at(text, index);
    if (!known?.sense.classes.includes('neg') || known.word.length !== 2) return null;
    const next = this.at(text, index + 1);
    if (!next || next.word.length < 2 || next.sense.concepts.length === 0) return null;
    const first = known.word[0]!;
    const short = this.#byFirst.get(first)?.find(({ word }) => word === first);
    return short?.sense.classes.includes('neg') ? short : null;
  }

  /** 单位性质企业法人代表: 企业 and 法人代表, and not 企业法人 with letters left over. */
  #divided(text: string, index: number): { readonly word: string; readonly sense: Sense } | null {
    const known = this.at(text, index);
    if (!known || known.word.length < 3 || known.sense.concepts.length === 0) return known;
    const end = index + known.word.length;
    if (end >= text.length || this.at(text, end) !== null || !/\p{Script=Han}/u.test(text[end]!))
      return known;
    const list = this.#byFirst.get(text[index]!)!;
    const shorter = list.find(({ word, sense }) => {
      if (word.length >= known.word.length || word.length < 2 || sense.concepts.length === 0) return false;
      if (!text.startsWith(word, index)) return false;
      const next = this.at(text, index + word.length);
      return next !== null && next.sense.concepts.length > 0 && index + word.length + next.word.length > end;
    });
    return shorter ?? known;
  }

  tokens(text: string): Token[] {
    const found: Token[] = [];
    for (let at = 0; at < text.length; ) {
      const known = this.#shared(text, at) ?? this.#divided(text, at);
      const length = known ? known.word.length : unknownLength(text, at);
      found.push({
        ...(known?.sense ?? nothing),
        start: at,
        end: at + length,
        text: text.slice(at, at + length),
      });
      at += length;
    }
    return found;
  }
}

/** One character for all that sound alike. */
const soundOf = (text: string): string => {
  let key = '';
  for (const letter of text) key += sounds.get(letter)?.[0] ?? letter;
  return key;
};

/** A letter, or a whole word in Latin letters. */
const unknownLength = (text: string, at: number): number => {
  if ((text.codePointAt(at) ?? 0) > 0xffff) return 2;
  if (!/[a-z]/.test(text[at]!) || /[a-z]/.test(text[at - 1] ?? ' ')) return 1;
  let end = at + 1;
  while (end < text.length && /[a-z]/.test(text[end]!)) end += 1;
  return end - at;
};

/** What may stand inside a noun of verb and object: 入规, 入了规, 入的规, 入得到规; 违法, 违过法. */
const aspects = ['了', '过', '的', '得到', '得了'] as const;

const withAspect = ({ word, concept }: Term): Term[] =>
  word.length === 2 && concept.kind === 'fact' && concept.side === 'noun'
    ? [word, ...aspects.map(aspect => word[0] + aspect + word[1])].map(said => ({ word: said, concept }))
    : [{ word, concept }];

/** Shortest head that is a word of its own. */
const HEAD = 2;

/** Heads that nouns of two facts or more end with (安全事故, 质量事故 -> 事故), and the parts before them. */
const sharedHeads = (terms: readonly Term[]) => {
  const byHead = new Map<string, Map<string, Concept[]>>();
  for (const { word, concept } of terms) {
    if (concept.kind !== 'fact' || concept.side !== 'noun') continue;
    for (let cut = 1; cut <= word.length - HEAD; cut += 1) {
      const head = word.slice(cut);
      const parts = byHead.get(head) ?? new Map<string, Concept[]>();
      byHead.set(head, parts);
      parts.set(word.slice(0, cut), [...(parts.get(word.slice(0, cut)) ?? []), concept]);
    }
  }
  const heads = new Map<string, string[]>();
  const joints: { part: string; head: string; concepts: Concept[] }[] = [];
  for (const [head, parts] of byHead) {
    const facts = new Set(
      [...parts.values()].flat().flatMap(each => (each.kind === 'fact' ? [each.fact] : [])),
    );
    // A list or a record may hold anything else as well.
    if (/^(?:名单|名录|记录|证书|资格|报告|登记)$/u.test(head) && facts.size < 2) continue;
    // 没出过事故 speaks of 安全事故 and 生产事故 alike, be they of one fact.
    const event = [...parts.values()].flat().every(each => each.kind === 'fact' && each.event);
    if (facts.size < 2 && !(facts.size === 1 && event && parts.size > 1)) continue;
    heads.set(head, [...facts]);
    for (const [part, concepts] of parts) if (part.length >= HEAD) joints.push({ part, head, concepts });
  }
  return { heads, joints };
};
