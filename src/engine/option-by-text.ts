import { read } from '../language/read.ts';
import type { Clause, Reading } from '../language/reading.ts';
import { words as vocabulary, type WordClass } from '../language/words.ts';
import type { AskKind, Prompt, PromptOption } from '../model/prompt.ts';
import type { Session } from '../model/session.ts';
import { commandOf } from './commands.ts';
import type { Context } from './context.ts';
import { isSuggestion } from './hollow.ts';
import { isAside } from './scene.ts';
import { fold, length } from './text.ts';
import { vocabularyOf } from './understand/vocabulary.ts';

/** Longest text that may name an option, in characters: buttons are short, and so is who answers instead of pressing. */
const NAMING = 20;
/** How much of a label must be said for it to be meant, when it is not one of its parts. */
const ENOUGH = 0.5;

/** Whether a text is made of words of these classes and nothing else: 好的同意, 嗯嗯可以. */
const madeOf = (plain: string, ...kinds: readonly WordClass[]): boolean => {
  const reached = [0];
  for (let at = 0; at < plain.length; at += 1)
    if (reached.includes(at))
      for (let end = at + 1; end <= plain.length; end += 1)
        if (vocabulary.get(plain.slice(at, end))?.some(kind => kinds.includes(kind))) reached.push(end);
  return plain !== '' && reached.includes(plain.length);
};

/** What a clause answers, also where it says it twice in one breath. */
const answerIn = ({ answer, plain }: Clause): Clause['answer'] =>
  answer ?? (madeOf(plain, 'yes') ? 'yes' : madeOf(plain, 'no') ? 'no' : null);

/** 没有, 没了, 无: there is none, or no more of it. It refuses nothing. */
const absence = /^(?:都|也|还|就|暂|再|啥子?|什么)*[没莫无冇木]/u;

/** A yes or a no that every clause agrees on; courtesies count for nothing. Null: neither, or both. */
const agreement = ({ clauses }: Reading): 'yes' | 'no' | 'none' | null => {
  const said = clauses.filter(({ act }) => act !== 'greets');
  const answers = said.map(answerIn);
  const [first] = answers;
  if ((first !== 'yes' && first !== 'no') || answers.some(answer => answer !== first)) return null;
  return first === 'no' && said.every(({ plain }) => absence.test(plain)) ? 'none' : first;
};

/** Prompts that ask whether there is something: 没有 answers them, and no other. */
const asksForAny: ReadonlySet<AskKind> = new Set<AskKind>(['group', 'more', 'fact', 'field']);

/** Of options that fit, the only one; of several none is guessed. */
const only = (options: readonly PromptOption[]): PromptOption | null =>
  options.length === 1 ? options[0]! : null;

