import { has, isTopic, type Part } from './clauses.ts';
import { degreeAfter, degreeAlone } from './degree.ts';
import type { Said } from './draft.ts';
import type { Token } from './lexicon.ts';
import type { Concept, Mention, Polarity } from './reading.ts';
import { elapsedIn, timeOf } from './time.ts';
import { differ, isEvent, isFact, isPredicate, namesUnit, PLAIN } from './token-kinds.ts';
import { isSubject, subjects } from './whose.ts';
import { isWord } from './words.ts';

/** Unknown letters a trigger reaches over before its first mention, and between a mention and a trigger behind it. */
const REACH = 12;
const REACH_BACK = 6;

/** A mention while its clause is being read. */
export interface Open {
  readonly index: number;
  readonly end: number;
  readonly concept: Concept;
  polarity: Polarity;
  by: Mention['by'];
  planned: boolean;
  partner: boolean;
}

/** Reads one clause: every mention with its triggers, and what the clause says apart from them. */
export const readPart = (
  text: string,
  part: Part,
  carriedOther: boolean,
  carriedOwn: boolean,
): { open: Open[]; other: boolean[]; said: Said } => {
  const { tokens } = part;
  const open: Open[] = [];
  for (const [index, token] of tokens.entries()) {
    // 合作单位是规上 names somebody, and says nothing of whether there is one.
    const named = has(token, 'another') && isSubject(tokens, index);
    for (const concept of token.concepts) {
      if (named && concept.kind !== 'field' && concept.kind !== 'group') continue;
      open.push({
        index,
        end: token.end,
        concept,
        polarity: 'bare',
        by: null,
        planned: false,
        partner: concept.kind === 'option' && has(token, 'another') && !isWord(token.text, 'another'),
      });
    }
  }
  const topics = (index: number): Open[] => open.filter(mention => mention.index === index);
  const taken = new Set<number>();
  const other = subjects(tokens, carriedOther, carriedOwn);
  let tail: Polarity | null = null;
  let tailBy: Mention['by'] = null;

  /** Topics a trigger at `index` reaches forward: to the end of the noun group that its predicate has. */
  const forward = (index: number): { free: number[]; met: number[] } => {
    const reached: number[] = [];
    const met: number[] = [];
    let unknown = 0;
    for (let at = index + 1; at < tokens.length; at += 1) {
      const token = tokens[at]!;
      const adjacent = at === index + 1;
      if (has(token, 'but')) break;
      if (isTopic(token)) {
        if (/^[被遭]/u.test(token.text) && !adjacent && because(index)) break;
        // 没有违法信用良好: what is called good is spoken of anew.
        if (reached.length > 0 && has(tokens[at + 1], 'good', 'bad')) break;
        if (reached.some(other => differ(token, tokens[other]!))) break;
        met.push(at);
        if (!taken.has(at)) reached.push(at);
        unknown = 0;
        continue;
      }
      if (
        !adjacent &&
        /^[被遭]/u.test(token.text) &&
        tokens.slice(Math.max(0, index - 6), index).some(each => /^(?:因|因为|由于)$/u.test(each.text))
      )
        break;
      const joined = has(tokens[at - 1], 'coord', 'all', 'also');
      if (has(token, 'neg')) break;
      if (!adjacent && has(token, 'ours') && !has(tokens[at - 1], 'comitative')) break;
      if (reached.length > 0 && isPredicate(token) && !joined) break;
      if (token.classes.length === 0 && token.concepts.length === 0 && !PLAIN.test(token.text)) unknown += 1;
      if (unknown > REACH) break;
    }
    return { free: reached, met };
  };
  /** Whether a topic stands right before a trigger, of the kind that the trigger's own nouns are. */
  const leans = (index: number, met: readonly number[]): boolean => {
    let at = index - 1;
    while (at >= 0 && (PLAIN.test(tokens[at]!.text) || has(tokens[at], 'all', 'also'))) at -= 1;
    const before = tokens[at];
    return before !== undefined && isTopic(before) && !met.some(other => differ(before, tokens[other]!));
  };
  /** Topics right before a trigger, with those joined to them. */
  const backward = (index: number): number[] => {
    const reached: number[] = [];
    let unknown = 0;
    const wide = tokens.slice(Math.max(0, index - 3), index).some(token => has(token, 'all'));
    for (let at = index - 1; at >= 0; at -= 1) {
      const token = tokens[at]!;
      if (has(token, 'but', 'neg', 'plan')) break;
      if (isTopic(token)) {
        if (taken.has(at)) break;
        if (reached.some(other => differ(token, tokens[other]!))) break;
        reached.push(at);
        unknown = 0;
        continue;
      }
      if (
        reached.length > 0 &&
        !wide &&
        !has(token, 'coord') &&
        !PLAIN.test(token.text) &&
        !/^(?:[一-龥]|[零〇一二两三四五六七八九十0-9])$/u.test(token.text)
      )
        break;
      if (reached.length > 0 && (has(token, 'happen', 'aff') || /^[做搞干弄]$/u.test(token.text)) && !wide)
        break;
      if (token.classes.length === 0 && token.concepts.length === 0 && !PLAIN.test(token.text)) unknown += 1;
      if (unknown > REACH_BACK) break;
    }
    return reached;
  };

  /** 因未交报告被撤销: why it was done is denied, and not that it was. */
  const because = (index: number): boolean =>
    tokens.slice(Math.max(0, index - 6), index).some(each => /^(?:因|因为|由于)$/u.test(each.text));

  const reachedBy = new Map<number, readonly number[]>();
  // From the right: what the last denial has is no longer there for the one before it (质量事故没有安全事故也没有).
  for (let index = tokens.length - 1; index >= 0; index -= 1) {
    const token = tokens[index]!;
    if (!has(token, 'neg') || (has(token, 'pseudo') && !has(token, 'neg'))) continue;
    const doubled = has(tokens[index + 1], 'neg') && !sameWord(token, tokens[index + 1]!);
    const copular = /是|属于|算|非|到|够|符合/u.test(token.text) || has(token, 'short', 'lost');
    const ahead = forward(index);
    // 没被撤过的企业: the kind of unit is denied only by 不是 and the like.
    const free = (token.text === '非' ? ahead.free.slice(0, 1) : ahead.free).filter(
      at =>
        (copular || !namesUnit(tokens[at]!)) &&
        // 不是规上企业 denies the first, and not that it is a firm.
        !(namesUnit(tokens[at]!) && ahead.free.includes(at - 1) && isFact(tokens[at - 1]!)),
    );
    // 记录不全: what is denied is the adjective, and not that there is one.
    const adjective = token.text === '不' && (isUnknown(tokens[index + 1]) || has(tokens[index + 1], 'all'));
    const { met } = ahead;
    // 注册在万州、无不良: a denial that opens a piece of a list denies what follows in it.
    const opens = tokens[index - 1]?.text === '、' || (met.length > 0 && !leans(index, met));
    const by: Mention['by'] = has(token, 'lost')
      ? 'lost'
      : /涉及|适用|沾边|用不/u.test(token.text)
        ? 'concerns'
        : copular
          ? 'is'
          : tokens[index + 1] && has(tokens[index + 1], 'happen')
            ? 'happened'
            : 'has';
    // 公司没贷过款 does not deny that it is a firm.
    const reached =
      free.length > 0
        ? free
        : opens
          ? []
          : backward(index).filter(
              at => (by === 'is' || !namesUnit(tokens[at]!)) && !(adjective && isEvent(tokens[at]!)),
            );
    reachedBy.set(index, reached);
    // 不是没有, 不能说没有: neither yes nor no.
    if (doubled)
      for (const at of reachedBy.get(index + 1) ?? [])
        for (const mention of topics(at)) mention.polarity = 'unclear';
    for (const at of reached) {
      taken.add(at);
      for (const mention of topics(at)) {
        mention.polarity = mention.polarity === 'negated' || doubled ? 'unclear' : 'negated';
        mention.by = by;
      }
    }
    if (reached.length === 0 && (tail === null || doubled)) {
      tail = doubled ? 'unclear' : 'negated';
      tailBy = by;
    }
  }
  // 是、有、发生过 and the like, before a mention or after it.
  for (const [index, token] of tokens.entries()) {
    const by: Mention['by'] = has(token, 'happen')
      ? 'happened'
      : has(token, 'bad')
        ? 'bad'
        : has(token, 'good')
          ? 'good'
          : has(token, 'event')
            ? 'event'
            : /^(?:有|有过|就有|也有|都有|具有|具备|拥有|已有|已经有|有了|取得|获得|拿到|配了|设有|建有|只有|仅有|取得了|获得了|拿到了|组建了|已经有了|有的)$/u.test(
                  token.text,
                )
              ? 'has'
              : has(token, 'aff') || /^(?:在|还在|仍在)$/u.test(token.text)
                ? standsIn(tokens, index) || judged(tokens, index)
                  ? 'happened'
                  : 'is'
                : has(token, 'done')
                  ? 'done'
                  : null;
    if (by === null || has(token, 'neg')) continue;
    const after = by === 'done' || by === 'good' || by === 'bad' || by === 'event';
    let reached = after
      ? []
      : forward(index).free.filter(at =>
          topics(at).some(({ polarity, by: how }) => polarity === 'bare' || how === 'is'),
        );
    // 跟三峡学院签了协议: done is what the verb does, not with whom.
    if (by === 'done' && tokens[index - 1]?.concepts.some(({ kind }) => kind === 'verb'))
      reached = forward(index)
        .free.filter(at => isFact(tokens[at]!))
        .slice(0, 2);
    // 有规上资格 reaches 规上; 是…有…: each has its own.
    if (reached.length === 0)
      reached = backwardFree(tokens, index, topics).filter(
        at => by === 'is' || by === 'has' || by === 'done' || !namesUnit(tokens[at]!),
      );
    // 签了协议: done, and then what.
    if (reached.length === 0 && by === 'done') reached = forward(index).free.slice(0, 2);
    for (const at of reached)
      for (const mention of topics(at)) {
        if (
          (mention.polarity === 'bare' || (mention.polarity === 'affirmed' && mention.by === 'is')) &&
          by !== 'event'
        ) {
          mention.polarity = 'affirmed';
          mention.by = by;
        } else if (
          by === 'happened' ||
          by === 'bad' ||
          by === 'good' ||
          by === 'event' ||
          (by === 'done' && mention.by !== 'happened')
        ) {
          if (mention.polarity === 'negated' && by === 'event') mention.by = 'event';
          else if (mention.polarity === 'affirmed' && by !== 'done')
            mention.by = by === 'event' ? 'event' : by;
          else if (mention.polarity === 'bare') mention.by = by;
          else if (mention.polarity === 'affirmed') mention.by = 'done';
        }
      }
    if (reached.length === 0 && tail === null && !after) {
      tail = 'affirmed';
      tailBy = by;
    } else if (
      reached.length === 0 &&
      (tail === null || (tail === 'affirmed' && tailBy === 'is')) &&
      (by === 'good' || by === 'bad' || (by === 'done' && token.text !== '过'))
    ) {
      tail = 'affirmed';
      tailBy = by;
    }
  }
  // Plans reach forward like denials, and back to a noun before them (协议正在签).
  let planned = false;
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    const short =
      has(token, 'soon') &&
      !has(token, 'plan') &&
      next !== undefined &&
      (isTopic(next) || next.concepts.some(({ kind }) => kind === 'verb'));
    if ((!has(token, 'plan') && !short) || standsIn(tokens, index) || remains(tokens, index)) continue;
    // 原来打算: what was meant once.
    const once = tokens.slice(0, index).some(each => has(each, 'past'));
    if (!once) planned = true;
    const ahead = forwardPlan(tokens, index);
    const reached =
      ahead.length > 0
        ? ahead
        : tokens.flatMap((each, at) => (at < index && isTopic(each) ? [at] : [])).slice(-2);
    for (const at of reached)
      for (const mention of topics(at)) {
        mention.planned = !once;
        if (once) mention.polarity = 'unclear';
      }
  }
  // 和三峡学院联合: who does it with us is not us.
  for (const [index, token] of tokens.entries()) {
    if (!has(token, 'comitative') || (token.text === '请' && tokens[index - 1]?.text === '申')) continue;
    const window = tokens.slice(index + 1, index + 14);
    const end = window.findIndex(
      each =>
        has(each, 'jointly') ||
        /^(?:一起|共同|联合|合作|共建|一道|一块)|^(?:签|谈|建|搞|有|订|达成)$/u.test(each.text),
    );
    // 跟西南大学: nothing but with whom.
    const alone = index === 0 && end < 0 && tokens.length > 1 && !tokens.some(each => isPredicate(each));
    const leads =
      alone || has(token, 'jointly') || /^(?:找|找了|请|请了|拉|拉上|拉了|依托|邀请)$/u.test(token.text);
    const until = leads ? index + 8 : end < 0 ? -1 : index + 1 + end;
    // 联合一家规上企业: what stands before whom it is done with is said of them.
    const head = leads
      ? tokens.findLastIndex((each, at) => at > index && at <= until && namesUnit(each) && !has(each, 'ours'))
      : -1;
    // 合作社跟我们公司一起建: whom we do it with may lead.
    const before = tokens[index - 1];
    if (
      end >= 0 &&
      has(tokens[index + 1], 'ours') &&
      before &&
      namesUnit(before) &&
      !has(tokens[index - 2], 'ours')
    )
      for (const mention of topics(index - 1)) mention.partner = true;
    for (let at = index + 1; at <= until && at < tokens.length; at += 1) {
      if (has(tokens[at], 'ours') || (at > index && doing.test(tokens[at]!.text))) break;
      for (const mention of topics(at))
        if (
          mention.concept.kind === 'option' ||
          (!has(tokens[at], 'jointly') && (leads ? at < head : at < until))
        )
          mention.partner = true;
    }
  }
  // 被撤: the passive is a part of the noun.
  if (
    tokens.length > 1 &&
    !tokens.some(({ text: word }) => /^(?:怕|会|担心|避免|防止|免得|可能|容易)$/u.test(word))
  )
    for (const mention of open)
      if (
        mention.polarity === 'bare' &&
        mention.by === null &&
        /^(?:被|遭)|过$/u.test(tokens[mention.index]!.text)
      ) {
        mention.polarity = 'affirmed';
        mention.by = 'happened';
      }
  // 列失信的是我们法人个人: whose it is stands at the end.
  const cleft = tokens.findLastIndex(({ text: word }) => /^(?:是|就是|的是|都是)$/u.test(word));
  const owners = cleft > 0 ? tokens.slice(cleft + 1) : [];
  if (
    has(
      owners.find(token => !PLAIN.test(token.text) && !has(token, 'ours')),
      'another',
    )
  )
    for (const mention of open)
      if (mention.index < cleft && isEvent(tokens[mention.index]!)) mention.partner = true;
  // 给汽车厂做配件: whom it is made for.
  for (const [index, token] of tokens.entries())
    if (/^(?:给|替|供)$/u.test(token.text) && !has(tokens[index + 1], 'ours'))
      for (const mention of open)
        if (
          mention.concept.kind === 'option' &&
          mention.index > index &&
          mention.index <= index + 6 &&
          namesUnit(tokens[mention.index]!)
        )
          mention.partner = true;
  // 有一家规上的母公司: what a thing is said to be that is another's.
  for (const mention of open)
    if (
      tokens[mention.index + 1]?.text === '的' &&
      has(tokens[mention.index + 2], 'another') &&
      mention.concept.kind === 'fact'
    )
      mention.partner = true;
  const doubt =
    tokens.some(token => has(token, 'doubt')) ||
    /(?:吧|的吧|了吧)$/u.test(tokens.map(({ text: word }) => word).join(''));
  if (doubt)
    // 竹编算传统工艺吧: a choice is softened by it, and not doubted.
    // 年底才可能上规: whatever comes of it, it is not so yet.
    for (const mention of open)
      if (
        mention.polarity !== 'unclear' &&
        (!mention.planned ||
          tokens.some(({ text: word }) => /^(?:有没有|有无|会不会|要不要|是不是|是否)$/u.test(word))) &&
        (mention.concept.kind !== 'option' || tokens.some(token => has(token, 'doubt')))
      )
        mention.polarity = 'uncertain';
  const words = tokens.map(({ text: word }) => word).join('');
  const start = tokens[0]?.start ?? 0;
  const end = tokens.at(-1)?.end ?? 0;
  return {
    // 没有联合协议 does not say whether it is done together.
    open: open.filter(({ index, polarity }) => polarity !== 'negated' || !has(tokens[index], 'modifier')),
    other,
    said: {
      polarity: doubt ? 'uncertain' : tail,
      planned,
      degree: degreeAfter(words),
      alone: degreeAlone(words),
      untrue: open.length === 0 && tokens.some(token => has(token, 'untrue')),
      own: tokens.some(token => has(token, 'ours')),
      another: other.at(-1) ?? carriedOther,
      all: tokens.some(token => has(token, 'all')),
      by: tailBy,
      time: timeOf(text.slice(start, end), tokens),
      elapsed: open.length === 0 ? elapsedIn(words) : null,
      plain: isPlain(tokens, tailBy, planned),
      unknown: tokens.some(token => has(token, 'short', 'reach', 'lost'))
        ? 0
        : tokens.reduce(
            (sum, token) =>
              sum +
              (token.classes.length + token.concepts.length === 0 &&
              !PLAIN.test(token.text) &&
              !counts.test(token.text)
                ? token.text.length
                : 0),
            0,
          ),
    },
  };
};

