import { has, isLabel, type Part } from './clauses.ts';
import { afterDegree, degreeBefore } from './degree.ts';
import type { Draft, Said } from './draft.ts';
import { echo } from './echo.ts';
import type { Token } from './lexicon.ts';
import type { Concept, Time } from './reading.ts';
import { timeOf } from './time.ts';
import { isEvent, isPredicate } from './token-kinds.ts';
import { isUnknown, readPart } from './triggers.ts';
import { isToReader, names, namesSpeaker, speaking } from './whose.ts';

/** What was asked, as if it had been named right before. */
const awaited = (concept: Concept): Draft => ({
  start: -1,
  end: -1,
  concept,
  polarity: 'bare',
  time: { kind: 'now' },
  whose: 'ours',
  degree: null,
  mood: 'told',
  by: null,
  echoed: false,
  answers: true,
  part: -1,
});

/** 合作社跟我们一起建，合作社不是规上: who does it with us is spoken of by the same word. */
const withPartners = (part: Part, partners: ReadonlySet<string>): Part =>
  partners.size === 0
    ? part
    : {
        ...part,
        tokens: part.tokens.map((token, index) =>
          partners.has(token.text) && !has(part.tokens[index - 1], 'ours', 'aff')
            ? { ...token, classes: [...token.classes, 'another'] }
            : token,
        ),
      };

/** 我们子公司: who speaks, where her parent was spoken of. */
const asSubsidiary = (part: Part): Part => ({
  ...part,
  tokens: part.tokens.map((token, index) =>
    token.text === '子公司' && has(part.tokens[index - 1], 'ours')
      ? { ...token, classes: token.classes.filter(name => name !== 'another') }
      : token,
  ),
});

/** 明年才能入规: when it will be, and no condition. */
const notYet = /(?:明年|后年|下个?月|下半年|年底|月底|以后|将来).{0,3}才/u;

/** Which one, or when: what is not known of something that is told. */
const which = /哪[家个所几些]|[和跟]谁|什么时候|啥时候|多少/u;

/** 安全没有较大的: a degree stands for what has it, at the end. */
const degreeDenied = /没(?:有|得)(特别重大|重大|较大|特大)(?:的|以上的?)?$/u;

/** An answer stands where its clause stands; what holds other words as well is none. */
const inClause = (draft: Draft, { plain }: Said, tokens: readonly Token[]): Draft[] =>
  plain || draft.polarity === 'uncertain'
    ? [{ ...draft, start: tokens[0]!.start, end: tokens.at(-1)!.end }]
    : [];

/** Every mention of a message with what is said of it. `asked`: by index of the clause. */
export const contextOf = (
  text: string,
  parts: readonly Part[],
  asked: readonly boolean[],
  open: Concept | null,
): { drafts: Draft[]; supposed: boolean[]; another: boolean[] } => {
  const drafts: Draft[] = [];
  const supposed: boolean[] = [];
  const another: boolean[] = [];
  let sentence = -1;
  let carriedOther = false;
  /** Whether the speaker named herself in the sentence. */
  let carriedOwn = false;
  let carriedSupposed = false;
  let carriedTime: Time = { kind: 'now' };
  let carriedNo = false;
  /** Mentions that an echoing clause speaks of. */
  let last: Draft[] = open === null ? [] : [awaited(open)];
  /** Words for those with whom it is done. */
  const partners = new Set<string>();
  /** 母公司在杭州，我们子公司…: beside a parent, the subsidiary is who speaks. */
  let parent = false;
  for (const [number, given] of parts.entries()) {
    parent ||= given.tokens.some(({ text: word }) => /^(?:母公司|总公司|集团公司|集团|总部)$/u.test(word));
    const known = withPartners(parent ? asSubsidiary(given) : given, partners);
    const part = last.some(({ answers }) => !answers) ? speaking(known) : known;
    if (part.sentence !== sentence) {
      sentence = part.sentence;
      carriedOther = false;
      carriedOwn = false;
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
    if (hypothesis || (/才(?:能|行|可以|得行|算数)/u.test(words) && !notYet.test(words)))
      carriedSupposed = true;
    supposed.push(carriedSupposed);
    const { open, other, said } = readPart(text, part, carriedOther, carriedOwn);
    for (const mention of open)
      if (mention.concept.kind === 'option' && names(tokens, mention.index)) {
        mention.polarity = 'bare';
        mention.by = null;
      }
    carriedOther = said.another;
    another.push(said.another);
    carriedOwn ||= said.own;
    const own = said.time.kind === 'now' ? carriedTime : said.time;
    // 2019年，我们中心…: a time that opens the sentence.
    const opens = parts[number - 1]?.sentence !== part.sentence;
    if (
      opens &&
      open.length === 0 &&
      said.polarity === null &&
      said.unknown === 0 &&
      said.time.kind === 'past'
    )
      carriedTime = said.time;
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
    for (const { partner, concept, index } of open)
      if (partner && concept.kind === 'option') partners.add(tokens[index]!.text);
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
          polarity === 'bare' &&
          (concept.kind === 'head' || (concept.kind === 'fact' && concept.event && concept.side === 'noun')),
      ) &&
      !tokens.some(token => isPredicate(token) || has(token, 'ours', 'plan', 'but'));
    if (bareList)
      for (const mention of open) {
        mention.polarity = 'negated';
        mention.by = 'has';
      }
    const level = degreeDenied.exec(words)?.[1];
    const denied = level === undefined ? null : degreeBefore(level, level.length);
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
        degree: degreeBefore(text, token.start) ?? afterDegree(said.degree) ?? denied,
        mood: supposed[number] || reported ? 'supposed' : asked[number] ? 'asked' : 'told',
        by: denied !== null && mention.polarity === 'negated' ? 'happened' : mention.by,
        echoed: false,
        answers: false,
        part: number,
      });
    }
    const told = fresh.filter(
      ({ concept }) => concept.kind === 'fact' || concept.kind === 'head' || concept.kind === 'option',
    );
    // 合作医院出过事故，公司没出过: the unit speaks of what was told of another.
    const subject = told.length === 1 && namesSpeaker(tokens, told[0]!.start) && said.polarity !== null;
    // 领域不属于那五个: a field of the form is spoken of, and nothing named before.
    const labelled =
      told.length === 0 && fresh.length > 0 && isLabel(tokens[0]) && said.polarity !== 'uncertain';
    // 证书正在办，券倒是拿到了: set against what was named, something else is.
    const apart =
      told.length === 0 &&
      isUnknown(tokens[0]) &&
      tokens.some(token => /^(?:倒是|倒|却)$/u.test(token.text)) &&
      last.every(({ answers }) => !answers);
    if (labelled || apart) last = [];
    else if (told.length === 0 && said.polarity === 'uncertain' && which.test(words)) continue;
    else if (told.length === 0 || (subject && last.length > 0)) {
      const spoken = told.length === 0 && isToReader(tokens) ? [] : last;
      drafts.push(
        ...echo(said, spoken, own, number, supposed[number]! || reportAt >= 0, asked[number]!).flatMap(
          draft => (draft.answers ? inClause(draft, said, tokens) : [draft]),
        ),
      );
    } else
      last = [
        ...(last.length > 0 &&
        last.every(({ polarity, answers }) => polarity === 'bare' && !answers) &&
        last[0]!.part >= number - 6 &&
        told.every(({ polarity }) => polarity === 'bare')
          ? last
          : []),
        ...told,
      ];
    drafts.push(...fresh);
  }
  return { drafts, supposed, another };
};
