import { pauseIn } from '../language/pauses.ts';
import type { Reading } from '../language/reading.ts';
import type { PolicyAnswer } from '../model/answer.ts';
import type { Event } from '../model/event.ts';
import { traitsOf } from '../model/pack/field-kinds.ts';
import { type Ask, type AskOf, type Meaning, takesAll, type WordyKind } from '../model/prompt.ts';
import type { HeardFact, Session } from '../model/session.ts';
import { labelledLine } from './bulk.ts';
import { type ChangeRequest, type Command, changeRequestOf, commandOf } from './commands.ts';
import type { Context } from './context.ts';
import { type EntryWish, entryWishIn } from './entry-wish.ts';
import { around } from './fields/around.ts';
import { readField } from './fields/registry.ts';
import type { Refusal } from './fields/value.ts';
import { findGroup, findPlaces } from './find-field.ts';
import { optionByText, saysSend } from './option-by-text.ts';
import { otherUnitIn } from './other-unit.ts';
import { continues, isDone, openProse, supplemented } from './prose.ts';
import { type Raised, raisedIn } from './raised.ts';
import { type Reassigned, reassignedIn } from './reassigned.ts';
import { type Link, linkOf } from './scene.ts';
import { isChecked } from './self-check.ts';
import { shapedFor, spokenAnswer } from './spoken-answer.ts';
import { type WorkWish, workWishIn } from './switch-work.ts';
import { tableAnswer } from './table-answer.ts';
import { clean, fold, length } from './text.ts';
import type { Told } from './told.ts';
import { toldFields } from './told-fields.ts';
import { toldOutside } from './told-outside.ts';
import { changes, mistaken } from './understand/corrections.ts';
import type { FactRead } from './understand/fact-read.ts';
import { ownFunctionIn } from './understand/own.ts';
import { answerTo, type Understanding } from './understand/understand.ts';
import { understood } from './understood.ts';
import { nextStep, type Place, placeOf, places } from './walk.ts';

/** What somebody said of her own unit, and what she asked or wanted in the same breath. */
export interface Statement {
  readonly facts: readonly HeardFact[];
  /** Answer to a question beside it; null when nothing was asked. */
  readonly answer: PolicyAnswer | null;
  /** What was told of and has to be asked about first. */
  readonly raised?: Raised | null;
}

/** What an inbound text or press means, given what was asked last. */
export type Intent =
  | { readonly kind: 'link'; readonly link: Link }
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'change'; readonly request: ChangeRequest }
  /** What is to be done with the entries of a repeating block, or with a value. */
  | EntryWish
  /** One of the options of the open prompt, pressed or named; `typed`: in these words. */
  | { readonly kind: 'option'; readonly asks: Ask; readonly means: Meaning; readonly typed?: string }
  /** Free text for the open prompt. */
  | { readonly kind: 'text'; readonly asks: AskOf<WordyKind>; readonly text: string }
  /** Something told of the unit itself, with what was asked beside it. */
  | ({ readonly kind: 'statement' } & Statement)
  /** Values for the form in ordinary prose, and corrections of what stands there, with what was asked beside them. */
  | { readonly kind: 'told'; readonly told: Told; readonly answer: PolicyAnswer | null }
  /** Values for the form where none is open: after the submission, in a draft put aside, or before there is one. */
  | { readonly kind: 'outside'; readonly told: Told; readonly also: Intent | null }
  /** Told of another unit than the one whose application is in hand. */
  | { readonly kind: 'other-unit'; readonly name: string }
  /** Another of the chat's applications is turned to. */
  | WorkWish
  /** What waits for a yes belongs elsewhere, or nowhere. */
  | ({ readonly kind: 'reassigned' } & Reassigned)
  /** A person is wanted, with what else was said: a number to call, a question. */
  | { readonly kind: 'human'; readonly text: string }
  /** A value for a place, given while the consent is asked for. */
  | { readonly kind: 'early'; readonly place: string; readonly value: string }
  | { readonly kind: 'bulk'; readonly text: string }
  /** Goes on with the prose answered last; or says that it is whole. */
  | { readonly kind: 'prose'; readonly text: string; readonly place: string }
  | { readonly kind: 'prose-done' }
  | { readonly kind: 'question'; readonly answer: PolicyAnswer; readonly text: string }
  | { readonly kind: 'stale-press' }
  | { readonly kind: 'late-text'; readonly text: string }
  | { readonly kind: 'empty' };