const byLabel = (options: readonly PromptOption[], wanted: string): PromptOption | null => {
  const exact = options.find(({ label }) => fold(label) === wanted);
  if (exact) return exact;
  const parts = options.filter(({ label }) =>
    label.split(/[，,、（(：:]/u).some(part => fold(part) === wanted),
  );
  if (parts.length > 0 || wanted.length < 2) return only(parts);
  return only(
    options.filter(({ label, means }) => {
      const whole = fold(label);
      return !isAside(means) && whole.includes(wanted) && wanted.length >= whole.length * ENOUGH;
    }),
  );
};

/** What points at a thing without being a part of its name: 就是那个协议. */
const pointing =
  /^(?:就|它|这|那|是|个|份|用|的|当|作|为|给|填|选|要|放|归|到)+|(?:的|吧|啊|哦|呢|哈){1,4}$/gu;

/** Where one of several things is to be chosen, a part of its name is enough when no other has it. */
const byPart = ({ asks, options }: Prompt, wanted: string): PromptOption | null => {
  if (asks.kind !== 'file' && asks.kind !== 'mine') return null;
  const word = wanted.replace(pointing, '');
  return word.length < 2 ? null : only(options.filter(({ label }) => fold(label).includes(word)));
};

/** What is suggested of the values that may be chosen: the one set off, or the only one. */
const suggested = (options: readonly PromptOption[]): PromptOption | null => {
  const values = options.filter(({ means }) => means.kind === 'value' || means.kind === 'done');
  return values.find(({ style }) => style === 'primary') ?? only(values);
};

/** Says that it is so; 好 and 可以 only consent to go on. */
const affirms = /^(?:是|对|没错|确实|就是|正确|yes)/u;

/** What yes or no means at this prompt: its own yes and no, what would be gone on with, or the one thing suggested. */
const byAgreement = (
  options: readonly PromptOption[],
  said: 'yes' | 'no',
  wanted: string,
): PromptOption | null => {
  const own = options.find(({ means }) => means.kind === said);
  if (own || said === 'no') return own ?? null;
  const offered = suggested(options);
  // What was only asked back, because it hardly looks like a value, wants more than a nod.
  return offered?.style === 'primary' || offered?.means.kind === 'done' || affirms.test(wanted)
    ? offered
    : null;
};

/** Prompts that propose something the chat has read or would do next: 听你的 takes it. Others want a yes of their own. */
const proposes: ReadonlySet<AskKind> = new Set<AskKind>(['bulk', 'offer', 'heard-all']);

/** Said before the verb that is written on a button, and behind it. */
const leads =
  /^(?:[嗯恩哦噢]|那就?|就|都|全部?|请|帮我|给我|我要|要|可以|先|马上|直接|再|把它|[，,。.!！~\s])+/u;
const trails =
  /(?:上去|进去|进来|下来|[上进入好掉下]|一下|[吧了嘛啊哈呀呗噻哦咯]|可以|就行|就好|谢谢|[，,。.!！~\s])$/u;
const refusing = /^(?:先|暂时?|还是|就|那|都)*(?:不用|不要|不想|不|别|莫|勿)(?:要|先)?/u;
/** What one letter may stand for: the verbs of our own buttons. */
const shortVerbs = /^[填测交删报写改清撤开要]$/u;

const trimmed = (text: string): string => {
  let rest = text.replace(leads, '');
  while (rest.length > 1 && trails.test(rest)) rest = rest.replace(trails, '');
  return rest;
};

/** Words that only agree, before the verb: 嗯 填, 好的提交. */
const afterYes = (text: string): string => {
  for (let end = Math.min(4, text.length - 1); end > 0; end -= 1)
    if (madeOf(text.slice(0, end), 'yes')) return text.slice(end).replace(/^[，,。.!！~\s]+/u, '');
  return text;
};

/** A yes or no by the verb on its button: 填上吧 at 确认填入 and 不填入, 不测 at 开始自测 and 暂不自测. */
const byVerb = (options: readonly PromptOption[], typed: string): PromptOption | null => {
  const [yes, no] = (['yes', 'no'] as const).map(kind => options.find(({ means }) => means.kind === kind));
  if (!yes || !no) return null;
  const refused = refusing.exec(typed);
  const verb = trimmed(refused ? typed.slice(refused[0].length) : afterYes(typed));
  if (verb.length < 2 && !shortVerbs.test(verb)) return null;
  const said = refused ? no : yes;
  return fold(said.label).includes(verb) || (refused && fold(yes.label).includes(verb)) ? said : null;
};

/** Prompts that show what was given and ask whether it may go on as it stands. */
const showsAll: ReadonlySet<AskKind> = new Set<AskKind>(['review', 'commit']);
/** The verbs that send off what was shown. */
const sends = /(?:提交|上交|上报|报上去|[交报])(?:申请|申请书|材料)?$/u;

/** That it was looked at and is right, or may be sent, in every clause: 看过了，交吧 · 没得问题咯 · 已阅读并同意提交. */
const byReadiness = (options: readonly PromptOption[], { clauses }: Reading): PromptOption | null => {
  const said = clauses
    .filter(({ act, plain }) => act !== 'greets' && plain !== '')
    .map(({ plain }) => trimmed(plain));
  const bare = (clause: string): string =>
    clause.replace(sends, '').replace(/[吧了嘛啊哈呀噻咯啦]{1,2}$/u, '');
  const ready = said.every(
    clause => bare(clause) === '' || madeOf(bare(clause), 'yes', 'checked', 'besides'),
  );
  const says = said.some(clause => sends.test(clause) || !madeOf(bare(clause), 'besides'));
  return ready && says ? only(options.filter(({ style }) => style === 'primary')) : null;
};

/** That it was read and may be sent, where nothing of the kind is asked: 阅读了，提交. */
export const saysSend = ({ clauses }: Reading): boolean => {
  const said = clauses
    .filter(({ act, plain }) => act !== 'greets' && plain !== '')
    .map(({ plain }) => trimmed(plain));
  const bare = (clause: string): string =>
    clause.replace(sends, '').replace(/[吧了嘛啊哈呀噻咯啦]{1,2}$/u, '');
  return (
    said.some(clause => sends.test(clause)) &&
    said.every(clause => bare(clause) === '' || madeOf(bare(clause), 'yes', 'checked', 'besides'))
  );
};

const yesOf = (options: readonly PromptOption[]): PromptOption | null =>
  options.find(({ means }) => means.kind === 'yes') ?? null;

/** What a bare yes or no can answer. */
const agreeable = new Set<PromptOption['means']['kind']>(['yes', 'no', 'value', 'done']);

/**
 * The option of the open prompt that a text means: its label or enough of it, its number, or a yes or no in anybody's
 * words. Words that always mean the same (commands) are left to themselves. Null: none, or more than one.
 */
export const optionByText = (
  ctx: Pick<Context, 'pack'>,
  session: Session,
  text: string,
): PromptOption | null => {
  const options = session.prompt?.options ?? [];
  const wanted = fold(text);
  if (wanted === '' || options.length === 0 || length(text) > NAMING) return null;
  if (/^\d{1,2}$/.test(wanted)) return options[Number(wanted) - 1] ?? null;
  const { asks } = session.prompt!;
  const named =
    byLabel(options, wanted) ??
    byPart(session.prompt!, wanted) ??
    (asksForAny.has(asks.kind) ? null : byVerb(options, wanted));
  if (named) return named;
  let made: Reading | null = null;
  const reading = (): Reading => (made ??= read(text, vocabularyOf(ctx.pack)));
  const ready = showsAll.has(asks.kind) ? byReadiness(options, reading()) : null;
  if (ready) return ready;
  if (commandOf(text) !== null) return null;
  if (isSuggestion(wanted)) {
    const offered = suggested(options);
    return offered?.style === 'primary' ? offered : proposes.has(asks.kind) ? yesOf(options) : null;
  }
  const mine = options.filter(({ means }) => !isAside(means));
  if (!mine.some(({ means }) => agreeable.has(means.kind))) return null;
  const said = agreement(reading());
  // Asked back whether there is any, 没有 says that there is none: yes to a no, and no to a yes.
  if (said === 'none' && asks.kind === 'heard')
    return byAgreement(mine, session.heard[0]?.value === false ? 'yes' : 'no', wanted);
  if (said === 'none') return asksForAny.has(asks.kind) ? byAgreement(mine, 'no', wanted) : null;
  return said === null ? null : byAgreement(mine, said, wanted);
};
