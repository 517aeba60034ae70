import { has, isTopic, type Part } from './clauses.ts';
import type { Token } from './lexicon.ts';
import { chineseNumber } from './numbers.ts';
import type { Concept, Degree, Mention, Polarity, Time } from './reading.ts';

/**
 * What is said of each mention, after ConText (Harkema et al. 2009): trigger words before or after a mention reach as far
 * as their scope, which a termination word or a new predicate ends; words that only look like triggers are known as such.
 */
export interface Draft extends Omit<Mention, 'words' | 'clause'> {
  /** Indices into the spelled text. */
  readonly part: number;
}

/** What a clause says of itself: its own triggers, for clauses that echo an earlier noun. */
interface Said {
  readonly polarity: Polarity | null;
  readonly planned: boolean;
  readonly degree: (Degree & { readonly negated: boolean }) | null;
  readonly own: boolean;
  readonly another: boolean;
  readonly all: boolean;
  readonly by: Mention['by'];
  readonly time: Time;
  /** Letters in it that nothing is known of. */
  readonly unknown: number;
}

/** Unknown letters a trigger reaches over before its first mention, and between a mention and a trigger behind it. */
const REACH = 12;
const REACH_BACK = 6;

const levels: readonly (readonly [RegExp, number])[] = [
  [/^(?:特别重大|特大|特别严重)$/u, 4],
  [/^(?:重大|严重|恶性|大)$/u, 3],
  [/^(?:较大|较重)$/u, 2],
  [/^(?:一般|普通|较小|小的|不大|不严重|不大的)$/u, 1],
  [/^(?:轻微|小|微小|轻)$/u, 0],
];
const degreeWord =
  /(?:特别重大|特别严重|特大|重大|恶性|严重|较大|较重|一般性|一般|普通|较小|轻微|小小|小|大(?!健康))/gu;

const levelOf = (word: string): number | null =>
  levels.find(([pattern]) => pattern.test(word.replace('一般性', '一般').replace('小小', '小')))?.[1] ?? null;

/** Degree words that lead up to a mention (重大或较大的, 较大及以上, 一般性的), read from the letters right before it. */
const degreeBefore = (text: string, start: number): Degree | null => {
  const head = text.slice(Math.max(0, start - 20), start);
  const run =
    /(?:(?:特别重大|特别严重|特大|重大|恶性|严重|较大|较重|一般|普通|较小|轻微|小|大)(?:的|级|性|及|和|或者?|、|以上|以下|生产|责任|产品|食品|安全|质量|与|程度的|类|一点的)*)+$/u.exec(
      head,
    )?.[0];
  if (!run) return null;
  const found = [...run.matchAll(degreeWord)].flatMap(([word]) => levelOf(word) ?? []);
  if (found.length === 0) return null;
  return { level: Math.min(...found), below: run.includes('以下') };
};

/** 算一般的, 级别不大, 是轻微的: a degree told after the noun, or in a clause of its own. */
const degreeAfter = (text: string): (Degree & { negated: boolean }) | null => {
  const match =
    /(?:^|^但是?|^不过|^只是|[^有过])(?:(不是|不算|没到|没有到|够不上|算不上|谈不上|未达到|没达到|达不到|不属于|还没到|不到)|(?:属于|算是|算|是|定的是|认定为|定性为|都是|只是|级别是|等级是)?)(?:什么|很|特别|那种|那么|到)?(特别重大|特大|重大|严重|较大|一般性|一般|轻微|较小)(?:的|级别|程度|等级|级|事故|以上|及以上|违法)*(?:了|吧|啊|的)?$/u.exec(
      text,
    );
  if (match) {
    const level = levelOf(match[2]!);
    return level === null ? null : { level, below: false, negated: match[1] !== undefined };
  }
  return /(?:^|也|都|并|情节|问题|事情|影响|损失|级别)(?:不大|不严重|不重|很小|较小|比较小|挺小)(?:的)?$/u.test(
    text,
  )
    ? { level: 1, below: false, negated: false }
    : null;
};

