import type { Mention, Reading } from '../../language/reading.ts';
import type { Fact } from '../../model/pack/eligibility.ts';
import { readAnswer } from './answer.ts';
import type { FactRead } from './fact-read.ts';
import { measuredIn } from './measured.ts';

/** What one mention says of its fact. `undefined`: nothing that could be used. */
type Said = { readonly value: boolean | null; readonly strength: number } | undefined;

const levels = {
  轻微: 0,
  一般: 1,
  较大: 2,
  严重: 3,
  重大: 3,
  特别重大: 4,
} as const;

/** Whether a degree in words reaches what counts; null when it does not say. */
const reaches = (fact: Fact, { degree }: Mention): boolean | null => {
  if (!fact.degree) return true;
  if (degree === null) return null;
  const least = levels[fact.degree];
  return degree.below ? (degree.level <= least ? false : null) : degree.level >= least;
};

/** Whether what happened lies within the years that count; null when nobody can tell from the words. */
const counts = (fact: Fact, { time }: Mention, today: string): boolean | null => {
  if (fact.years === undefined || time.kind !== 'past') return true;
  const ago = time.year === null ? time.yearsAgo : Number(today.slice(0, 4)) - time.year;
  if (ago === null || ago === fact.years) return null;
  return ago < fact.years;
};

const event = (fact: Fact, mention: Mention, today: string, asked: boolean): Said => {
  const { concept, polarity, by, time } = mention;
  const side = concept.kind === 'fact' ? concept.side : 'noun';
  if (polarity === 'uncertain') return { value: null, strength: 2 };
  if (polarity === 'unclear') return undefined;
  if (side === 'opposite') return polarity === 'negated' ? undefined : { value: false, strength: 2 };
  if (side === 'about' && by === 'good') return { value: false, strength: 2 };
  if (side === 'about' && by !== 'event' && by !== 'bad' && !(polarity === 'negated' && by === 'happened'))
    return undefined;
  if (time.kind === 'planned') return undefined;
  const degree = reaches(fact, mention);
  if (polarity === 'negated') {
    // 没有重大事故 says nothing of 较大 ones; without a degree none at all happened.
    const { degree: named } = mention;
    if (fact.degree && named && !named.below && !named.loose && named.level > levels[fact.degree])
      return undefined;
    if (fact.degree && named && (named.below || named.level < levels[fact.degree])) return undefined;
    if (time.kind === 'past' && time.yearsAgo !== 0 && time.yearsAgo !== null) return undefined;
    return { value: false, strength: 2 };
  }
  if (polarity === 'bare' || by === 'good') {
    if (by === 'good') return { value: false, strength: 1 };
    if (asked && polarity === 'bare' && degree === false) return { value: false, strength: 1 };
    if (by !== 'happened' && by !== 'done' && by !== 'bad') return undefined;
  }
  if (by === 'is' && side === 'noun' && degree !== false) return undefined;
  if (degree === false) return { value: false, strength: 1 };
  const within = counts(fact, mention, today);
  if (degree === null || within === null) return undefined;
  return { value: within, strength: within ? 3 : 1 };
};

/** A state of ours: what we are, have, or have brought about. */
const state = (fact: Fact, mention: Mention): Said => {
  const { concept, polarity, by, time, echoed } = mention;
  const opposite = concept.kind === 'fact' && concept.side === 'opposite';
  const kind = fact.says ?? 'is';
  if (polarity === 'uncertain') return { value: null, strength: 2 };
  if (polarity === 'unclear') return undefined;
  // 没有合作单位 says that nothing is done together; to name one says nothing.
  if (concept.kind === 'fact' && concept.side === 'about' && by !== 'has' && kind !== 'is') return undefined;
  // 没有分公司, 有分公司: to have one is not to be one.
  if (opposite && by === 'has') return undefined;
  const positive = polarity !== 'negated' && by !== 'bad';
  if (
    polarity === 'bare' &&
    kind !== 'is' &&
    kind !== 'located' &&
    !(by === 'done' || by === 'good') &&
    time.kind !== 'planned'
  )
    return opposite ? { value: false, strength: 1 } : undefined;
  if (time.kind === 'planned') {
    if (!positive) return { value: opposite, strength: 2 };
    if (opposite) return fact.plan ? { value: false, strength: 2 } : undefined;
    return { value: fact.plan, strength: echoed ? 3 : 2 };
  }
  if (time.kind === 'past' && time.yearsAgo === null && time.year === null) {
    // 以前是规上: what is now she does not say.
    if (kind === 'is' || kind === 'located') return undefined;
  }
  const value = opposite ? !positive : positive;
  // 以前不是，去年才是: what is now outweighs what was.
  return {
    value,
    strength: time.kind === 'past' ? (positive ? 2 : 1) : echoed ? 3 : 2,
  };
};