/** 还在失信名单上挂着: to stand in a list is to have been entered in it. */
const standsIn = (tokens: readonly Token[], index: number): boolean =>
  /^(?:在|还在|仍在)$/u.test(tokens[index]!.text) &&
  tokens.slice(index + 1, index + 4).some(token => isTopic(token) && isEvent(token));

/** 还在规上名录里: still is. */
const remains = (tokens: readonly Token[], index: number): boolean =>
  /^(?:还在|仍在)$/u.test(tokens[index]!.text) &&
  isTopic(tokens[index + 1]) &&
  /^(?:的?(?:企业|单位)?(?:名录|名单|名册|库|里|内|行列|之列|范围|当中|中|注册|登记)|$)/u.test(
    tokens
      .slice(index + 2)
      .map(({ text }) => text)
      .join(''),
  );

/** 属于重大违法: to be one is to have been one. */
const judged = (tokens: readonly Token[], index: number): boolean =>
  /^(?:属于|认定为|定为|定性为|算是?|归于|归为)$/u.test(tokens[index]!.text) &&
  (tokens.slice(index + 1, index + 5).some(token => isTopic(token) && isEvent(token)) ||
    // 那起算较大: what it is judged to be is a degree.
    /^(?:了|成)?(?:特别重大|重大|较大|一般|轻微)(?:的|级别|以上|及)*$/u.test(
      tokens
        .slice(index + 1)
        .map(({ text }) => text)
        .join(''),
    ));

