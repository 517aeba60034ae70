import { placeIn } from '../../language/places.ts';
import type { Mention, Reading } from '../../language/reading.ts';
import type { Fact } from '../../model/pack/eligibility.ts';
import { type Said, state, usable } from './said.ts';

/** 注册在万州 decides; 万州的企业 says so in passing; 厂在万州 says nothing of where one is registered. */
export const place = (fact: Fact, mention: Mention, reading: Reading): Said => {
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
    /(?:厂|分公司|办事处|项目|基地|门店|业务|市场|客户|总部|人|车间|仓库|设备|老家|办公|上班|干活|住|班子|人员)[都也就]?(?:设|放|建)?在?$/u.test(
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
  if (
    there &&
    /^(?:区|市|县)?(?:有|开|设|建|搞|做|生产|办公|办学|办医|租|买|投|干|待|工作|经营|种|养)/u.test(after)
  )
    return undefined;
  if (
    (there && !/^(?:区|市|县)?的/u.test(after)) ||
    (mention.by === 'is' && !there) ||
    /^(?:区|市|县)?(?:的|本地|本土|这边|企业|公司|单位|当地|人|规|一家|食品|$)/u.test(after) ||
    mention.polarity === 'negated'
  )
    return said;
  return undefined;
};

/** What was said, and the mention it was said with. */
interface Told {
  readonly said: NonNullable<Said>;
  readonly mention: Mention;
}

/** Between what is done and where it is: 执照还挂在, 注册地是. */
const leadsTo =
  /^(?:地|地址|地点)?(?:还|都|也|就|是|仍|一直|当时|挂|办|放|落|设|登记|注册|迁|搬)*(?:在|到|是|于|去)?了?$/u;

/** 登记在渝北区: a district or a county by its name; a zone for business is none. */
const districtIn = (text: string): { readonly name: string; readonly at: number } | null => {
  const match =
    /(?:在|到|是|于)(?:\p{Script=Han}{2,4}[省市])?(\p{Script=Han}{1,4}?[区县])(?![\p{Script=Han}]{0,2}(?:园|局))/u.exec(
      text,
    );
  if (!match || /(?:经开|高新|开发|园|新|社|城|工业|校|院|厂|我|本|同)区$/u.test(match[1]!)) return null;
  return { name: match[1]!, at: match.index + match[0].length - match[1]!.length };
};

/** Surest thing told of where one is: done there, in so many words. */
const SURE = 4;

/** 照在成都: done in another place than the one that counts. `near`: names of the office, whose places are no other place. */
export const placedElsewhere = (reading: Reading, fact: Fact, near: string): Told[] =>
  reading.mentions.filter(usable).flatMap(mention => {
    const { concept } = mention;
    if (concept.kind !== 'verb' || concept.fact !== fact.id || mention.polarity === 'negated') return [];
    const clause = reading.clauses[mention.clause]!;
    const after = reading.text.slice(mention.end, clause.end);
    const before = /在((?:\p{Script=Han}{2,3}市)?\p{Script=Han}{2,5}[区县])$/u.exec(
      reading.text.slice(clause.start, mention.start),
    );
    if (
      before &&
      !/(?:经开|高新|开发|园|社|城|工业|我|本)区$/u.test(before[1]!) &&
      !fact.nouns.some(noun => before[1]!.includes(noun))
    ) {
      const start = mention.start - before[1]!.length;
      return [
        {
          said: { value: false, strength: SURE },
          mention: { ...mention, start, end: mention.start, words: before[1]! },
        },
      ];
    }
    const where = placeIn(after) ?? districtIn(after);
    if (!where || near.includes(where.name) || fact.nouns.some(noun => after.includes(noun))) return [];
    if (!leadsTo.test(after.slice(0, where.at).replace(/\s/gu, ''))) return [];
    const start = mention.end + where.at;
    const end = start + where.name.length;
    return [
      {
        said: { value: false, strength: SURE },
        mention: { ...mention, start, end, words: reading.text.slice(start, end) },
      },
    ];
  });