/** `matters`: what the clause says it is about (安全上没出过事故). */
const factOf = (mention: Mention, open: string | null, matters: readonly string[]): readonly string[] => {
  const { concept } = mention;
  if (concept.kind === 'fact') return [concept.fact];
  // 没出过事故 denies every kind of it; 出过事故 does not say which, unless one was asked for.
  if (concept.kind === 'head')
    return mention.polarity === 'negated'
      ? concept.facts.filter(fact => matters.length === 0 || matters.includes(fact))
      : concept.facts.filter(fact => fact === open);
  return [];
};

/** Clause -> facts whose matter it names. */
const mattersIn = ({ mentions }: Reading): ReadonlyMap<number, readonly string[]> => {
  const matters = new Map<number, string[]>();
  for (const { concept, clause } of mentions)
    if (concept.kind === 'fact' && concept.side === 'about')
      matters.set(clause, [...(matters.get(clause) ?? []), concept.fact].slice(-8));
  return matters;
};

const usable = (mention: Mention): boolean => mention.whose === 'ours' && mention.mood === 'told';

/** Of several things said about one fact the surest; of equals all must agree, or the later one corrects. */
const settle = (
  all: readonly { said: NonNullable<Said>; mention: Mention }[],
  happened: boolean,
  corrected: (clause: number) => boolean,
) => {
  const surest = all.filter(
    ({ mention }) =>
      !all.some(other => corrected(other.mention.clause) && other.mention.clause > mention.clause),
  );
  const best = Math.max(...surest.map(({ said }) => said.strength));
  const top = surest.filter(({ said }) => said.strength === best);
  const values = new Set(top.map(({ said }) => said.value));
  if (values.size === 1) return top.at(-1)!;
  // Somebody who doubts and then tells has made up her mind, and the other way round.
  if (values.has(null)) return top.at(-1)!;
  return happened ? null : null;
};

/** Facts a reading tells of, given what is asked and the day they are told for (`YYYY-MM-DD`). */
export const factsIn = (
  reading: Reading,
  facts: readonly Fact[],
  open: string | null,
  today: string,
): FactRead[] => {
  const corrected = (clause: number): boolean =>
    reading.clauses[clause]?.act === 'corrects' ||
    (/^(?:哦|噢|啊)?(?:不对|不是|错了|说错了)/u.test(reading.clauses[clause - 1]?.plain ?? '') &&
      reading.clauses[clause - 1]?.answer !== null);
  const found: FactRead[] = [];
  const matters = mattersIn(reading);
  for (const fact of facts) {
    const measured = measuredIn(reading, fact, open === fact.id, today);
    if (measured) found.push(measured);
    if (fact.type !== 'boolean') continue;
    const said = reading.mentions.filter(usable).flatMap(mention => {
      if (mention.answers) return [];
      if (isBareAbout(fact, mention) && !isPredicated(mention, reading)) return [];
      if (!factOf(mention, open, matters.get(mention.clause) ?? []).includes(fact.id)) return [];
      const value =
        fact.says === 'happened'
          ? event(fact, mention, today, open === fact.id)
          : fact.says === 'located'
            ? place(fact, mention, reading)
            : state(fact, mention);
      return value === undefined ? [] : [{ said: value, mention }];
    });
    if (said.length === 0) continue;
    const settled = settle(said, fact.says === 'happened', corrected);
    if (settled === null) continue;
    const { start, end, words } = settled.mention;
    found.push({ fact: fact.id, value: settled.said.value, start, end, words });
  }
  found.push(...choicesIn(reading, facts, open));
  const asked = facts.find(({ id }) => id === open);
  if (asked && !found.some(({ fact }) => fact === asked.id)) {
    const answer = readAnswer(asked, reading) ?? answered(asked, reading, today);
    if (answer) found.push({ fact: asked.id, ...answer });
  }
  return found;
};

/** 法人 names a person as well as a standing: the fact only behind 是 or 有, and not before 代表 or a name. */
const isBareAbout = (fact: Fact, { concept, by }: Mention): boolean =>
  by !== 'has' &&
  (fact.says ?? 'is') === 'is' &&
  concept.kind === 'fact' &&
  concept.side === 'about' &&
  concept.fact === fact.id;

const isPredicated = ({ start, end }: Mention, { text }: Reading): boolean =>
  /(?:是|算|属于|有|没得|无|非)(?:一?个)?(?:独立的?)?$/u.test(text.slice(0, start)) &&
  !/^(?:代表|个人|本人|那边|是|叫|姓|为|[:：]|\s*\p{Script=Han}{2,3}(?:$|[,，。]))/u.test(text.slice(end));

/** What clauses without a noun of their own say of the open fact: 出过一次, 稳得很, 老板有，公司没得. */
const answered = (fact: Fact, reading: Reading, today: string): Omit<FactRead, 'fact'> | null => {
  if (fact.type !== 'boolean') return null;
  const said = reading.mentions.flatMap(mention => {
    if (!mention.answers || !usable(mention)) return [];
    const value = fact.says === 'happened' ? event(fact, mention, today, true) : state(fact, mention);
    // 好得很 says of a team or of a record how it is, and nothing of what one is.
    const valued = mention.by === 'good' || mention.by === 'bad';
    if (valued && fact.says !== 'has' && fact.says !== 'happened') return [];
    return value === undefined ? [] : [{ said: value, mention }];
  });
  const settled = said.length === 0 ? null : settle(said, fact.says === 'happened', () => false);
  if (!settled) return null;
  const { start, end, words } = settled.mention;
  return { value: settled.said.value, start, end, words };
};