/** 去年 1, 前年 2, 大前年 3, 五年前 5, 2019年 by its year; the nearest one before or after in the clause counts. */
const timeOf = (text: string, tokens: readonly Token[]): Time => {
  const now: Time = { kind: 'now' };
  if (/大前年/u.test(text)) return { kind: 'past', yearsAgo: 3, year: null };
  if (/前年/u.test(text)) return { kind: 'past', yearsAgo: 2, year: null };
  if (/去年|上一年|上年度|去岁/u.test(text)) return { kind: 'past', yearsAgo: 1, year: null };
  const ago = /([0-9]{1,2}|[一二两三四五六七八九十]{1,3})(?:来|多)?年(?:多)?(?:以前|之前|前)/u.exec(text);
  if (ago) return { kind: 'past', yearsAgo: chineseNumber(ago[1]!), year: null };
  if (/(?<![十几数好多])[十几数好多]+年(?:以前|之前|前)/u.test(text))
    return { kind: 'past', yearsAgo: null, year: null };
  const year =
    /((?:19|20)[0-9]{2})(?:年|[-./])|([零〇○一二三四五六七八九]{4})年|(?<![0-9])([0-9]{2})年(?!前|后|来|多|内)/u.exec(
      text,
    );
  if (year) {
    const written = chineseNumber(year[1] ?? year[2] ?? year[3]!);
    if (written !== null)
      return {
        kind: 'past',
        yearsAgo: null,
        year: written < 100 ? (written < 50 ? 2000 + written : 1900 + written) : written,
      };
  }
  if (/(?:个|几个|两个|半)月(?:以前|之前|前)|(?:天|周|星期)前/u.test(text))
    return { kind: 'past', yearsAgo: 0, year: null };
  if (tokens.some(token => has(token, 'recent'))) return { kind: 'past', yearsAgo: 0, year: null };
  if (tokens.some(token => has(token, 'past'))) return { kind: 'past', yearsAgo: null, year: null };
  return now;
};

/** A mention while its clause is being read. */
interface Open {
  readonly index: number;
  readonly end: number;
  readonly concept: Concept;
  polarity: Polarity;
  by: Mention['by'];
  planned: boolean;
  partner: boolean;
}

/** Who is spoken of at each token: another from the word that names another, until the speaker names herself again. */
const subjects = (tokens: readonly Token[], carried: boolean): boolean[] => {
  let another = carried;
  return tokens.map((token, index) => {
    if (has(token, 'ours')) another = false;
    if (has(token, 'another') && isSubject(tokens, index)) another = true;
    return another;
  });
};