/** Longest text that can be taken for a question in the middle of the form, in characters. */
const QUESTION_LIMIT = 60;
/** How sure the matcher must be before a text without a question mark interrupts a free-text field. */
const SURE = 0.8;
/** Below this a match is a guess. */
const DOUBTFUL = 0.5;

const endsAsQuestion = /(?:[?？]|(?:吗|呢|么|嘛|不|没有?)[?？。!！~～]*)$/u;
const plainMark = /[?？][。!！~～]*$/u;
const asksSomething =
  /请问|什么时候|怎么|怎样|如何|多少|哪些|哪个|哪里|哪儿|是否|能不能|可不可以|要不要|有没有|需不需要|谁来|谁签|为什么|咋/u;

/** Looks like a question by form alone; long or many-lined texts are answers that may contain one. */
const looksLikeQuestion = (text: string): boolean =>
  length(text) <= QUESTION_LIMIT &&
  !text.includes('\n') &&
  (endsAsQuestion.test(text) || asksSomething.test(text));

/** Said to whoever is there, and never what a fact or a field was asked for. */
const courtesy =
  /^(?:你好|您好|你好呀|大家好|老师好|在吗|在不在|有人吗|有人在吗|早上好|上午好|中午好|下午好|晚上好|哈喽|嗨|喂|hi|hello|谢谢|谢谢您|谢谢你|谢谢老师|多谢|感谢|好的谢谢|辛苦了|收到|知道了|明白了|你好在吗|您好在吗)$/;
const isCourtesy = (text: string): boolean => courtesy.test(fold(text).replace(/\p{P}/gu, ''));

/** Refusals of what names nothing. */
const saysNothing: ReadonlySet<Refusal> = new Set<Refusal>([
  'control',
  'aside',
  'not-yet',
  'stand-in',
  'correction',
]);

/** Whether a text for a field is an answer or a question that came in between. */
const answersField = (
  ctx: Context,
  session: Session,
  fieldId: string,
  text: string,
  ask: () => PolicyAnswer,
): boolean => {
  const place = placeOf(ctx.pack.form, session, fieldId);
  if (!place) return false;
  const { strict } = traitsOf(place.field);
  const read = readField(place.field, text, around(ctx, place));
  if (strict && read.ok) return true;
  // What the field itself takes for a question is answered as one, however little the notice says to it.
  if (!read.ok && read.refusal === 'question') return ask().kind === 'smalltalk';
  // Words that only speak to somebody ask the notice nothing: the gate says why they are no value.
  if (!read.ok && saysNothing.has(read.refusal) && !endsAsQuestion.test(text)) return true;
  if (!looksLikeQuestion(text)) {
    if (!strict) return true;
    const { kind, confidence } = ask();
    return kind === 'smalltalk' || confidence < SURE;
  }
  const answer = ask();
  if (plainMark.test(text)) return answer.kind === 'smalltalk' && answer.tone === 'noise';
  if (answer.kind === 'action') return false;
  return !((answer.kind === 'answer' || answer.kind === 'silent') && (strict || answer.confidence >= SURE));
};

/** A short text at a field that asks from end to end, and is no value of a kind that has a shape of its own. */
const onlyAsks = (ctx: Context, session: Session, place: Place, text: string): boolean => {
  const { strict, choose, lines } = traitsOf(place.field);
  if (lines === 'many' || length(text) > QUESTION_LIMIT) return false;
  const { acts } = understood(ctx, session, text);
  if (!acts.includes('asks') || acts.some(act => act !== 'asks' && act !== 'greets')) return false;
  return !(strict && choose === null && readField(place.field, text, around(ctx, place)).ok);
};

const namesOf = (all: readonly Place[]): ReadonlySet<string> =>
  new Set(all.flatMap(({ field }) => [field.label, ...field.aliases]).map(fold));

