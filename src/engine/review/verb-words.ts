import { CaseVerb, needOf, reviewVerbs } from '../../model/review-verbs.ts';
import type { Context } from '../context.ts';
import { isNod } from '../hollow.ts';
import { clean, fold } from '../text.ts';
import { say } from '../wording.ts';

/** What an officer's words ask for: a verb of a case, or to see it. */
export type TypedVerb = CaseVerb | 'query';

const queries = ['查询', '查看', '打开'];

/** Every word for a verb -> the verb. */
const words: ReadonlyMap<string, TypedVerb> = new Map<string, TypedVerb>([
  ...queries.map((word): [string, TypedVerb] => [word, 'query']),
  ...CaseVerb.options.flatMap(verb =>
    [reviewVerbs[verb].label, ...reviewVerbs[verb].words].map((word): [string, TypedVerb] => [word, verb]),
  ),
]);

/** What people say around a verb without changing it. What negates, asks or supposes is not here: then no verb was said. */
const lead = '(?:请|麻烦|帮我|帮忙|我看|我|给|就|那|直接|予以|准予|把|将|对)';
const thing = '(?:(?:这|该|此|本)?(?:一?个|一?份|一?件|一?家|项)?(?:申请书?|单位|材料|案子|编号)?)';
const tail = '(?:一下|吧|了|啦|哈|啊|哦|它|处理|办理)';
const phrase = new RegExp(`^/?${lead}{0,3}${thing}${lead}{0,2}(.{2,8}?)${tail}{0,2}${thing}${tail}?$`, 'u');

/** Names of buttons in this office, by what they do: 初审通过, 不予批准. */
export type Labels = ReadonlyMap<string, CaseVerb>;

/** The verb that a phrase is, and nothing besides: 通过, 请把这份申请退回吧. `通过不了`, `通过了吗` are none. */
const verbOf = (said: string, labels?: Labels): TypedVerb | null => {
  const folded = fold(said);
  const known = (word: string) => labels?.get(word) ?? words.get(word);
  const whole = known(folded.replace(/^\//, ''));
  if (whole) return whole;
  const [, inner = ''] = phrase.exec(folded) ?? [];
  return known(inner) ?? null;
};

/** Longer texts than this are no command, in UTF-16 units. */
const LIMIT = 20;

const approving =
  /^(?:我看|我觉得)?(?:没(?:得|有|啥|什么)?(?:问题|意见)|无(?:异议|意见|问题)|可以|行)(?:的|了|吧)?$/u;
const working = /^(?:审核|审批|办理)(?:一下)?$/u;

/**
 * What a reviewer wants done without saying to which case: 通过; 可以，通过; 没问题，批准吧. `any`: work in general.
 * Nothing that is not wholly such words, so that a question with 通过 in it stays a question.
 */
export const bareVerbOf = (raw: string): CaseVerb | 'any' | null => {
  if (raw.length > LIMIT) return null;
  const text = clean(raw);
  if (/[?？]/u.test(text)) return null;
  if (working.test(fold(text))) return 'any';
  const pieces = text.split(/[\s，,。；;、!！.]+/u).filter(piece => piece !== '');
  const verbs = pieces.flatMap(piece => {
    const verb = verbOf(piece);
    return verb ? [verb] : approving.test(fold(piece)) || isNod(fold(piece)) ? [] : [null];
  });
  const [first] = verbs;
  if (!first || first === 'query' || verbs.some(verb => verb !== first)) return null;
  const { who } = reviewVerbs[first];
  // 撤回 and 下载 are words of applicants too.
  return who === 'author' || who === 'holder' ? null : first;
};

const numberPattern = /[A-Za-z0-9]{2,12}-\d{3,8}-[A-Za-z]/;

export interface TypedCommand {
  /** null: the words around the number are no command. */
  readonly verb: TypedVerb | null;
  readonly number: string;
  /** What stands behind number and verb: the reason of 退回 and 不通过. */
  readonly rest: string;
}

const carries = new RegExp(`^${lead}{0,3}$`, 'u');

/** A verb and what follows it: `退回 联系人：写全名`. */
const verbFirst = (said: string, labels?: Labels): Omit<TypedCommand, 'number'> => {
  const whole = verbOf(said, labels) ?? bareVerbOf(said);
  if (whole && whole !== 'any') return { verb: whole, rest: '' };
  const [, head = '', rest = ''] = /^(\S{2,8}?)[\s:：,，]+(.+)$/su.exec(said) ?? [];
  const verb = verbOf(head, labels);
  return { verb, rest: verb ? rest.trim() : '' };
};

/** `通过 WZ22-0007-K`, `退回 WZ22-0007-K 理由`, `WZ22-0007-K 可以，通过`, or a bare number (查询). Null without a number. */
export const typedCommandOf = (raw: string, labels?: Labels): TypedCommand | null => {
  // Full-width letters are read too, but a reason stays as it was written.
  const typed = clean(raw);
  const line = numberPattern.test(typed) ? typed : typed.normalize('NFKC');
  const found = numberPattern.exec(line);
  if (!found) return null;
  const number = found[0].toUpperCase();
  const before = line.slice(0, found.index).trim();
  const rest = line
    .slice(found.index + found[0].length)
    .replace(/^[\s:：,，]+/u, '')
    .trim();
  if (before === '' && rest === '') return { verb: 'query', number, rest };
  if (carries.test(before)) return { number, ...verbFirst(rest, labels) };
  const verb = before.length > LIMIT ? null : (verbOf(before, labels) ?? bareVerbOf(before));
  return { verb: verb === 'any' ? null : verb, number, rest };
};

/** `通过 编号、退回补正 编号 理由、…`: for the help of officers. */
export const commandList = ({ pack }: Pick<Context, 'pack'>): string =>
  CaseVerb.options
    .filter(verb => reviewVerbs[verb].who !== 'holder')
    .map(verb => {
      const slots = { verb: say(pack, `verb.${verb}`) };
      const reasoned = ['fields', 'reason'].includes(needOf(verb));
      return reasoned ? say(pack, 'staff.commandWhy', slots) : say(pack, 'staff.command', slots);
    })
    .join('、');

/** What this office calls the buttons of its stages. */
export const labelsOf = ({ pack }: Pick<Context, 'pack'>): Labels =>
  new Map(
    pack.review.stages.flatMap(stage =>
      stage.verbs.flatMap((verb): [string, CaseVerb][] =>
        stage.labels[verb] ? [[stage.labels[verb], verb]] : [],
      ),
    ),
  );