/** 合作单位是规上 speaks of it; 没有合作单位, 我们是子公司 and 和合作单位一起 do not. */
const isSubject = (tokens: readonly Token[], index: number): boolean => {
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

/** Events are denied with events, states with states: 没有失信，规上企业 denies one thing and tells another. */
const isEvent = ({ concepts }: Token): boolean =>
  concepts.some(concept => concept.kind === 'head' || (concept.kind === 'fact' && concept.event));

/** What somebody is or does (an option) goes with either. */
const isFact = ({ concepts }: Token): boolean =>
  concepts.some(({ kind }) => kind === 'head' || kind === 'fact');

const differ = (one: Token, other: Token): boolean =>
  isFact(one) && isFact(other) && isEvent(one) !== isEvent(other);

const PLAIN = /^[的了过呢啊吧嘛呀哦哈就这那么些种方面等也还都均全是]$/u;

const isPredicate = (token: Token): boolean =>
  has(token, 'aff', 'happen') ||
  token.concepts.some(({ kind }) => kind === 'verb') ||
  /^[在做搞从]$/u.test(token.text);

/** Reads one clause: every mention with its triggers, and what the clause says apart from them. */
const readPart = (
  text: string,
  part: Part,
  carriedOther: boolean,
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
        partner: false,
      });
    }
  }
  const topics = (index: number): Open[] => open.filter(mention => mention.index === index);
  const taken = new Set<number>();
  const other = subjects(tokens, carriedOther);
  let tail: Polarity | null = null;
  let tailBy: Mention['by'] = null;

  /** Topics a trigger at `index` reaches forward: to the end of the noun group that its predicate has. */
  const forward = (index: number): number[] => {
    const reached: number[] = [];
    let unknown = 0;
    for (let at = index + 1; at < tokens.length; at += 1) {
      const token = tokens[at]!;
      if (has(token, 'but')) break;
      if (isTopic(token)) {
        // 没有违法信用良好: what is called good is spoken of anew.
        if (reached.length > 0 && has(tokens[at + 1], 'good', 'bad')) break;
        if (reached.some(other => differ(token, tokens[other]!))) break;
        if (!taken.has(at)) reached.push(at);
        unknown = 0;
        continue;
      }
      const adjacent = at === index + 1;
      const joined = has(tokens[at - 1], 'coord', 'all', 'also');
      if (has(token, 'neg')) break;
      if (!adjacent && has(token, 'ours')) break;
      if (reached.length > 0 && isPredicate(token) && !joined) break;
      if (token.classes.length === 0 && token.concepts.length === 0 && !PLAIN.test(token.text)) unknown += 1;
      if (unknown > REACH) break;
    }
    return reached;
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
      if (reached.length > 0 && has(token, 'happen', 'aff') && !wide) break;
      if (token.classes.length === 0 && token.concepts.length === 0 && !PLAIN.test(token.text)) unknown += 1;
      if (unknown > REACH_BACK) break;
    }
    return reached;
  };

  // From the right: what the last denial has is no longer there for the one before it (质量事故没有安全事故也没有).
  for (let index = tokens.length - 1; index >= 0; index -= 1) {
    const token = tokens[index]!;
    if (!has(token, 'neg') || (has(token, 'pseudo') && !has(token, 'neg'))) continue;
    const doubled = has(tokens[index + 1], 'neg') && !sameWord(token, tokens[index + 1]!);
    const ahead = forward(index);
    const reached = ahead.length > 0 ? ahead : backward(index);
    const by: Mention['by'] = /是|属于|算|非|到|够|符合/u.test(token.text)
      ? 'is'
      : tokens[index + 1] && has(tokens[index + 1], 'happen')
        ? 'happened'
        : 'has';
    for (const at of reached) {
      taken.add(at);
      for (const mention of topics(at)) {
        mention.polarity = mention.polarity === 'negated' || doubled ? 'unclear' : 'negated';
        mention.by = by;
      }
    }
    if (reached.length === 0 && tail === null) {
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
              : has(token, 'aff') || token.text === '在'
                ? 'is'
                : has(token, 'done')
                  ? 'done'
                  : null;
    if (by === null || has(token, 'neg')) continue;
    const after = by === 'done' || by === 'good' || by === 'bad' || by === 'event';
    let reached = after
      ? []
      : forward(index).filter(at =>
          topics(at).some(({ polarity, by: how }) => polarity === 'bare' || how === 'is'),
        );
    // 有规上资格 reaches 规上; 是…有…: each has its own.
    if (reached.length === 0) reached = backwardFree(tokens, index, topics);
    // 签了协议: done, and then what.
    if (reached.length === 0 && by === 'done') reached = forward(index).slice(0, 2);
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
    } else if (reached.length === 0 && tail === null && by === 'done' && token.text !== '过') {
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
    if (!has(token, 'plan') && !short) continue;
    planned = true;
    const ahead = forwardPlan(tokens, index);
    const reached =
      ahead.length > 0
        ? ahead
        : tokens.flatMap((each, at) => (at < index && isTopic(each) ? [at] : [])).slice(-2);
    for (const at of reached) for (const mention of topics(at)) mention.planned = true;
  }
  // 和三峡学院联合: who does it with us is not us.
  for (const [index, token] of tokens.entries()) {
    if (!has(token, 'comitative')) continue;
    const window = tokens.slice(index + 1, index + 14);
    const end = window.findIndex(
      each =>
        has(each, 'jointly') || /^(?:一起|共同|联合|合作|共建|一道|一块)|^(?:签|谈|建|搞)$/u.test(each.text),
    );
    const leads = has(token, 'jointly') || /^(?:找|找了|请|请了|拉|拉上|拉了|依托|邀请)$/u.test(token.text);
    const until = leads ? index + 8 : end < 0 ? -1 : index + 1 + end;
    for (let at = index + 1; at <= until && at < tokens.length; at += 1) {
      if (has(tokens[at], 'ours')) break;
      for (const mention of topics(at)) if (mention.concept.kind === 'option') mention.partner = true;
    }
  }
  const doubt =
    tokens.some(token => has(token, 'doubt')) ||
    /(?:吧|的吧|了吧)$/u.test(tokens.map(({ text: word }) => word).join(''));
  if (doubt)
    for (const mention of open) mention.polarity = mention.polarity === 'unclear' ? 'unclear' : 'uncertain';
  const words = tokens.map(({ text: word }) => word).join('');
  const start = tokens[0]?.start ?? 0;
  const end = tokens.at(-1)?.end ?? 0;
  return {
    open,
    other,
    said: {
      polarity: doubt ? 'uncertain' : tail,
      planned,
      degree: degreeAfter(words),
      own: tokens.some(token => has(token, 'ours')),
      another: other.at(-1) ?? carriedOther,
      all: tokens.some(token => has(token, 'all')),
      by: tailBy,
      time: timeOf(text.slice(start, end), tokens),
      unknown: tokens.reduce(
        (sum, token) =>
          sum +
          (token.classes.length + token.concepts.length === 0 && !PLAIN.test(token.text)
            ? token.text.length
            : 0),
        0,
      ),
    },
  };
};

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
    if (token.classes.length === 0 && token.concepts.length === 0 && !PLAIN.test(token.text)) unknown += 1;
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

