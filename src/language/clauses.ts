import type { Token } from './lexicon.ts';
import type { WordClass } from './words.ts';

/** A run of tokens that says one thing, and how it ended. */
export interface Part {
  readonly tokens: readonly Token[];
  readonly sentence: number;
  /** Ended with a question mark. */
  readonly marked: boolean;
}

const isHan = (letter: string | undefined): boolean => letter !== undefined && /\p{Script=Han}/u.test(letter);

export const has = (token: Token | undefined, ...classes: readonly WordClass[]): boolean =>
  token !== undefined && classes.some(name => token.classes.includes(name));

/** Whether a token names something of the pack that can be told of (a fact or a choice). */
export const isTopic = (token: Token | undefined): boolean =>
  token?.concepts.some(({ kind }) => kind === 'fact' || kind === 'option' || kind === 'head') ?? false;

export const isLabel = (token: Token | undefined): boolean =>
  token?.concepts.some(({ kind }) => kind === 'field' || kind === 'group') ?? false;

/** Whether the units may apply: what people ask at the end of a description. */
const mayWe =
  /^(?:那|那么|请问|麻烦问下|想问|不知道|看看|帮(?:我们?)?看(?:看|下|一下)?|你看|您看)?(?:我们|咱们?|我)?(?:这种|这样|这个|这类)?(?:情况|单位|企业|公司)?(?:的话)?(?:到底)?(?:能不能|可不可以|可以|能否|可否|能|有没有资格|有资格|够不够格|够不够条件|符不符合|符合不符合|够条件|符合条件|行不行|得行不|得不得行|算不算|合不合条件)(?:够|去|来|参加|参与)?(?:申报|申请|报名|报|参加|条件|资格|认定|上|[?？,，。]|$)/u;
/** Where somebody turns from telling to wishing or asking without drawing breath. */
const turns =
  /^(?:我们?|咱们?)?(?:想|要|打算|准备)(?:要|来)?(?:申报|申请|报(?!告)|问|了解|咨询|知道|填)|^(?:请问|麻烦|能不能帮|帮我)/u;
/** Where a description turns to a question of how; without the speaker in it, it asks about such units at large. */
const turnsToHow = /^(?:怎么|咋个|如何|需要(?:什么|哪些|交)|要交|什么时候|啥时候)/u;
/** Where a sentence starts anew with the speaker. */
const startsAnew = /^(?:我们|我司|本公司|本单位|我单位|我公司|咱们|我院|我校|我所|我厂)/u;

/** 合作方是: with whom, told anew. */
const partnersAnew = /^(?:合作|联合)(?:方|单位|伙伴)(?:就)?(?:是|有|为)/u;

/** With whom something is done. */
const withWhom = /^(?:跟|和|与|同|联合)[^,，。]{1,12}(?:一起|联合|合作|共建|共同|一块|签|谈|搞|建)/u;
/** How something told ends. */
const ended = /(?:过|了|没有|没得|有|的|稳|好)$/u;

/** 想问一下我们是…: behind a courtesy, the situation; the question comes after it. 我们是不是 asks. */
const situation =
  /^(?:我们|我司|本公司|本单位|我单位|我公司|咱们|我院|我校|我所|我厂)(?:单位|公司|这边|这里|这)?(?:是(?![不否])|叫|在(?!哪)|属于|做|搞|生产|已经)/u;

/** Shortest thing told before a turn that is cut off from it, in UTF-16 units. */
const SHORTEST = 3;

/** Longest clause, in tokens: triggers look along their whole clause, and nobody says more in one breath. */
const LONGEST = 120;

/** What a clause has told so far. */
interface Told {
  length: number;
  topics: number;
  facts: number;
  labels: number;
  denials: number;
  own: boolean;
  wished: boolean;
}

const nothing = (): Told => ({
  length: 0,
  topics: 0,
  facts: 0,
  labels: 0,
  denials: 0,
  own: false,
  wished: false,
});

const count = (told: Told, token: Token): void => {
  told.length += token.text.length;
  if (isTopic(token)) told.topics += 1;
  if (token.concepts.some(({ kind }) => kind === 'fact')) told.facts += 1;
  if (isLabel(token)) told.labels += 1;
  if (has(token, 'neg')) told.denials += 1;
  if (has(token, 'ours')) told.own = true;
  if (has(token, 'wish', 'plan')) told.wished = true;
};

const splits = (told: Told, rest: string, previous: Token | undefined): boolean => {
  if (told.length < SHORTEST) return false;
  if (has(previous, 'polite') && situation.test(rest)) return true;
  // 想、要、请问 belong to the wish that follows them.
  if (has(previous, 'polite', 'hypothesis', 'doubt', 'wish', 'report', 'ours')) return false;
  const topic = told.topics + told.labels + told.denials > 0;
  // 没出过跟西南大学一起搞: with whom something is done opens what is told next.
  if (topic && ended.test(previous?.text ?? '') && withWhom.test(rest)) return true;
  if (topic && partnersAnew.test(rest)) return true;
  // 规上企业能申报吗 asks about such firms at large; 我们是规上企业能申报吗 tells first.
  if (topic && mayWe.test(rest)) return told.facts > 1 || told.own || told.wished;
  if (topic && turns.test(rest)) return true;
  if (topic && told.own && turnsToHow.test(rest)) return true;
  return (
    startsAnew.test(rest) &&
    !has(previous, 'coord', 'comitative', 'carrier', 'another') &&
    !/[的给帮对让把被为等待]$/u.test(previous?.text ?? '')
  );
};

/** Splits tokens into sentences and clauses, also where voice-to-text left the marks out. */
export const clausesOf = (text: string, tokens: readonly Token[]): Part[] => {
  const parts: Part[] = [];
  let current: Token[] = [];
  let told = nothing();
  let sentence = 0;
  const close = (marked: boolean, ends: boolean): void => {
    if (current.length > 0) parts.push({ tokens: current, sentence, marked });
    else if (marked && parts.length > 0)
      parts[parts.length - 1] = { ...parts[parts.length - 1]!, marked: true };
    current = [];
    told = nothing();
    if (ends) sentence += 1;
  };
  for (const [index, token] of tokens.entries()) {
    const letter = token.text;
    if (/^[。!！;；\n]$/u.test(letter) || (letter === '.' && !/\d/.test(text[token.end] ?? '')))
      close(false, true);
    else if (/^[?？]$/u.test(letter)) close(true, true);
    else if (/^[,，()~…]$/u.test(letter)) close(false, false);
    else if (/^\s$/u.test(letter)) {
      const left = text[token.start - 1];
      const right = text[token.end];
      const alone = (text[token.start - 2] ?? ' ').trim() === '' || !isHan(text[token.start - 2]);
      const short = !isHan(text[token.end + 1]);
      const padded = alone && short;
      if (isHan(left) && isHan(right) && !padded && !isLabel(tokens[index - 1])) close(false, false);
    } else if (has(token, 'next') && current.length > 0) close(false, false);
    else {
      // 有十几个人但不太稳定: what is set against something is said by itself.
      if (/^(?:但|但是|不过|可是|然而)$/u.test(letter) && told.topics > 0) close(false, false);
      if (
        splits(told, text.slice(token.start, token.start + 24), tokens[index - 1]) ||
        current.length === LONGEST
      )
        close(false, false);
      current.push(token);
      count(told, token);
    }
  }
  close(false, true);
  return parts;
};