/** `联系电话：…` where another field is asked for, or the answers are being checked: it says itself where it belongs. */
const isLabelledElsewhere = (ctx: Context, session: Session, text: string): boolean => {
  const asks = session.prompt?.asks;
  const label = asks?.kind === 'field' || asks?.kind === 'review' ? labelledLine(text)?.label : undefined;
  if (label === undefined) return false;
  const all = places(ctx.pack.form, session);
  const open = asks?.kind === 'field' ? all.filter(({ id }) => id === asks.field) : [];
  return namesOf(all).has(fold(label)) && !namesOf(open).has(fold(label));
};

const isBulk = (ctx: Context, session: Session, text: string): boolean => {
  if (!/[\n\t|]/.test(text)) return isLabelledElsewhere(ctx, session, text);
  const known = namesOf(places(ctx.pack.form, session));
  const labels = text
    .split(/[\n\t|]/)
    .filter(cell => known.has(fold(labelledLine(cell.trim())?.label ?? cell)));
  return labels.length >= 2;
};

/** Several cells of the table that is asked about. */
const isTable = (ctx: Context, session: Session, field: string, text: string): boolean => {
  const open = placeOf(ctx.pack.form, session, field);
  if (!open?.field.cell) return false;
  const all = places(ctx.pack.form, session);
  return tableAnswer(ctx, all, id => id in session.answers, open, text) !== null;
};

/** Longest text that is listened to for facts, in characters: a paragraph about oneself; anything longer is a document. */
const STATEMENT_LIMIT = 1_000;

/** The clauses that ask or wish: what tells beside them is the situation, not the question. */
const askedIn = ({ clauses }: Reading): string =>
  clauses.flatMap(({ act, words }) => (act === 'asks' || act === 'wants' ? [words] : [])).join('，');

/** Longest clause that is repeated whole as evidence, in characters. */
const EVIDENCE = 16;

/** The clause a fact was read from, where it is short: 没有失信 says more than 失信. */
const ownWords = ({ clauses }: Reading, { start, end, words }: FactRead): string => {
  const clause = clauses.find(each => each.start <= start && end <= each.end);
  return clause && length(clause.words) <= EVIDENCE ? clause.words : words;
};

/** What a text tells of the unit; null when it tells nothing. The question beside it is looked up only where one is asked. */
const statementIn = (
  ctx: Context,
  session: Session,
  text: string,
  read: Understanding,
  ask: (question: string) => PolicyAnswer,
): Extract<Intent, { kind: 'statement' }> | null => {
  const { reading, acts, facts, action } = read;
  if (length(text) > STATEMENT_LIMIT) return null;
  const asksFor = session.prompt?.asks;
  const raised = raisedIn(ctx, session, read, asksFor?.kind === 'fact' ? asksFor.fact : null);
  if (facts.length === 0 && raised === null) return null;
  // Whether they may apply is what the question that follows is asked for.
  const settles = raised !== null && action === 'eligibility';
  const answer = !settles && (acts.includes('asks') || acts.includes('wants')) ? ask(askedIn(reading)) : null;
  const asked = answer?.kind === 'action' || (acts.includes('asks') && answer?.kind !== 'smalltalk');
  return {
    kind: 'statement',
    facts: facts.map(read => ({ fact: read.fact, value: read.value, words: ownWords(reading, read) })),
    answer: asked ? answer : null,
    raised,
  };
};

/** At an open fact: its own answer, other facts told, or a question in between. What tells is never taken for a question. */
const toFact = (
  ctx: Context,
  session: Session,
  asks: AskOf<'fact'>,
  text: string,
  ask: (question?: string) => PolicyAnswer,
): Intent => {
  const read = understood(ctx, session, text);
  const { acts } = read;
  const told = statementIn(ctx, session, text, read, ask);
  const news = told?.facts.filter(({ fact, value }) => session.facts[fact] !== value) ?? [];
  const answered = told?.facts.some(({ fact }) => fact === asks.fact) ?? false;
  if (answered && told?.answer === null && !told.raised && news.every(({ fact }) => fact === asks.fact))
    return { kind: 'text', asks, text };
  if (told) return told;
  const answer = ask();
  const asked = acts.includes('asks') || acts.includes('wants') || looksLikeQuestion(text);
  return answer.kind !== 'smalltalk' && (asked || (!acts.includes('tells') && answer.confidence >= SURE))
    ? { kind: 'question', answer, text }
    : { kind: 'text', asks, text };
};

