import { has, isTopic } from './clauses.ts';
import type { Token, Vocabulary } from './lexicon.ts';
import type { Concept } from './reading.ts';
import { unitWord } from './token-kinds.ts';

/** Joins tokens with the parts before a shared head: 安全和质量事故 speaks of both. */
const withJoints = (tokens: readonly Token[], text: string, vocabulary: Vocabulary): Token[] =>
  tokens.map((token, index) => {
    const next = tokens[index + 1];
    const joined = has(next, 'coord');
    for (const { part, head, concepts } of vocabulary.joints) {
      if (part !== token.text) continue;
      // 安全质量事故: side by side, without a word between.
      if (
        next?.text !== head &&
        next?.text.endsWith(head) &&
        next.concepts.some(({ kind }) => kind === 'fact')
      )
        return { ...token, concepts: [...concepts] };
      if (!joined) continue;
      const rest = text.slice(token.end, token.end + 24);
      const at = rest.indexOf(head);
      if (at > 0 && !/[,，。;；有没不是]/u.test(rest.slice(0, at)))
        return { ...token, concepts: [...concepts] };
    }
    return token;
  });

/** 和高校一起: with somebody, jointly; the pack's own word for it need not be said. */
const together = (tokens: readonly Token[], vocabulary: Vocabulary): Token[] =>
  tokens.map((token, index) => {
    // 自己单干: done by nobody else.
    if (has(token, 'alone'))
      return {
        ...token,
        concepts: vocabulary.jointly.map(
          (joint): Concept => (joint.kind === 'fact' ? { ...joint, side: 'opposite' } : joint),
        ),
      };
    if (!has(token, 'jointly') || token.concepts.length > 0) return token;
    const led = tokens
      .slice(Math.max(0, index - 8), index)
      .some(each => has(each, 'comitative') && !has(each, 'jointly'));
    // 三家一起
    const several =
      /^(?:[两二三四五六七八九十几多0-9]|一[二三四五])+(?:家|方|个单位|个公司)(?:单位|公司|企业)?$/u.test(
        tokens
          .slice(Math.max(0, index - 5), index)
          .map(({ text }) => text)
          .join('')
          .replace(/^.*?(?=[两二三四五六七八九十几多0-9])/u, ''),
      );
    return led || several ? { ...token, concepts: vocabulary.jointly } : token;
  });

const factsOf = ({ concepts }: Token): string[] =>
  concepts.flatMap(concept => (concept.kind === 'fact' ? [concept.fact] : []));

/** 联合协议, 共建协议书: the first word names what the second is for, and shares nothing of what is said of that. */
const named = (tokens: readonly Token[]): Token[] =>
  tokens.map((token, index) => {
    if (!has(token, 'jointly') || factsOf(token).length === 0) return token;
    const next = tokens[index + 1]?.text === '建设' ? tokens[index + 2] : tokens[index + 1];
    const other = next ? factsOf(next) : [];
    return other.length > 0 && !other.some(fact => factsOf(token).includes(fact))
      ? { ...token, classes: [...token.classes, 'modifier'] }
      : token;
  });

const stops = /^[,，。!！?？;；\n、]$/u;

/** Whether nothing of the pack is spoken of from an index to the next comma. */
const nothingAhead = (tokens: readonly Token[], from: number): boolean => {
  for (const token of tokens.slice(from)) {
    if (stops.test(token.text) || has(token, 'but')) return true;
    if (isTopic(token)) return false;
  }
  return true;
};

const between = /^(?:任何|什么|啥|啥子|半点|一点|丝毫|太|很|怎么|那么|多|个|过|哪样|得)$/u;
const rise = /^(?:也|都|很|挺|蛮|还|一|直|向|一直|一向|算|特|别|特别|非常|均|得)$/u;

