import { has, isTopic, type Part } from './clauses.ts';
import type { Token } from './lexicon.ts';
import { PLAIN } from './token-kinds.ts';

/** Who is spoken of at each token: another from the word that names another, until the speaker names herself again. */
export const subjects = (tokens: readonly Token[], carried: boolean): boolean[] => {
  let another = carried;
  return tokens.map((token, index) => {
    if (has(token, 'ours')) another = false;
    if (has(token, 'another') && isSubject(tokens, index)) another = true;
    return another;
  });
};

/** 合作单位是规上 speaks of it; 没有合作单位, 我们是子公司 and 和合作单位一起 do not. */
export const isSubject = (tokens: readonly Token[], index: number): boolean => {
  const before = tokens
    .slice(Math.max(0, index - 3), index)
    .filter(token => token.text !== '的' && token.text !== '个' && token.text !== '一');
  const previous = before.at(-1);
  const next = tokens[index + 1];
  if (has(previous, 'neg', 'comitative') && !has(previous, 'ours')) return false;
  if (previous && /^(?:有|是|属于|作为|找|找了|个|几个|两个|一个|主要|算)$/u.test(previous.text)) {
    // 有个合作单位出过事: the one that is introduced is spoken of at once.
    return (
      /^(?:有|个|几个|两个|一个)$/u.test(previous.text) &&
      next !== undefined &&
      has(next, 'happen', 'aff', 'past', 'recent')
    );
  }
  // 我们是某集团的子公司: what one is stands at the end, behind 是.
  const copula = tokens.slice(0, index).findLastIndex(token => /^(?:是|属于|作为)$/u.test(token.text));
  if (copula >= 0 && tokens.slice(index + 1).every(token => PLAIN.test(token.text))) return false;
  const person =
    /^(?:法人|法人代表|法定代表人|负责人|老板|董事长|员工|职工|工人|股东|集团|个人|高管|前身)$/u.test(
      tokens[index]!.text,
    );
  if (!person) return true;
  // 负责人李明 is a label; 法人有失信记录 speaks of him.
  const ahead = tokens.slice(index + 1, index + 5);
  return (
    ahead.some(
      token =>
        has(token, 'happen', 'neg', 'past', 'recent') ||
        /^(?:有|个人|自己|本人|那边|以前|在外面)$/u.test(token.text),
    ) && !has(next, 'carrier')
  );
};

const unitWord = /(?:公司|企业|单位|厂|院|校|所|社|大学|学校)$/u;

/** 我们公司没上规: 公司 names who speaks; the denial is of what follows. */
export const names = (tokens: readonly Token[], index: number): boolean =>
  has(tokens[index - 1], 'ours') && unitWord.test(tokens[index]!.text) && index < tokens.length - 1;

/** 老板上过名单，公司没有; 我们这个公司还不是: the unit is who speaks there, and of no kind is anything said. */
export const speaking = (part: Part): Part => {
  const { tokens } = part;
  const topics = tokens.flatMap((token, index) => (isTopic(token) ? [index] : []));
  const [at] = topics;
  if (at === undefined || topics.length > 1 || !unitWord.test(tokens[at]!.text)) return part;
  // 我们公司 says what the unit is even where something else is denied of it.
  if (has(tokens[at - 1], 'ours')) return part;
  const led = at === 0 || has(tokens[0], 'ours', 'but');
  const predicated = tokens.slice(at + 1).some(token => has(token, 'neg', 'aff'));
  const whole = tokens[at]!.concepts.every(({ kind }) => kind === 'option');
  if (!led || !predicated || !whole) return part;
  return {
    ...part,
    tokens: tokens.map(
      (token, index): Token =>
        index === at ? { ...token, concepts: [], classes: [...token.classes, 'ours'] } : token,
    ),
  };
};