/** 注册在万州 decides; 万州的企业 says so in passing; 厂在万州 says nothing of where one is registered. */
const place = (fact: Fact, mention: Mention, reading: Reading): Said => {
  const clause = reading.clauses[mention.clause]!;
  const inClause = reading.mentions.some(
    other =>
      other.clause === mention.clause && other.concept.kind === 'verb' && other.concept.fact === fact.id,
  );
  const said = state(fact, mention);
  if (said === undefined) return undefined;
  if (mention.echoed || inClause) return { ...said, strength: said.strength + 2 };
  const at = mention.start - clause.start;
  const before = clause.words.slice(0, at);
  const after = clause.words.slice(at + (mention.end - mention.start));
  if (
    /(?:厂|分公司|办事处|项目|基地|门店|业务|市场|客户|总部|人|车间|仓库|设备|老家)[都也就]?(?:设|放|建)?在?$/u.test(
      before,
    )
  )
    return undefined;
  if (
    /(?:去|到|往|从|销|对|了解|熟悉|离|靠近|支持|关注|来|服务|面向|在)$/u.test(before) &&
    !/在$/u.test(before)
  )
    return undefined;
  const there = /在$/u.test(before);
  if (there && /^(?:区|市|县)?(?:有|开|设|建|搞|做|生产|办公|租|买|投|干|待|工作|经营|种|养)/u.test(after))
    return undefined;
  if (
    there ||
    mention.by === 'is' ||
    /^(?:区|市|县)?(?:的|本地|本土|这边|企业|公司|单位|当地|人|规|一家|食品|$)/u.test(after) ||
    mention.polarity === 'negated'
  )
    return said;
  return undefined;
};

/** 其他条件都符合: a word for what is left of a list means something in that list only. */
const leftover = /^(?:其他|其它|别的|其余|都不是|以上都不是|不在其中)$/u;

/** Choices that are told: what kind of unit we are, what we do. Two different ones are none. */
const choicesIn = (reading: Reading, facts: readonly Fact[], open: string | null): FactRead[] => {
  const found: FactRead[] = [];
  for (const fact of facts) {
    if (fact.type !== 'choice') continue;
    const told = reading.mentions.filter(
      mention =>
        usable(mention) &&
        mention.by !== 'happened' &&
        // 以前是分公司: what we are now is not said.
        !(mention.time.kind === 'past' && mention.time.yearsAgo !== 0 && mention.by === 'is') &&
        mention.concept.kind === 'option' &&
        mention.concept.fact === fact.id &&
        (open === fact.id || !leftover.test(mention.words)),
    );
    // 公司规上吗我说不好: the doubt is about the other thing.
    const doubted = told.filter(
      ({ polarity, clause }) =>
        polarity === 'uncertain' &&
        !reading.mentions.some(other => other.clause === clause && other.concept.kind === 'fact'),
    );
    const firm = told.filter(
      ({ polarity, echoed }) => (polarity === 'affirmed' || polarity === 'bare') && !echoed,
    );
    // What is said after a denial outweighs it.
    const denied = new Set(
      told
        .filter(
          mention =>
            mention.polarity === 'negated' &&
            !firm.some(other => valueIn(other) === valueIn(mention) && other.start > mention.start),
        )
        .map(valueIn),
    );
    const affirmed = firm.filter(mention => !denied.has(valueIn(mention)));
    const named = affirmed.filter(mention => !leftover.test(valueIn(mention)));
    const values = new Set((named.length > 0 ? named : affirmed).map(valueIn));
    const chosen = values.size === 1 ? (named[0] ?? affirmed[0]!) : preferred(affirmed, open === fact.id);
    if (chosen)
      found.push({
        fact: fact.id,
        value: valueIn(chosen),
        start: chosen.start,
        end: chosen.end,
        words: chosen.words,
      });
    else if (firm.length === 0 && doubted.length > 0) {
      const { start, end, words } = doubted[0]!;
      found.push({ fact: fact.id, value: null, start, end, words });
    }
  }
  return found;
};

const valueIn = ({ concept }: Mention): string => (concept.kind === 'option' ? concept.value : '');

/** 我们是食品企业，做榨菜: of several the one that says what we are; else nobody can tell. */
const preferred = (mentions: readonly Mention[], asked: boolean): Mention | null => {
  if (mentions.length === 0) return null;
  const said = mentions.filter(({ by }) => by === 'is');
  const values = new Set(said.map(valueIn));
  return values.size === 1 && !asked ? said[0]! : null;
};
