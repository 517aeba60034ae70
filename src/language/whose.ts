import { has, isTopic, type Part } from './clauses.ts';
import type { Token } from './lexicon.ts';
import { isPredicate, PLAIN, unitWord } from './token-kinds.ts';

/** Who is spoken of at each token: another from the word that names another, until the speaker names herself again. */
export const subjects = (tokens: readonly Token[], carried: boolean, own: boolean): boolean[] => {
  let another = carried && !turnsBack(tokens, own);
  return tokens.map((token, index) => {
    if (has(token, 'ours') || speaksForUs(tokens, index)) another = false;
    if (has(token, 'another') && isSubject(tokens, index)) another = true;
    return another;
  });
};

const wordsOf = (tokens: readonly Token[], from: number, to: number): string =>
  tokens
    .slice(Math.max(0, from), to)
    .map(({ text }) => text)
    .join('');

/** 总公司在成都，执照倒是万州办的: set against what another is, it is ours. */
const turnsBack = (tokens: readonly Token[], own: boolean): boolean =>
  !tokens.some(token => has(token, 'another')) &&
  (tokens.some(({ text }) => /^(?:倒是|倒|却)$/u.test(text)) ||
    // 我们上规了，合作的没上，注册都在万州: both.
    (own && tokens.some(({ text }) => /^(?:都|均|都是|都有)$/u.test(text))) ||
    // 总厂在渝北，做节能减碳: what is to be done is ours to do.
    (own && /^(?:做|搞|报|想报|要报|主攻|从事|准备报)/u.test(wordsOf(tokens, 0, 3))) ||
    (own && /(?:方向|领域)$/u.test(wordsOf(tokens, tokens.length - 2, tokens.length))));

/** 法人有过限高，公司本身没有: the unit by its kind, where it begins a clause or is told apart from others. */
const speaksForUs = (tokens: readonly Token[], index: number): boolean => {
  const token = tokens[index]!;
  const unit = unitWord.test(token.text) && token.concepts.some(({ kind }) => kind === 'option');
  if (!unit || has(token, 'another')) return false;
  if (/^(?:自己|本身|自身|本部)$/u.test(tokens[index + 1]?.text ?? '')) return true;
  const next = tokens[index + 1];
  return (
    tokens.slice(0, index).every(each => PLAIN.test(each.text) || has(each, 'but', 'polite')) &&
    next !== undefined &&
    next.text !== '的' &&
    !has(next, 'another')
  );
};

/** 合作单位有三家, 联合单位两家: says that there are some. */
const counted =
  /^(?:就|也|还|一共|总共|共|目前|都|已经)*(?:有|是|找了|定了)?(?:[一二两三四五六七八九十几多0-9]+)(?:家|个|所)/u;

/** 和隔壁那家一起搞: with whom it is done. */
const company = (tokens: readonly Token[], index: number): boolean => {
  const from = tokens.slice(Math.max(0, index - 8), index).findLastIndex(token => has(token, 'comitative'));
  return (
    from >= 0 &&
    tokens
      .slice(index + 1, index + 10)
      .some(token => has(token, 'jointly') || /^(?:签|谈)$/u.test(token.text))
  );
};

/** May stand between 有 and whom one has: 有两家合作的医院. */
const INTRODUCING = /^(?:[的个一二两三四五六七八九十几多些家所名0-9]|合作|联合|协作|共建)$/u;

/** 合作单位是规上 speaks of it; 没有合作单位, 我们是子公司 and 和合作单位一起 do not. */
export const isSubject = (tokens: readonly Token[], index: number): boolean => {
  const before = tokens.slice(Math.max(0, index - 5), index).filter(token => !INTRODUCING.test(token.text));
  if (
    counted.test(
      tokens
        .slice(index + 1, index + 7)
        .map(token => token.text)
        .join(''),
    ) ||
    company(tokens, index)
  )
    return false;
  const previous = before.at(-1);
  const next = tokens[index + 1];
  // 准备联合三峡学院: with whom, and not who.
  if (
    /^(?:联合|携手)$/u.test(tokens[index - 1]?.text ?? '') &&
    (index > 1 || !tokens.slice(index + 1).some(token => isPredicate(token) || has(token, 'neg')))
  )
    return false;
  // 申报的这家子公司
  if (has(tokens[index - 1], 'ours') && /的|这家|这个/u.test(tokens[index - 1]!.text)) return false;
  // 牵头单位: a part one takes, until something is said of who takes it.
  if (/^牵头/u.test(tokens[index]!.text) && next === undefined) return false;
  if (next && /^(?:参与|参加|加入)$/u.test(next.text)) return false;
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
  const copula = tokens
    .slice(0, index)
    .findLastIndex(token => /^(?:是|属于|作为|改成|变成|成了|成为|转为|改为)$/u.test(token.text));
  if (copula >= 0 && tokens.slice(index + 1).every(token => PLAIN.test(token.text))) return false;
  const person =
    /^(?:法人|法人代表|法定代表人|负责人|老板|董事长|员工|职工|工人|股东|集团|个人|高管|前身)$/u.test(
      tokens[index]!.text,
    );
  if (!person) return true;
  // 法人我们不是: a standing, which we have not.
  if (isTopic(tokens[index]) && has(next, 'ours')) return false;
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

/** 我们公司没上规: 公司 names who speaks; the denial is of what follows. */
export const names = (tokens: readonly Token[], index: number): boolean =>
  has(tokens[index - 1], 'ours') && unitWord.test(tokens[index]!.text) && index < tokens.length - 1;

/** Whether the word at an index of the text names the speaker by her kind, and something else is said of her. */
export const namesSpeaker = (tokens: readonly Token[], start: number): boolean => {
  const index = tokens.findIndex(token => token.start === start);
  return index >= 0 && index < tokens.length - 1 && (names(tokens, index) || speaksForUs(tokens, index));
};

/** 老板上过名单，公司没有; 我们这个公司还不是: the unit is who speaks there, and of no kind is anything said. */
export const speaking = (part: Part): Part => {
  const { tokens } = part;
  const topics = tokens.flatMap((token, index) => (isTopic(token) ? [index] : []));
  const [at] = topics;
  if (at === undefined || topics.length > 1 || !unitWord.test(tokens[at]!.text)) return part;
  if (has(tokens[at], 'another')) return part;
  // 我们公司 says what the unit is even where something else is denied of it.
  if (has(tokens[at - 1], 'ours')) return part;
  const led = at === 0 || has(tokens[0], 'ours', 'but');
  const predicated = tokens.slice(at + 1).some(token => has(token, 'neg', 'aff', 'good', 'bad'));
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

/** 你没回答我, 别给我改成无: said to whoever reads it, and of nothing that was named before. */
export const isToReader = (tokens: readonly Token[]): boolean => {
  const from = tokens.findIndex(token => !PLAIN.test(token.text) && !has(token, 'but', 'polite'));
  return (
    /^[你您]们?$/u.test(tokens[from]?.text ?? '') ||
    tokens.some(
      ({ text }, index) =>
        /^(?:别|不要|莫|莫要|不准|不许|不能)$/u.test(text) &&
        tokens.slice(index + 1, index + 4).some(token => has(token, 'change')),
    )
  );
};
