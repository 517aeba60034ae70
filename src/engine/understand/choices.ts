import type { Mention, Reading } from '../../language/reading.ts';
import { isWord } from '../../language/words.ts';
import type { Fact } from '../../model/pack/eligibility.ts';
import type { Form } from '../../model/pack/form.ts';
import type { FactRead } from './fact-read.ts';
import { usable } from './said.ts';

/** Choice -> fields of the form that are filled from it: their names are names of the choice. */
export type Names = ReadonlyMap<string, ReadonlySet<string>>;

export const namesIn = (form: Form, facts: readonly Fact[]): Names =>
  new Map(
    facts
      .filter(({ type }) => type === 'choice')
      .map(({ id }) => [
        id,
        new Set(
          form.sections.flatMap(({ fields }) =>
            fields.flatMap(field => (field.from?.fact === id ? [field.id] : [])),
          ),
        ),
      ]),
  );

/** 其他条件都符合: a word for what is left of a list means something in that list only. */
const leftover = /^(?:其他|其它|别的|其余|都不是|以上都不是|不在其中)$/u;

/** Where a thing is put among the choices in so many words: 算食品加工, 报大健康. */
const classes = /(?:算|归|属于|属|归到|归于|选|报|填|勾|划到|划归)(?:是|在|为|成|个)?$/u;

/** Told of a penalty: 罚了两万块环保的款. */
const punished = /罚|处罚|查处|举报|投诉|整改|通报/u;

/** 环保罚款: what follows says that the word names the penalty's matter. */
const penalty = /^(?:的|方面的?|上的?)?(?:罚|处罚|查处|举报|投诉|事故)/u;

/** 学校那边请几个教授: one of those it is done with, or a part of ours; neither says what we are. */
const overThere = /^那(?:边|头|方)/u;

/** 为啥要问单位类型: a question why, and no doubt. */
const asksWhy = /为啥|为什么|为何|凭啥|凭什么|干嘛|干啥/u;

/** 医院可以报: the rule, and nobody's kind. */
const mayApply = /^(?:也|都|才)?(?:可以|能够?|不能|可|不可以)(?:来|去)?(?:报|申报|申请|参加)/u;

/** 三峡学院是我们的合作单位: what is told of is another's, whatever its name says that it is. */
const namesAnother = (rest: string): boolean => {
  const is =
    /^(?:就|也|都|才)?是(?:我们?|咱们?|我司|本单位|本公司)?(?:这边)?的?(\p{Script=Han}{2,8}?)[呀啊嘛吧呢的]{0,3}$/u.exec(
      rest,
    );
  return is !== null && isWord(is[1]!, 'another') && /(?:单位|方|伙伴|公司|企业|厂)$/u.test(is[1]!);
};

/** Denials of so many of the choices leave nothing but the last. */
const MANY = 3;

const valueIn = ({ concept }: Mention): string => (concept.kind === 'option' ? concept.value : '');

/** Choices that are told: what kind of unit we are, what we do. Two different ones are none. */
export const choicesIn = (
  reading: Reading,
  facts: readonly Fact[],
  open: string | null,
  names: Names,
): FactRead[] =>
  facts.flatMap(fact => {
    const read =
      fact.type === 'choice' ? choiceIn(reading, fact, open === fact.id, names.get(fact.id)!) : null;
    return read ? [read] : [];
  });

/** Sentences that name the choice itself: 领域不属于那五个，算其他. */
const namedIn = ({ mentions, clauses }: Reading, names: ReadonlySet<string>): Mention[] =>
  mentions.filter(
    ({ concept, clause, mood }) =>
      concept.kind === 'field' &&
      mood !== 'supposed' &&
      clauses[clause] !== undefined &&
      concept.fields.some(field => names.has(field)),
  );