/** The answer to a question that stands beside something told; null where nothing is asked. */
const askedBeside = (
  ctx: Context,
  session: Session,
  text: string,
  ask: (question: string) => PolicyAnswer,
): PolicyAnswer | null => {
  const { reading, acts } = understood(ctx, session, text);
  const answer = acts.includes('asks') ? ask(askedIn(reading)) : null;
  return answer?.kind === 'smalltalk' ? null : answer;
};

/** What a text is to the prose answered in the turn before; null when it has nothing to do with it. */
const proseIntent = (ctx: Context, session: Session, text: string): Intent | null => {
  const prose = openProse(session);
  const whole = (prose && session.answers[prose.place]?.value) ?? '';
  const piece = prose && whole.slice(prose.from).trim();
  if (!piece) return null;
  const own = placeOf(ctx.pack.form, session, prose.place);
  if (!own || !readField(own.field, text, around(ctx, own)).ok) return null;
  if (isLabelledElsewhere(ctx, session, supplemented(text) ?? text)) return null;
  const asks = session.prompt?.asks;
  const place = asks?.kind === 'field' ? placeOf(ctx.pack.form, session, asks.field) : undefined;
  // Where only a choice is expected, words may be about it: 还有一家，是重庆大学.
  const fit = place === undefined || readField(place.field, text, around(ctx, place)).ok ? 'fits' : 'misfits';
  return continues(piece, text, fit, whole) ? { kind: 'prose', text, place: prose.place } : null;
};

/** 补充研发情况：…, at whatever question: prose that is there already is added to. */
const supplementIntent = (ctx: Context, session: Session, text: string): Intent | null => {
  const pair = labelledLine(supplemented(text) ?? '');
  if (!pair || pair.value === '') return null;
  const [place, ...others] = findPlaces(places(ctx.pack.form, session), pair.label).filter(
    ({ id, field }) => session.answers[id] !== undefined && traitsOf(field).lines === 'many',
  );
  return place && others.length === 0 ? { kind: 'prose', text: pair.value, place: place.id } : null;
};

/** Longest text that is a wish and nothing else, in characters. */
const WISH_LIMIT = 40;

/** 好 under a result of the self-check: on to what stands first there. */
const agreesToFill = (ctx: Context, session: Session, text: string): boolean =>
  session.journey === 'eligibility' &&
  session.prompt === null &&
  session.application === null &&
  isChecked(ctx, session) &&
  understood(ctx, session, text).answer === 'yes';

/** Longest wish for a person that says something beside it, in characters. */
const CALL_LIMIT = 120;
/** Minutes after a person was asked for in which a number that comes alone is meant for the call. */
const CALL_MINUTES = 15;

/** 删了重来, 从头来过: all of it is to go. */
const startsAnew =
  /^(?:我|我们|那|算了|不想填了|不填了|[，,])*(?:全部?|都|把?(?:它|这些|填的))?(?:删了|删掉|清了|清空了|清掉|推倒)(?:再|然后|全部)?(?:重来|重填|重新(?:来|填|开始|弄)|从头(?:来|再来|填))(?:过|一遍|一次)?[吧嘛了啊]*$|^(?:我|我们|那|算了|[，,])*从头(?:来过|再来|重来|重新来|重新填)[吧嘛了啊]*$/u;
/** Somebody is to call: 给我打过来, 回我电话. */
const callBack =
  /(?:给|跟)我们?(?:打|回)(?:个|一个)?(?:电话|过来|来|一下)?|打(?:给|我)我?们?|(?:回|打)(?:我|个|一个)(?:电话|过来)|打过来|联系我们?$/u;

