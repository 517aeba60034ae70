import type { Mention, Reading } from '../../language/reading.ts';
import type { Fact } from '../../model/pack/eligibility.ts';
import type { Form } from '../../model/pack/form.ts';
import { readAnswer } from './answer.ts';
import { choicesIn, namesIn } from './choices.ts';
import { event, levels } from './events.ts';
import type { FactRead } from './fact-read.ts';
import { place, placedElsewhere } from './located.ts';
import { measuredIn } from './measured.ts';
import { type Said, state, usable } from './said.ts';

/** 出了较大事故: the only one of several that is counted from that degree; null when none or two are. */
const ofDegree = ({ degree }: Mention, ids: readonly string[], facts: readonly Fact[]): string | null => {
  const fitting = facts.filter(
    fact =>
      ids.includes(fact.id) &&
      fact.degree !== undefined &&
      degree !== null &&
      !degree.below &&
      !degree.loose &&
      levels[fact.degree] === degree.level,
  );
  return fitting.length === 1 ? fitting[0]!.id : null;
};

/** `matters`: what the clause says it is about (安全上没出过事故). */
const factOf = (
  mention: Mention,
  open: string | null,
  matters: readonly string[],
  facts: readonly Fact[],
): readonly string[] => {
  const { concept } = mention;
  if (concept.kind === 'fact') return [concept.fact];
  // 没出过事故 denies every kind of it; 出过事故 does not say which, unless one was asked for.
  if (concept.kind === 'head')
    return mention.polarity === 'negated'
      ? concept.facts.filter(fact => matters.length === 0 || matters.includes(fact))
      : concept.facts.filter(fact => fact === open || fact === ofDegree(mention, concept.facts, facts));
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

/** Of several things said about one fact the surest; of equals all must agree, or the later one corrects. */
const settle = (
  all: readonly { said: NonNullable<Said>; mention: Mention }[],
  corrected: (clause: number) => boolean,
  set: (clause: number) => boolean,
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
  // 集团是规上，但申报的这家还没上规: what is set against the rest is meant.
  const last = top.at(-1)!;
  return set(last.mention.clause) &&
    top.slice(0, -1).every(({ mention }) => mention.clause < last.mention.clause)
    ? last
    : null;
};

/** Facts a reading tells of, given what is asked and the day they are told for (`YYYY-MM-DD`). */
export const factsIn = (
  reading: Reading,
  facts: readonly Fact[],
  open: string | null,
  today: string,
  { form, near }: { readonly form: Form; readonly near: string },
): FactRead[] => {
  const names = namesIn(form, facts);
  const corrected = (clause: number): boolean =>
    reading.clauses[clause]?.act === 'corrects' ||
    reading.clauses[clause]?.retracts ||
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
      if (!factOf(mention, open, matters.get(mention.clause) ?? [], facts).includes(fact.id)) return [];
      const value =
        fact.says === 'happened'
          ? event(fact, mention, today, open === fact.id)
          : fact.says === 'located'
            ? place(fact, mention, reading)
            : state(fact, mention);
      return value === undefined ? [] : [{ said: value, mention }];
    });
    if (fact.says === 'located') said.push(...placedElsewhere(reading, fact, near));
    if (said.length === 0) continue;
    const settled = settle(said, corrected, clause =>
      /^(?:但|不过|可是|可(?!以|能)|然而|而)/u.test(reading.clauses[clause]?.plain ?? ''),
    );
    if (settled === null) continue;
    const { start, end, words } = settled.mention;
    found.push({ fact: fact.id, value: settled.said.value, start, end, words });
  }
  found.push(...choicesIn(reading, facts, open, names));
  const asked = facts.find(({ id }) => id === open);
  if (asked && !found.some(({ fact }) => fact === asked.id)) {
    const answer = readAnswer(asked, reading, today) ?? answered(asked, reading, today);
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

const never = (): boolean => false;

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
  const settled = said.length === 0 ? null : settle(said, never, never);
  if (!settled) return null;
  const { start, end, words } = settled.mention;
  return { value: settled.said.value, start, end, words };
};