const choiceIn = (
  reading: Reading,
  fact: Fact,
  asked: boolean,
  names: ReadonlySet<string>,
): FactRead | null => {
  const { text, clauses, mentions } = reading;
  const own = namedIn(reading, names);
  const sentences = new Set(own.map(({ clause }) => clauses[clause]!.sentence));
  const all = mentions.filter(({ concept }) => concept.kind === 'option' && concept.fact === fact.id);
  const said = all.filter(
    mention =>
      usable(mention) &&
      mention.by !== 'happened' &&
      !namesAnother(text.slice(mention.end, clauses[mention.clause]!.end)) &&
      // 以前是分公司: what we are now is not said.
      !(mention.time.kind === 'past' && mention.time.yearsAgo !== 0 && mention.by === 'is') &&
      (asked || !leftover.test(mention.words) || sentences.has(clauses[mention.clause]!.sentence)) &&
      // 柑橘罐头: of a compound the end says what it is.
      (mention.polarity === 'negated' ||
        !all.some(other => other.start === mention.end && valueIn(other) !== valueIn(mention))) &&
      (asked || mention.by === 'is' || !punished.test(clauses[mention.clause]!.words)) &&
      !penalty.test(text.slice(mention.end)) &&
      (clauses[mention.clause]!.own || !overThere.test(text.slice(mention.end))) &&
      (clauses[mention.clause]!.own || !mayApply.test(text.slice(mention.end))),
  );
  // 报山地农业，哦说错了，报食品加工: what was said before a slip was owned up to is not meant.
  const slip = clauses.findLastIndex(({ act, plain }) => act === 'corrects' || /^不{2,}/u.test(plain));
  const told = said.some(({ clause }) => clause > slip) ? said.filter(({ clause }) => clause >= slip) : said;
  const read = ({ start, end, words }: Mention, value: string | null): FactRead => ({
    fact: fact.id,
    value,
    start,
    end,
    words,
  });
  // 领域拿不准: whatever else she names.
  const unsure = own.find(
    ({ clause }) =>
      clauses[clause]!.doubts &&
      !asksWhy.test(clauses[clause]!.words) &&
      !told.some(each => each.clause === clause),
  );
  if (unsure) return read(unsure, null);
  // 公司规上吗我说不好: the doubt is about the other thing.
  const doubted = told.filter(
    ({ polarity, clause }) =>
      polarity === 'uncertain' &&
      !mentions.some(other => other.clause === clause && other.concept.kind === 'fact'),
  );
  const firm = told.filter(
    ({ polarity, echoed }) => (polarity === 'affirmed' || polarity === 'bare') && !echoed,
  );
  const negated = told.filter(({ polarity }) => polarity === 'negated');
  // What is said after a denial outweighs it; 医院，不是诊所 denies a word, and not the kind that both are of.
  const denied = new Set(
    negated
      .filter(
        mention =>
          !firm.some(
            other =>
              valueIn(other) === valueIn(mention) &&
              (other.start > mention.start ||
                (other.words !== mention.words && mention.words !== valueIn(mention))),
          ),
      )
      .map(valueIn),
  );
  const affirmed = firm.filter(mention => !denied.has(valueIn(mention)));
  const named = affirmed.filter(mention => !leftover.test(valueIn(mention)));
  const candidates = named.length > 0 ? named : affirmed;
  const chosen =
    new Set(candidates.map(valueIn)).size === 1 ? candidates[0]! : preferred(affirmed, text, clauses, asked);
  if (chosen) return read(chosen, valueIn(chosen));
  if (firm.length === 0 && doubted.length > 0) return read(doubted[0]!, null);
  const last = fact.options?.find(({ value }) => leftover.test(value));
  return last && firm.length === 0 && new Set(negated.map(valueIn)).size >= MANY
    ? read(negated[0]!, last.value)
    : null;
};

/** 我们是食品企业，做榨菜: of several the one that says what we are; else nobody can tell. */
const preferred = (
  mentions: readonly Mention[],
  text: string,
  clauses: Reading['clauses'],
  asked: boolean,
): Mention | null => {
  const one = (some: readonly Mention[]): Mention | null =>
    new Set(some.map(valueIn)).size === 1 ? some[0]! : null;
  return (
    one(mentions.filter(({ start }) => classes.test(text.slice(0, start)))) ??
    (asked ? null : one(mentions.filter(({ by }) => by === 'is'))) ??
    (asked ? null : one(mentions.filter(({ by, clause }) => by === 'is' && clauses[clause]!.own)))
  );
};