/** 没有任何问题 is good, 谈不上稳定 is bad: a denial and what it denies are one word. 信用也好 is good. */
const valued = (tokens: readonly Token[]): Token[] => {
  const made: Token[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    if (token.text === '好' && nothingAhead(tokens, index + 1)) {
      let from = index - 1;
      while (from >= 0 && rise.test(tokens[from]!.text)) from -= 1;
      const before = tokens[from];
      const next = tokens[index + 1]?.text ?? ',';
      const ends = stops.test(next) || /^[的得呢啊哦嘛噻\s]$/u.test(next);
      made.push(before && isTopic(before) && ends ? { ...token, classes: ['good'] } : token);
      continue;
    }
    if (!has(token, 'neg') || has(token, 'doubt')) {
      made.push(token);
      continue;
    }
    let at = index + 1;
    while (at - index < 3 && between.test(tokens[at]?.text ?? '')) at += 1;
    const value = tokens[at];
    const turned = has(value, 'event', 'bad') && !isTopic(value) ? 'good' : has(value, 'good') ? 'bad' : null;
    if (turned === null || value === undefined || !nothingAhead(tokens, at + 1)) {
      made.push(token);
      continue;
    }
    made.push({
      start: token.start,
      end: value.end,
      text: tokens
        .slice(index, at + 1)
        .map(each => each.text)
        .join(''),
      classes: [turned],
      concepts: [],
      asks: false,
    });
    index = at;
  }
  return made;
};

const unitConcepts = (token: Token): readonly Concept[] =>
  token.concepts.filter(({ kind }) => kind === 'option');

/** 联合, 一起建: a word for doing it together, the language's or the pack's. */
const isJoint = (token: Token, { jointly }: Vocabulary): boolean =>
  has(token, 'jointly') ||
  token.concepts.some(
    concept =>
      concept.kind === 'fact' &&
      concept.side === 'noun' &&
      jointly.some(joint => joint.kind === 'fact' && joint.fact === concept.fact),
  );

/** 合作医院, 联合的那家公司: another's, like 合作单位. */
const partnered = (tokens: readonly Token[], vocabulary: Vocabulary): Token[] =>
  tokens.map((token, index) => {
    if (unitConcepts(token).length === 0) return token;
    const before = tokens[index - 1]?.text === '的' ? tokens[index - 2] : tokens[index - 1];
    // 一起建的企业: who it is, by what is done with them.
    const run = tokens.slice(Math.max(0, index - 5), index - 1);
    const inClause = run.slice(run.findLastIndex(each => stops.test(each.text)) + 1);
    const doing = tokens[index - 1]?.text === '的' && inClause.some(each => isJoint(each, vocabulary));
    // 名下另一个公司
    const other = /(?:另外?一?[个家所]|别的|其[他它]的?)$/u.test(
      tokens
        .slice(Math.max(0, index - 4), index)
        .map(({ text }) => text)
        .join(''),
    );
    const whose = doing || other || /^(?:合作|联合|协作|共建|隔壁)$/u.test(before?.text ?? '');
    return whose ? { ...token, classes: [...token.classes, 'another'] } : token;
  });

/** 公司制, 企业化: how a unit is run, not what it is. */
/** 学校办的公司: who founded it, and not what it is. */
const founding = /^(?:办|创办|主办|举办|下属|旗下|控股|投资|所属|下设|孵化)$/u;

const manner = /^(?:制|化|法|家|税|文化|管理|标准|所得税|性质的?|式|里面?的)$/u;

/** 大学的附属医院, 大学的二级机构: of what it is a part, and not what it is. */
const partOf = (tokens: readonly Token[], index: number): boolean => {
  if (tokens[index + 1]?.text !== '的' && !/^(?:附属|下属|直属)$/u.test(tokens[index + 1]?.text ?? ''))
    return false;
  const ahead: Token[] = [];
  for (const token of tokens.slice(index + 1, index + 7)) {
    if (stops.test(token.text)) break;
    ahead.push(token);
  }
  return (
    ahead.some(token => unitConcepts(token).length > 0 && unitWord.test(token.text)) ||
    /(?:附属|下属|直属|[一二]级)(?:的)?(?:机构|单位|部门|中心|学院)?$/u.test(
      ahead.map(({ text }) => text).join(''),
    )
  );
};

const mannerly = (tokens: readonly Token[]): Token[] =>
  tokens.map((token, index) =>
    unitConcepts(token).length > 0 &&
    (manner.test(tokens[index + 1]?.text ?? '') ||
      (index > 0 && unitWord.test(token.text) && partOf(tokens, index)) ||
      (founding.test(tokens[index + 1]?.text ?? '') &&
        unitConcepts(tokens[index + 3] ?? tokens[index + 2] ?? token).length > 0))
      ? { ...token, concepts: token.concepts.filter(({ kind }) => kind !== 'option') }
      : token,
  );