/** Every mention of a message with what is said of it. `asked`: by index of the clause. */
export const contextOf = (
  text: string,
  parts: readonly Part[],
  asked: readonly boolean[],
): { drafts: Draft[]; supposed: boolean[] } => {
  const drafts: Draft[] = [];
  const supposed: boolean[] = [];
  let sentence = -1;
  let carriedOther = false;
  let carriedSupposed = false;
  let carriedTime: Time = { kind: 'now' };
  let carriedNo = false;
  /** Mentions that an echoing clause speaks of. */
  let last: Draft[] = [];
  for (const [number, given] of parts.entries()) {
    const part = last.length > 0 ? speaking(given) : given;
    if (part.sentence !== sentence) {
      sentence = part.sentence;
      carriedOther = false;
      carriedSupposed = false;
      carriedNo = false;
      carriedTime = { kind: 'now' };
    }
    const { tokens } = part;
    const first = tokens[0];
    if (has(first, 'but') || tokens.some(token => /^(?:其实|事实上|实际上|现在|目前)$/u.test(token.text)))
      carriedSupposed = false;
    if (tokens.some(token => has(token, 'ours')) && !tokens.some(token => has(token, 'hypothesis')))
      carriedSupposed = false;
    const hypothesis =
      tokens.some(
        (token, index) =>
          has(token, 'hypothesis') &&
          !(token.text === '如' || token.text === '若') &&
          // 安全事故的话，有过一次: a topic, and no condition.
          (token.text !== '的话' ||
            tokens.slice(0, index).some(each => has(each, 'aff', 'neg', 'happen', 'plan'))),
      ) || /^(?:如|若)(?!干|下|上|期|有)/u.test(first?.text ?? '');
    // 要规上才行: a condition, whoever meets it.
    const words = tokens.map(({ text: word }) => word).join('');
    if (hypothesis || /才(?:能|行|可以|得行|算数)/u.test(words)) carriedSupposed = true;
    supposed.push(carriedSupposed);
    const { open, other, said } = readPart(text, part, carriedOther);
    for (const mention of open)
      if (mention.concept.kind === 'option' && names(tokens, mention.index)) {
        mention.polarity = 'bare';
        mention.by = null;
      }
    carriedOther = said.another;
    const own = said.time.kind === 'now' ? carriedTime : said.time;
    if (
      said.time.kind === 'past' &&
      /^(?:近|这|最近)/u.test(tokens.find(token => has(token, 'recent'))?.text ?? '')
    )
      carriedTime = said.time;
    // 去年没出过 is said of last year; in 没出过，就是去年失信 the year is another matter's.
    const before = (at: number): Time => {
      const time = timeOf(
        text.slice(tokens[0]!.start, at),
        tokens.filter(({ end }) => end <= at),
      );
      return time.kind === 'now' ? carriedTime : time;
    };
    const reportAt = tokens.findIndex(token => has(token, 'report'));
    const fresh: Draft[] = [];
    const negatedEvents = open.some(
      ({ polarity, by, index }) => polarity === 'negated' && by !== 'is' && isEvent(tokens[index]!),
    );
    // 没有不良记录、违法，质量事故，安全事故: a list goes on over commas when nothing else is said.
    const bareList: boolean =
      carriedNo &&
      open.length > 0 &&
      open.every(
        ({ polarity, concept }) =>
          polarity === 'bare' && (concept.kind === 'head' || (concept.kind === 'fact' && concept.event)),
      ) &&
      !tokens.some(token => isPredicate(token) || has(token, 'ours', 'plan', 'but'));
    if (bareList)
      for (const mention of open) {
        mention.polarity = 'negated';
        mention.by = 'has';
      }
    carriedNo = bareList || (negatedEvents && !said.planned);
    for (const mention of open) {
      const token = tokens[mention.index]!;
      const reported = reportAt >= 0 && mention.index > reportAt;
      fresh.push({
        start: token.start,
        end: token.end,
        concept: mention.concept,
        polarity: mention.polarity,
        time: mention.planned
          ? { kind: 'planned' }
          : mention.polarity === 'negated'
            ? before(token.start)
            : own,
        whose: other[mention.index] || mention.partner ? 'another' : 'ours',
        degree: degreeBefore(text, token.start) ?? afterDegree(said.degree),
        mood: supposed[number] || reported ? 'supposed' : asked[number] ? 'asked' : 'told',
        by: mention.by,
        echoed: false,
        part: number,
      });
    }
    const told = fresh.filter(
      ({ concept }) => concept.kind === 'fact' || concept.kind === 'head' || concept.kind === 'option',
    );
    if (told.length === 0)
      drafts.push(...echo(said, last, own, number, supposed[number]! || reportAt >= 0, asked[number]!));
    else
      last = [
        ...(last.length > 0 &&
        last.every(({ polarity }) => polarity === 'bare') &&
        last[0]!.part >= number - 6 &&
        told.every(({ polarity }) => polarity === 'bare')
          ? last
          : []),
        ...told,
      ];
    drafts.push(...fresh);
  }
  return { drafts, supposed };
};