/** A person is wanted, whatever else is told with it; or the number to call comes behind the wish. */
const callIn = (ctx: Context, session: Session, text: string): Intent | null => {
  if (length(text) > CALL_LIMIT) return null;
  const { reading, action, acts, answer } = understood(ctx, session, text);
  const { values, clauses } = reading;
  const phone = values.some(({ kind }) => kind === 'phone');
  const wished = acts.includes('wants') || (phone && acts.includes('asks'));
  if (phone && clauses.some(({ plain }) => callBack.test(plain))) return { kind: 'human', text };
  const others = clauses.filter(({ act }) => act === 'tells').length;
  if (action === 'human' && wished && (phone || (others === 0 && !acts.includes('asks'))))
    return phone ? { kind: 'human', text } : { kind: 'command', command: 'human' };
  const asked = session.tickets?.at(-1) ?? 0;
  const lately = asked > ctx.now.ms - CALL_MINUTES * 60_000;
  const onlyPhone =
    phone && values.every(({ kind }) => kind === 'phone' || kind === 'person') && clauses.length <= 2;
  return lately && onlyPhone && answer === null && session.prompt?.asks.kind !== 'field'
    ? { kind: 'human', text }
    : null;
};

/** What is wanted of somebody's own application, once there is one. */
const wishIn = (ctx: Context, session: Session, text: string): Command | null => {
  if (length(text) > WISH_LIMIT) return null;
  const { reading } = understood(ctx, session, text);
  const wish = ownFunctionIn(reading);
  // The filled-in form is there at any time; what is done with a submission needs one.
  if (wish === 'document' && session.journey === 'form' && reading.acts.every(act => act !== 'asks'))
    return wish;
  return session.application !== null && session.journey === 'idle' ? wish : null;
};

/** Before the consent, what shows by its form that it answers the question behind it and is nothing personal. */
const earlyAnswer = (ctx: Context, session: Session, text: string): Intent | null => {
  const { form } = ctx.pack;
  const step = nextStep(form, session);
  const first =
    session.focus !== null
      ? placeOf(form, session, session.focus)
      : step.kind === 'place'
        ? step.place
        : undefined;
  if (!first) return null;
  // The questions behind it, in their order, until one fits: whoever answers ahead does not count them.
  const ahead = places(form, session).filter(
    ({ id, section, entry }) =>
      section === first.section && entry === first.entry && !(id in session.answers),
  );
  for (const place of [first, ...ahead.filter(({ id }) => id !== first.id)]) {
    const value = place.field.personal ? null : shapedFor(ctx, session, place, text);
    if (value !== null) return { kind: 'early', place: place.id, value };
  }
  return null;
};

/** 没有, where it was asked back whether there is any: that is the answer to the fact itself. */
const deniedBack = (ctx: Context, session: Session, text: string): Intent | null => {
  const [heard] = session.heard;
  return heard?.value === true &&
    /^[没莫无冇木]/u.test(text) &&
    understood(ctx, session, text).answer === 'no'
    ? { kind: 'statement', facts: [{ ...heard, value: false, words: text }], answer: null }
    : null;
};