/** 挂靠在大学里面, 隶属于集团: where one belongs, not what one is. */
const belonging = (tokens: readonly Token[]): Token[] =>
  tokens.map((token, index) => {
    if (unitConcepts(token).length === 0) return token;
    const before = tokens
      .slice(Math.max(0, index - 4), index)
      .map(({ text }) => text)
      .join('');
    const after = tokens[index + 1]?.text ?? '';
    const inside = /在$/u.test(before) && /^[里下旗名内]$/u.test(after);
    const works = /在$/u.test(before) && /^(?:上|工|做|任|读|当|干|兼)$/u.test(after);
    return inside || works || /(?:挂靠|隶属|依托|附属|下属)[在于]?$/u.test(before)
      ? { ...token, concepts: token.concepts.filter(({ kind }) => kind !== 'option') }
      : token;
  });

const takesPart = /^(?:参与|参加|加入)$/u;

/** 高校参与: it is done together with them. */
const joining = (tokens: readonly Token[], vocabulary: Vocabulary): Token[] =>
  tokens.map((token, index) => {
    const who = (at: number): boolean =>
      unitConcepts(tokens[at] ?? token).length > 0 &&
      !has(tokens[at - 1], 'ours') &&
      !has(tokens[at], 'ours');
    if (takesPart.test(token.text) && index > 0 && who(index - 1))
      return { ...token, classes: [...token.classes, 'jointly'], concepts: vocabulary.jointly };
    return takesPart.test(tokens[index + 1]?.text ?? '') && who(index)
      ? { ...token, classes: [...token.classes, 'another'] }
      : token;
  });

/** Whether the writer files for another now; who did so once is no agent: 去年帮朋友公司报过. */
export const isAgent = (tokens: readonly Token[]): boolean =>
  tokens.some(
    (token, index) =>
      has(token, 'agency') &&
      !tokens
        .slice(Math.max(0, index - 3), index)
        .some(each => has(each, 'past') || /^[去前]$/u.test(each.text)) &&
      !tokens.slice(index + 1, index + 6).some(each => each.text === '过'),
  );

/** Who files for another says 我们 of herself and 客户 of the unit that is spoken of. */
const spokenFor = (tokens: readonly Token[]): Token[] =>
  isAgent(tokens)
    ? tokens.map(token => {
        if (has(token, 'client')) return { ...token, classes: ['ours'] };
        return has(token, 'ours') ? { ...token, classes: ['another'], concepts: [] } : token;
      })
    : tokens.map((token, index) => {
        // 三个人: people are counted, and nobody told apart.
        if (
          token.text === '个人' &&
          /^[一二两三四五六七八九十几多百0-9]$/u.test(tokens[index - 1]?.text ?? '')
        )
          return { ...token, classes: [] };
        return has(token, 'client') && !has(token, 'ours', 'another') && !/^[这该]/u.test(token.text)
          ? { ...token, classes: [...token.classes, 'another'] }
          : token;
      });

/** 单独的营业执照, 共同的目标: how a thing is, not how it is done. */
const attributive = (tokens: readonly Token[], vocabulary: Vocabulary): Token[] => {
  const [joint] = vocabulary.jointly;
  return tokens.map((token, index) => {
    // 单独注册的
    if (
      joint?.kind === 'fact' &&
      factsOf(token).includes(joint.fact) &&
      /^(?:注册|登记|核算|纳税|开户|经营|结算|记账|领照|办照|办的)/u.test(tokens[index + 1]?.text ?? '')
    )
      return { ...token, concepts: [] };
    const of =
      joint?.kind === 'fact' &&
      factsOf(token).includes(joint.fact) &&
      tokens[index + 1]?.text === '的' &&
      tokens[index + 2] !== undefined &&
      !unitConcepts(tokens[index + 2]!).length &&
      !stops.test(tokens[index + 2]!.text) &&
      !/^(?:[啊哦呢嘛噻哈]|方式|形式|申报|建设|项目)/u.test(tokens[index + 2]!.text);
    return of ? { ...token, concepts: [] } : token;
  });
};

/** Tokens with the compounds of the language made out: what several words mean together. */
export const compounded = (tokens: readonly Token[], text: string, vocabulary: Vocabulary): Token[] =>
  [
    (all: readonly Token[]) => withJoints(all, text, vocabulary),
    (all: readonly Token[]) => together(all, vocabulary),
    (all: readonly Token[]) => joining(all, vocabulary),
    (all: readonly Token[]) => attributive(all, vocabulary),
    named,
    belonging,
    mannerly,
    (all: readonly Token[]) => partnered(all, vocabulary),
    valued,
    spokenFor,
  ].reduce<Token[]>((all, step) => step(all), [...tokens]);