const unitWord = /(?:公司|企业|单位|厂|院|校|所|社|大学|学校)$/u;

/** 我们公司没上规: 公司 names who speaks; the denial is of what follows. */
const names = (tokens: readonly Token[], index: number): boolean =>
  has(tokens[index - 1], 'ours') && unitWord.test(tokens[index]!.text) && index < tokens.length - 1;

/** 老板上过名单，公司没有; 我们这个公司还不是: the unit is who speaks there, and of no kind is anything said. */
const speaking = (part: Part): Part => {
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

const afterDegree = (said: Said['degree']): Degree | null =>
  said === null
    ? null
    : said.negated
      ? { level: said.level, below: true }
      : { level: said.level, below: said.below };

/** A clause without a noun of its own speaks of the one before: 质量事故，没有; 合作单位是规上，我们不是; 在谈，快了. */
const echo = (
  said: Said,
  last: readonly Draft[],
  time: Time,
  part: number,
  supposed: boolean,
  asked: boolean,
): Draft[] => {
  if (last.length === 0 || asked) return [];
  const mood = supposed ? 'supposed' : 'told';
  const targets = said.all
    ? last
    : last.slice(-1).flatMap(({ start }) => last.filter(each => each.start === start));
  if (said.degree !== null && said.polarity === 'affirmed' && said.by === 'happened')
    return targets.map(target => ({
      ...target,
      polarity: 'affirmed',
      by: 'happened',
      time,
      degree: afterDegree(said.degree),
      echoed: true,
      part,
      mood,
    }));
  if (said.degree !== null) {
    return targets
      .filter(({ polarity }) => polarity === 'affirmed')
      .map(target => ({ ...target, degree: afterDegree(said.degree), echoed: true, part, mood }));
  }
  if (said.planned && said.polarity !== 'negated')
    return targets
      .filter(({ polarity }) => polarity !== 'affirmed')
      .map(target => ({
        ...target,
        polarity: 'affirmed',
        time: { kind: 'planned' },
        echoed: true,
        part,
        mood,
      }));
  if (said.polarity === null || said.polarity === 'unclear' || said.unknown > 2) return [];
  const renews = (target: Draft): boolean =>
    target.polarity === 'bare' ||
    target.mood === 'asked' ||
    (said.own && !said.another && (target.whose === 'another' || said.polarity !== target.polarity)) ||
    said.polarity === 'uncertain' ||
    (target.mood === 'supposed' && said.own) ||
    (target.time.kind === 'past' && said.polarity !== target.polarity && /now/u.test(time.kind));
  return targets.filter(renews).map(target => ({
    ...target,
    polarity: said.polarity!,
    by: said.by ?? target.by,
    time,
    whose: said.another && !said.own ? 'another' : said.own ? 'ours' : target.whose,
    echoed: true,
    part,
    mood,
  }));
};
