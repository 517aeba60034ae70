import type { Field } from '../../model/pack/form.ts';
import { fold } from '../text.ts';

/** What closes a name and tells nothing of what it names, and what opens it. */
const closing =
  /(?:的|那里|那边|这里|那块|这块|里面?|中|上|方面|部分|情况|内容|介绍|说明|信息|简介|概况){1,3}$/u;
const opening =
  /^(?:我们|我司|单位|公司|企业|主要|目前|现有|现在|关于|就是|那个|把|将|请)+(?=\p{Script=Han}{2})/u;

const coreOf = (name: string): string => fold(name).replace(closing, '').replace(opening, '');

/** The nouns a help text lists: 研发投入, 研发条件 of 可写研发投入、研发条件、在研项目等. */
const listedIn = (help: string | undefined): string[] =>
  (help ?? '')
    .split(/[，,。；;]/u)
    .filter(part => part.includes('、'))
    .flatMap(part => part.replace(/^可(?:以)?(?:先)?写/u, '').split(/[、和与及]/u))
    .map(noun => noun.replace(/等$/u, ''))
    .filter(noun => noun.length >= 2);

const pairs = (text: string): string[] =>
  Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));

/** Letters in pairs that two names share; the last pair, the head of a Chinese name, counts once more. */
const shared = (word: string, name: string): number => {
  const known = new Set(pairs(name));
  const common = pairs(word).filter(pair => known.has(pair)).length;
  return common === 0 ? 0 : common + (word.slice(-2) === name.slice(-2) ? 1 : 0);
};

/** Least likeness at which a name of one's own is taken for a field's: its head, and so that no other field is as near. */
const NEAR = 2;

/** How near a word is to what a field is called; what its help lists is as good as a name of it. */
const nearness = ({ label, aliases, help }: Field, word: string): number =>
  Math.max(
    ...[label, ...aliases].flatMap(name => name.split(/[和与及、]/u)).map(name => shared(word, coreOf(name))),
    ...listedIn(help).map(noun => (fold(noun) === word ? word.length : 0)),
  );

/**
 * Which of some places a name means that is none of their names: 获奖成果 for 科技成果获得情况, 建设目标 for 主要建设内容和预期目标. Several
 * where they are as near as each other; none where nothing is near. `least`: how near it must be.
 */
export const nearTo = <At extends { readonly field: Field }>(
  places: readonly At[],
  name: string,
  least = NEAR,
): readonly At[] => {
  const word = coreOf(name);
  if (word.length < 2) return [];
  const scored = places.map(place => ({ place, score: nearness(place.field, word) }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return best < least ? [] : scored.filter(({ score }) => score === best).map(({ place }) => place);
};