const counts =
  /^(?:[0-9零〇一二两三四五六七八九十几多年月日次回起个家下上本底初这那前后半较大重特严小]|一起|一次|一般)$/u;

/** Unknown letters beside what is said to be good or bad. */
const FEW = 4;

/** Whether a clause may be taken for an answer to what was asked: all of it is known, and none of it is about anything else. */
const isPlain = (tokens: readonly Token[], by: Mention['by'], planned: boolean): boolean => {
  const verb = tokens.some(({ concepts }) => concepts.some(({ kind }) => kind === 'verb'));
  // 离标准还差得远: what is short of a mark or has lost it answers, whatever stands before it.
  if (tokens.some(token => has(token, 'short', 'reach', 'lost'))) return true;
  // 质检上没翻过车: so does how it is.
  if ((by === 'good' || by === 'bad') && tokens.filter(isUnknown).length <= FEW) return true;
  return (
    tokens.every(
      token =>
        token.classes.length + token.concepts.length > 0 || PLAIN.test(token.text) || counts.test(token.text),
    ) &&
    ((by !== 'done' && !planned) || verb) &&
    !tokens.some(token => has(token, 'greeting', 'thanks', 'polite', 'report', 'comitative'))
  );
};

/** Whether nothing is known of a token: a letter of somebody's own words. */
export const isUnknown = (token: Token | undefined): boolean =>
  token !== undefined &&
  token.classes.length + token.concepts.length === 0 &&
  !PLAIN.test(token.text) &&
  /\p{Script=Han}/u.test(token.text);