export const interpretText = (ctx: Context, session: Session, raw: string): Intent => {
  const text = clean(raw);
  if (text === '') return { kind: 'empty' };
  const asks = session.prompt?.asks ?? null;
  // 好了 behind prose agrees to nothing that stands below it; 没有了 may be written on a button.
  const labelled = session.prompt?.options.some(({ label }) => fold(label) === fold(text)) ?? false;
  if (openProse(session) && !labelled && isDone(text)) return { kind: 'prose-done' };
  // Her own words once more, where they were asked back: 没有 says no to nothing then.
  const moved = labelled ? null : reassignedIn(ctx, session, text);
  if (moved) return { kind: 'reassigned', ...moved };
  if (asks?.kind === 'heard' && !labelled && fold(session.heard[0]?.words ?? '') === fold(text))
    return { kind: 'option', asks, means: { kind: 'yes' } };
  const none = asks?.kind === 'heard' && !labelled ? deniedBack(ctx, session, text) : null;
  if (none) return none;
  const option = session.prompt ? optionByText(ctx, session, text) : null;
  // A number is an answer to a free-text field only when that field offers no numbered choices of its own.
  if (
    asks &&
    option &&
    !(asks.kind === 'field' && /^\d+$/.test(fold(text)) && option.means.kind !== 'value')
  ) {
    return { kind: 'option', asks, means: option.means, typed: text };
  }
  const command = commandOf(text);
  // A reason, a record or an answer to a ticket may well be a word like 修改 or 联系电话.
  const desk = asks !== null && takesAll(asks);
  if (command && (!desk || command === 'menu')) return { kind: 'command', command };
  if (!desk) {
    const pause = length(text) <= WISH_LIMIT ? pauseIn(understood(ctx, session, text).reading) : null;
    if (pause) return { kind: 'command', command: pause };
    if (asks?.kind === 'field' && isTable(ctx, session, asks.field, text))
      return { kind: 'text', asks, text };
    if (isBulk(ctx, session, text)) return { kind: 'bulk', text };
    const work = workWishIn(ctx, session, text);
    // 回到鸿运那份 names no field.
    if (work && work.to !== 'other') return work;
    const request = asks?.kind === 'fact' ? null : changeRequestOf(text);
    const going = request?.value === null ? commandOf(request.name) : null;
    // 回到首页: where to go is no field.
    if (going && findPlaces(places(ctx.pack.form, session), request!.name).length === 0)
      return { kind: 'command', command: going };
    if (request && hasTarget(ctx, session, request)) return { kind: 'change', request };
    const entry = entryWishIn(ctx, session, text);
    if (entry) return entry;
    if (agreesToFill(ctx, session, text)) return { kind: 'command', command: 'apply' };
    if (length(text) <= WISH_LIMIT && startsAnew.test(fold(text)))
      return { kind: 'command', command: 'restart' };
    const filling = asks?.kind === 'field' || asks?.kind === 'group' || asks?.kind === 'more';
    if (filling && length(text) <= WISH_LIMIT && saysSend(understood(ctx, session, text).reading))
      return { kind: 'command', command: 'submit' };
    const call = callIn(ctx, session, text);
    if (call) return call;
    const wish = wishIn(ctx, session, text);
    if (wish) return { kind: 'command', command: wish };
    const other = otherUnitIn(ctx, session, text);
    if (other !== null) return { kind: 'other-unit', name: other };
    if (work) return work;
    const told = toldOutside(ctx, session, text);
    if (told) return { kind: 'outside', told, also: beside(ctx, session, text, told) };
  }
  return interpretOpen(ctx, session, text, desk);
};

/** What else a message says that gives values where no form is open; null: nothing that is to be answered. */
const beside = (ctx: Context, session: Session, text: string, told: Told): Intent | null => {
  const rest = interpretOpen(ctx, session, text, false);
  const { acts, reading } = understood(ctx, session, text);
  const wish = acts.includes('wants') ? ctx.ask(askedIn(reading), session.topic) : null;
  if (wish?.kind === 'action' && rest.kind !== 'statement') return { kind: 'question', answer: wish, text };
  switch (rest.kind) {
    case 'statement':
      return rest.answer === null && told.values.some(({ corrects }) => corrects) ? null : rest;
    case 'question':
      return acts.includes('asks') && rest.answer.kind !== 'smalltalk' ? rest : null;
    case 'text':
      return rest.asks.kind === 'fact' &&
        answerTo(rest.asks.fact, understood(ctx, session, text)) !== undefined
        ? rest
        : null;
    default:
      return null;
  }
};