/** What is done together comes behind it. */
const doing = /^(?:搞|做|办|研发|开展|攻关|申报|打造)$/u;

const sameWord = (one: Token, two: Token): boolean =>
  one.text === two.text || (one.text.startsWith('没') && two.text.startsWith('没'));

/** Bare topics right before an affirmation (质量事故有, 理事会设立了), joined ones with them. */
const backwardFree = (tokens: readonly Token[], index: number, topics: (at: number) => Open[]): number[] => {
  const reached: number[] = [];
  let unknown = 0;
  for (let at = index - 1; at >= 0; at -= 1) {
    const token = tokens[at]!;
    if (has(token, 'but', 'neg')) break;
    if (isTopic(token)) {
      reached.push(at);
      unknown = 0;
      if (topics(at).every(({ polarity }) => polarity !== 'bare')) break;
      continue;
    }
    if (reached.length > 0 && !has(token, 'coord')) break;
    if (isUnknown(token) && !counts.test(token.text)) unknown += 1;
    if (unknown > 4) break;
  }
  return reached;
};

const forwardPlan = (tokens: readonly Token[], index: number): number[] => {
  const reached: number[] = [];
  for (let at = index + 1; at < tokens.length; at += 1) {
    const token = tokens[at]!;
    if (has(token, 'but') || (has(token, 'ours') && at > index + 1)) break;
    if (isTopic(token)) reached.push(at);
    else if (reached.length > 0 && isPredicate(token) && !has(tokens[at - 1], 'coord')) break;
  }
  return reached;
};