/** What a text that is neither an option nor a command nor a wish means to what is open. */
const interpretOpen = (ctx: Context, session: Session, text: string, desk: boolean): Intent => {
  const asks = session.prompt?.asks ?? null;
  const prose = desk ? null : (supplementIntent(ctx, session, text) ?? proseIntent(ctx, session, text));
  if (prose) return prose;
  const ask = (question = text): PolicyAnswer => ctx.ask(question, session.topic);
  if ((asks?.kind === 'field' || asks?.kind === 'fact') && isCourtesy(text))
    return { kind: 'question', answer: ask(), text };
  if (asks?.kind === 'fact') return toFact(ctx, session, asks, text, ask);
  const told = desk ? null : toldFields(ctx, session, text);
  if (told) return { kind: 'told', told, answer: askedBeside(ctx, session, text, ask) };
  if (asks?.kind === 'field') {
    const open = placeOf(ctx.pack.form, session, asks.field);
    if (open && onlyAsks(ctx, session, open, text)) return { kind: 'question', answer: ask(), text };
    const spoken = open ? spokenAnswer(ctx, session, open, text) : null;
    if (spoken !== null) return { kind: 'text', asks, text: spoken };
    if (answersField(ctx, session, asks.field, text, ask)) return { kind: 'text', asks, text };
    return { kind: 'question', answer: ask(), text };
  }
  if (asks && takesAll(asks)) return { kind: 'text', asks, text };
  const early = asks?.kind === 'consent' ? earlyAnswer(ctx, session, text) : null;
  if (early) return early;
  const stated = statementIn(ctx, session, text, understood(ctx, session, text), ask);
  if (stated) return stated;
  const answer = ask();
  // At an open choice, words that neither ask nor fit anything well are more likely a slip than a question.
  const guess = answer.kind === 'answer' || answer.kind === 'silent';
  const unsaid = answer.kind === 'smalltalk' && answer.tone === 'off-topic' && answer.trace.intent !== null;
  const asked = looksLikeQuestion(text) || understood(ctx, session, text).acts.includes('asks');
  return session.prompt && (unsaid || (guess && answer.confidence < DOUBTFUL)) && !asked
    ? { kind: 'empty' }
    : { kind: 'question', answer, text };
};

/**
 * "修改 X" is a request only when X names something of the form; otherwise it may be an ordinary sentence, and so it is where
 * what follows changes a second thing.
 */
const hasTarget = (ctx: Context, session: Session, request: ChangeRequest): boolean =>
  request.value === null
    ? true
    : changes.test(request.value) || mistaken.test(request.value)
      ? false
      : findPlaces(places(ctx.pack.form, session), request.name).length > 0 ||
        findGroup(ctx.pack.form.sections, request.name) !== undefined;

/** Meaning of a pressed button: a fixed link, an option of the open prompt, or one that is no longer asked. */
export const interpretPress = (session: Session, token: string): Intent => {
  const link = linkOf(token);
  if (link) return { kind: 'link', link };
  const at = token.lastIndexOf('_');
  const { prompt } = session;
  const option =
    prompt && token.slice(0, at) === prompt.id ? prompt.options[Number(token.slice(at + 1))] : undefined;
  return option && prompt
    ? { kind: 'option', asks: prompt.asks, means: option.means }
    : { kind: 'stale-press' };
};

/**
 * Came behind something the platform numbered higher, or replies to another prompt than the open one. Where nothing is
 * open, nothing can be answered by mistake.
 */
export const isLate = (session: Session, event: Event): boolean =>
  (event.seq !== undefined && session.seq !== null && event.seq <= session.seq) ||
  (event.body.kind === 'text' &&
    event.body.prompt !== undefined &&
    session.prompt !== null &&
    event.body.prompt !== session.prompt.id);

/** Commands about the question on screen: meant for an earlier one, they would be done to another. */
const aboutTheQuestion: ReadonlySet<Command> = new Set<Command>([
  'skip',
  'back',
  'undo',
  'submit',
  'resubmit',
  'useful',
  'useless',
]);

/** What a late text still means: a question or a command stands on its own, an answer is only repeated. */
export const interpretLate = (ctx: Context, session: Session, raw: string): Intent => {
  const text = clean(raw);
  const command = commandOf(text);
  if (command && !aboutTheQuestion.has(command)) return { kind: 'command', command };
  const { acts } = understood(ctx, session, text);
  return !command && acts.includes('asks') && acts.every(act => act === 'asks' || act === 'greets')
    ? { kind: 'question', answer: ctx.ask(text, session.topic), text }
    : { kind: 'late-text', text: raw };
};
