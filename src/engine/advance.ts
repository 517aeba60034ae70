import { chatKey } from '../model/address.ts';
import type { AuditEntry } from '../model/audit.ts';
import { type Event, LONGEST_TEXT } from '../model/event.ts';
import type { Session } from '../model/session.ts';
import type { Effect, Turn } from '../model/turn.ts';
import { takeForm, takePaste } from './acts/bulk.ts';
import { change, changeMenu, goTo } from './acts/change.ts';
import { burnClaim, takeClaim } from './acts/claim.ts';
import { clearPlace } from './acts/clear.ts';
import { takeEarly } from './acts/consent.ts';
import { askNext, fileFor, refuseFile, sayUnread, takeFile, takesFiles, waitingNotes } from './acts/files.ts';
import { beginEntries, keepEntries, takeEntryRequest } from './acts/groups.ts';
import { tellApart, turnTo } from './acts/mine.ts';
import { takeOutside } from './acts/outside.ts';
import { closeProse, continueProse } from './acts/prose.ts';
import { remembering, takeEdit, takeRecall } from './acts/revised.ts';
import { hearAnswer, takeStatement } from './acts/statement.ts';
import * as talk from './acts/talk.ts';
import { takeTold } from './acts/told.ts';
import { adopt } from './adopt.ts';
import { labelledLine } from './bulk.ts';
import { claimIn } from './claim-code.ts';
import { commandOf } from './commands.ts';
import { needsConsent } from './consent.ts';
import type { Context, World } from './context.ts';
import { currentScene } from './current-scene.ts';
import { type Intent, interpretLate, interpretPress, interpretText, isLate } from './interpret.ts';
import { choose, settled, write } from './prompts.ts';
import { quotedQuestion, withoutQuote } from './quoted.ts';
import type { Reaction } from './reaction.ts';
import { alertUndelivered } from './review/alerts.ts';
import { takeAtDesk } from './review/at-desk.ts';
import { bindByCode, bindCodeOf, operate } from './review/binding.ts';
import { pressCase, runBare, runTyped } from './review/desk.ts';
import { isDeskCommand, offerDesk } from './review/desk-link.ts';
import { fireTimer } from './review/fire.ts';
import { shownIn } from './review/in-group.ts';
import { handOnPapers } from './review/later-papers.ts';
import { seatsOf } from './review/people.ts';
import { openTicket, pressTicket, relayToStaff, runTicketCommand } from './review/tickets.ts';
import { todoList } from './review/todo.ts';
import { isTodoCommand } from './review/todo-command.ts';
import { bareVerbOf } from './review/verb-words.ts';
import { commandOfLink, runCommand } from './run-command.ts';
import { chosenBy, line, present, type Scene, said } from './scene.ts';
import { factScene } from './scenes/eligibility.ts';
import { fileIn, pointsAtPaper, purposeBeside, purposeIn } from './scenes/file-purpose.ts';
import { menuScene } from './scenes/menu.ts';
import { askedAgain, repairBlock, repairScene } from './scenes/repair.ts';
import { factById } from './self-check.ts';
import { clean, length, shorten } from './text.ts';
import { subjectOfToken } from './tokens.ts';
import { understood } from './understood.ts';
import { nextStep } from './walk.ts';
import { say } from './wording.ts';

const react = (ctx: Context, world: World, intent: Intent): Reaction => {
  ctx.interpreted?.();
  const { session } = world;
  switch (intent.kind) {
    case 'link':
      return runCommand(ctx, world, commandOfLink[intent.link]);
    case 'command':
      return runCommand(ctx, world, intent.command);
    case 'change':
      return change(ctx, session, intent.request);
    case 'entry':
      return takeEntryRequest(ctx, session, intent.does, intent.group, intent.entry);
    case 'entries':
      return keepEntries(ctx, session, intent.group, intent.count);
    case 'begin':
      return beginEntries(ctx, session, intent.group, intent.names, intent.text);
    case 'clear':
      return intent.place === null ? changeMenu(ctx, session) : clearPlace(ctx, session, intent.place);
    case 'option':
      return intent.typed !== undefined && intent.asks.kind === 'fact' && intent.means.kind === 'fact'
        ? hearAnswer(ctx, session, {
            fact: intent.asks.fact,
            value: intent.means.value,
            words: intent.typed,
          })
        : choose(ctx, world, intent.asks, intent.means);
    case 'text':
      return write(ctx, world, intent.asks, intent.text);
    case 'statement':
      return takeStatement(ctx, world, intent);
    case 'told':
      return settled(takeTold(ctx, session, intent.told, intent.answer));
    case 'outside':
      return takeOutside(
        ctx,
        world,
        intent.told,
        intent.also === null ? null : react(ctx, world, intent.also),
      );
    case 'other-unit':
      return tellApart(ctx, session, intent.name);
    case 'work':
      return turnTo(ctx, world, intent);
    case 'reassigned': {
      const waits = Object.entries(session.proposed).filter(([id]) => !intent.dropped.includes(id));
      const cleared: Session = { ...session, proposed: Object.fromEntries(waits) };
      return intent.values.length === 0
        ? { session: cleared, notes: [line(ctx, 'bulk.discarded')] }
        : settled(
            takeTold(ctx, cleared, { values: intent.values, wrong: null, left: [], unclear: null }, null),
          );
    }
    case 'human':
      return openTicket(ctx, world, intent.text);
    case 'early':
      return takeEarly(ctx, session, intent.place, intent.value);
    case 'bulk':
      return takePaste(ctx, session, intent.text);
    case 'prose':
      return continueProse(ctx, session, intent);
    case 'prose-done':
      return closeProse(ctx, session);
    case 'question':
      return talk.answerQuestion(ctx, world, intent.answer, intent.text);
    case 'stale-press':
      return { session, notes: [line(ctx, 'late.button')], toast: say(ctx.pack, 'late.button') };
    case 'late-text':
      return { session, notes: [line(ctx, 'late.text'), said(shorten(clean(intent.text), 200))] };
    case 'empty':
      return session.prompt
        ? {
            session,
            misread: true,
            // Questions are short and repeated; a page or a list above a choice is not.
            ...(session.prompt.options.length > 0 && !['fact', 'field'].includes(session.prompt.asks.kind)
              ? { scene: repairScene(ctx, session) }
              : { notes: [repairBlock(ctx, session)] }),
          }
        : { session, scene: menuScene(ctx, session, say(ctx.pack, 'menu.unclear')) };
    default:
      return intent satisfies never;
  }
};

/** At a question of the form, or at the consent before it. */
const isFilling = ({ prompt, journey }: Session): boolean =>
  journey === 'form' && (prompt?.asks.kind === 'field' || prompt?.asks.kind === 'consent');

/** What only people of the office say, and what anybody says on a thread that is with an officer. */
const reactAsideFromForm = (ctx: Context, world: World, event: Event, raw: string): Reaction | null => {
  const { session, roster } = world;
  const ticket = session.ticket === null ? undefined : world.tickets.get(session.ticket);
  if (ticket?.status === 'open') return relayToStaff(ctx, world, ticket, raw);
  const code = bindCodeOf(raw);
  if (code) return bindByCode(ctx, world, event, code);
  if (seatsOf(roster, session.actor).length === 0) return null;
  if (isDeskCommand(raw)) return offerDesk(ctx, world);
  const reaction = reactToOffice(ctx, world, raw);
  return reaction && { ...reaction, discreet: true };
};

/** What an officer types about cases and tickets. */
const reactToOffice = (ctx: Context, world: World, raw: string): Reaction | null => {
  if (isTodoCommand(raw)) return todoList(ctx, world);
  const bare = world.session.prompt === null ? bareVerbOf(raw) : null;
  if (bare) return runBare(ctx, world, bare);
  return runTyped(ctx, world, raw) ?? runTicketCommand(ctx, world, raw);
};

const reactToPress = (ctx: Context, world: World, token: string): Reaction => {
  if (ctx.notices.some(notice => notice.token === token)) return talk.goHome(ctx, world.session);
  const [subject] = subjectOfToken(token);
  if (!subject) return react(ctx, world, interpretPress(world.session, token));
  const reaction =
    subject.kind === 'application'
      ? pressCase(ctx, world, subject.id, token)
      : pressTicket(ctx, world, subject.id, token.slice(token.lastIndexOf('_') + 1));
  return { ...reaction, discreet: seatsOf(world.roster, world.session.actor).length > 0 };
};

/**
 * Words at the question what a file is for: they say it, or they are meant for the question that was open before; the file
 * goes on waiting.
 */
const reactToWords = (ctx: Context, world: World, typed: string): Reaction => {
  const { session } = world;
  const { prompt } = session;
  const intent = interpretText(ctx, session, typed);
  const words = intent.kind === 'text' || intent.kind === 'statement' || intent.kind === 'empty';
  // What a file is for, said where none has come: 就是那个协议 answers nothing else.
  if (words && isFilling(session) && session.pendingFiles.length === 0)
    if (pointsAtPaper(clean(typed)) && purposeIn(ctx, session, clean(typed)))
      return { session, notes: [line(ctx, 'file.noneYet')] };
  if (prompt?.asks.kind !== 'file' || intent.kind === 'option' || intent.kind === 'command')
    return react(ctx, world, intent);
  if (purposeIn(ctx, session, clean(typed))) return write(ctx, world, { kind: 'file' }, clean(typed));
  const spoken = fileIn(session, clean(typed));
  const means = spoken && (purposeIn(ctx, session, spoken.rest)?.means ?? purposeBeside(ctx, spoken.rest));
  if (means) return fileFor(ctx, firstOf(session, spoken.at), means);
  const { question } = currentScene(ctx, session, true);
  const before: Session = {
    ...session,
    prompt: question ? { id: prompt.id, asks: question.asks, options: [...question.options] } : null,
  };
  const reaction = react(ctx, { ...world, session: before }, interpretText(ctx, before, typed));
  const notes = [...(reaction.notes ?? []), ...waitingNotes(ctx, reaction.session)];
  return { ...reaction, notes };
};

type TextBody = Extract<Event['body'], { kind: 'text' }>;

/** What a reply to an earlier question of the form or the self-check says goes there; what stands there is asked about first. */
const reactToQuoted = (ctx: Context, world: World, body: TextBody): Reaction | null => {
  const { session } = world;
  const { text: typed } = body;
  const within = ['form', 'returned', 'eligibility'].includes(session.journey) && session.ticket === null;
  const quoted = within && !commandOf(typed) ? quotedQuestion(ctx, session, body) : null;
  if (!quoted) return null;
  const late = interpretLate(ctx, session, typed);
  if (late.kind !== 'late-text') return react(ctx, world, late);
  if (quoted.kind === 'field')
    return session.journey === 'eligibility' ? null : takeForm(ctx, session, { [quoted.place.id]: typed });
  const { question } = factScene(ctx, session, factById(ctx, quoted.fact));
  const prompt = question && { id: 'quoted', asks: question.asks, options: [...question.options] };
  const then: Session = { ...session, prompt: prompt ?? null };
  return react(ctx, { ...world, session: then }, interpretText(ctx, then, typed));
};

/** What words beside a file may do besides saying what it is for; anything else in them is no answer to what is asked. */
const besideFile: ReadonlySet<Intent['kind']> = new Set<Intent['kind']>([
  'link',
  'command',
  'change',
  'statement',
  'told',
  'bulk',
  'question',
]);

/**
 * Words that came along with a file say what it is for, or ask or tell something of their own; they answer nothing that was
 * asked, unless they are too long to be about the file. The file is asked about all the same.
 */
const withCaption = (
  ctx: Context,
  world: World,
  taken: Reaction,
  caption: string,
  waits: boolean,
): Reaction => {
  const { session, notes = [] } = taken;
  const words = clean(caption);
  if (session.journey === 'idle') {
    const said = reactToWords(ctx, { ...world, session }, caption);
    return { ...said, notes: [...notes, ...(said.notes ?? [])] };
  }
  const intent = interpretText(ctx, session, words);
  const asks = intent.kind === 'question' || intent.kind === 'bulk';
  const purpose =
    waits && !asks ? (purposeIn(ctx, session, words)?.means ?? purposeBeside(ctx, words)) : null;
  if (purpose) {
    const filed = fileFor(ctx, lastFirst(session), purpose);
    return { ...filed, notes: [...notes, ...(filed.notes ?? [])] };
  }
  const answers =
    intent.kind === 'text' &&
    (length(words) > LONGEST_CAPTION || labelledLine(words.split('\n')[0]!) !== null);
  if (!answers && !besideFile.has(intent.kind)) return taken;
  const said = react(ctx, { ...world, session }, intent);
  const all = [...notes, ...(said.notes ?? [])];
  return waits && (said.scene === undefined || said.scene === 'next')
    ? { ...said, ...askNext(ctx, said.session, all) }
    : { ...said, notes: all };
};

/** Longest words that are about the file they came with, in characters; more is told for its own sake. */
const LONGEST_CAPTION = 40;

/** One of the waiting files is spoken of, before the others. */
const firstOf = (session: Session, at: number): Session => ({
  ...session,
  pendingFiles: [session.pendingFiles[at]!, ...session.pendingFiles.filter((_, index) => index !== at)],
});

/** The file that came last is spoken of, before those that wait longer. */
const lastFirst = (session: Session): Session => firstOf(session, session.pendingFiles.length - 1);

const reactTo = (ctx: Context, world: World, event: Event): Reaction => {
  const { session } = world;
  const body = event.body.kind === 'text' ? withoutQuote(ctx, session, event.body) : event.body;
  if ((body.kind === 'text' || body.kind === 'edited') && body.text.length > LONGEST_TEXT)
    return { session, notes: [line(ctx, 'text.tooLong', { limit: LONGEST_TEXT })] };
  // Something typed into a field may look like a draft code; there only a code that exists is one.
  const sent = claimIn(event) !== null;
  if (sent && world.claim && session.address.kind === 'group') return burnClaim(ctx, world);
  const code = sent && session.address.kind === 'private';
  if (code && (world.claim || session.prompt?.asks.kind !== 'field')) return takeClaim(ctx, world);
  switch (body.kind) {
    case 'text':
      return (
        reactToQuoted(ctx, world, body) ??
        (isLate(session, event)
          ? react(ctx, world, interpretLate(ctx, session, body.text))
          : (reactAsideFromForm(ctx, world, event, body.text) ?? reactToWords(ctx, world, body.text)))
      );
    case 'press':
      return reactToPress(ctx, world, body.token);
    case 'form':
      return session.prompt?.id === body.prompt && session.prompt.asks.kind === 'field'
        ? takeForm(ctx, session, body.values)
        : react(ctx, world, { kind: 'stale-press' });
    case 'place':
      return goTo(ctx, session, body.place);
    case 'case':
      return takeAtDesk(ctx, world, body);
    case 'unread': {
      const unread = sayUnread(ctx, session, body.what);
      if (body.caption === undefined) return unread;
      const said = reactToWords(ctx, world, body.caption);
      return { ...said, notes: [...(unread.notes ?? []), ...(said.notes ?? [])] };
    }
    case 'edited': {
      const ticket = session.ticket === null ? undefined : world.tickets.get(session.ticket);
      if (ticket?.status === 'open') return relayToStaff(ctx, world, ticket, body.text);
      // A question that was put otherwise is answered as it stands now.
      const used = session.messages.some(({ id }) => id === event.message);
      const intent = used ? null : interpretText(ctx, session, body.text);
      return intent?.kind === 'question' && understood(ctx, session, body.text).acts.includes('asks')
        ? react(ctx, world, intent)
        : takeEdit(ctx, session, event.message ?? '', body.text);
    }
    case 'recalled':
      return takeRecall(ctx, session, event.message ?? '');
    case 'file': {
      const taken = takeFile(ctx, session, body.file, body.for);
      const waits = taken.session.pendingFiles.at(-1)?.id === body.file.id;
      if (body.caption !== undefined) return withCaption(ctx, world, taken, body.caption, waits);
      // The answer comes with the last of them, and names all that wait.
      return event.more && waits ? { session: taken.session, scene: 'nothing' } : taken;
    }
    case 'file-refused':
      return refuseFile(ctx, session, body);
    case 'enter':
      // Their answer may have got lost with the file that was to bring it.
      if (session.journey !== 'idle' && !session.paused && takesFiles(session) && !needsConsent(ctx, session))
        return askNext(ctx, session, []);
      return session.turn > 0 && (session.journey !== 'idle' || session.paused)
        ? { session, ...(session.paused ? { scene: menuScene(ctx, session) } : {}) }
        : { session, scene: menuScene(ctx, session) };
    case 'timer':
    case 'undelivered':
    case 'operator':
      return { session, scene: 'nothing' };
    default:
      return body satisfies never;
  }
};

/** Join what is said first with what is shown next into one scene: one turn, one message. */
const joined = (reaction: Reaction, scene: Scene): Scene => ({
  ...scene,
  blocks: [...(reaction.notes ?? []), ...scene.blocks],
  ...(reaction.files ? { files: [...reaction.files, ...(scene.files ?? [])] } : {}),
  ...(reaction.ways ? { links: [...reaction.ways, ...(scene.links ?? [])] } : {}),
});

/**
 * One step of the conversation: (pack, state, event) -> new state and effects. Pure: the same arguments give the same
 * turn, so computing it again after a conflict or a crash is harmless.
 */
export const advance = (ctx: Context, world: World, event: Event): Turn => {
  switch (event.body.kind) {
    case 'operator':
      return operate(ctx, world, event);
    case 'timer':
      return fireTimer(ctx, world, event.body.name, event.body.data);
    case 'undelivered':
      return alertUndelivered(ctx, world, event.body.reason);
    default:
      return converse(ctx, world, event);
  }
};

/** Whether an event is meant for the open question, rather than a command or a link. */
const answersPrompt = ({ prompt }: Session, event: Event): boolean =>
  prompt !== null &&
  (event.body.kind === 'text' ? commandOf(event.body.text) === null : chosenBy(event, prompt) !== undefined);

/**
 * A case's card may stand in a chat more than once (under the full text): the copy whose button was pressed is brought up
 * to date with it.
 */
const overCopy = (event: Event, effect: Effect): Effect => {
  const { body, address } = event;
  if (effect.kind !== 'message' || effect.message.card === undefined || !effect.message.quiet) return effect;
  if (body.kind !== 'press' || body.message === undefined) return effect;
  const isOfCase = subjectOfToken(body.token)[0]?.kind === 'application';
  return isOfCase && chatKey(effect.message.to) === chatKey(address)
    ? { ...effect, message: { ...effect.message, pressed: body.message } }
    : effect;
};

/** Messages that wait for the consent at a time; our own cap, as many as anybody writes about one unit. */
const MOST_UNKEPT = 5;

/** One more message that waits for the consent; together no longer than one message may be. */
const withOne = (unkept: Context['unkept'], text: string): string[] => {
  const all = [...(unkept ?? []).filter(each => each !== text), text].slice(-MOST_UNKEPT);
  while (all.length > 1 && all.join('').length > LONGEST_TEXT) all.shift();
  return all;
};

/** Something was said beside the answers that are shown, and nothing of them changed: they are not printed again. */
const isAside = (
  { prompt, answers, proposed, groups }: Session,
  { session, notes = [] }: Reaction,
): boolean =>
  prompt?.asks.kind === 'review' &&
  notes.length > 0 &&
  session.prompt?.id === prompt.id &&
  session.answers === answers &&
  session.proposed === proposed &&
  session.groups === groups &&
  session.journey === 'form' &&
  session.focus === null &&
  session.heard.length === 0 &&
  !session.paused;

/** Whether everything was asked and shown before this turn. */
const wasWhole = (ctx: Context, session: Session): boolean =>
  session.journey === 'form' && !session.paused && nextStep(ctx.pack.form, session).kind === 'done';

const converse = (ctx: Context, given: World, event: Event): Turn => {
  const adopted = given.session.pack.hash === ctx.pack.hash ? null : adopt(ctx, given.session);
  const world = adopted ? { ...given, session: adopted.session } : given;
  // The question that was open belongs to the earlier version: it is asked again, not answered in its place.
  const asksAgain =
    adopted !== null && given.session.journey !== 'idle' && answersPrompt(given.session, event);
  const reacted: Reaction = asksAgain
    ? { session: world.session }
    : handOnPapers(ctx, world, reactTo(ctx, world, event));
  const reaction = adopted ? { ...reacted, notes: [...adopted.notes, ...(reacted.notes ?? [])] } : reacted;
  const audit: AuditEntry[] = (reaction.audit ?? []).map(entry => ({
    ...entry,
    event: event.id,
    at: event.at,
    actor: event.actor.id,
  }));
  const counted: Session = {
    ...remembering(world.session, reaction.session, event),
    turn: world.session.turn + 1,
    misread: reaction.misread ? world.session.misread + 1 : 0,
    seq:
      event.seq === undefined ? reaction.session.seq : Math.max(event.seq, reaction.session.seq ?? event.seq),
  };
  const extra = {
    ...(reaction.applications ? { applications: reaction.applications } : {}),
    ...(reaction.tickets ? { tickets: reaction.tickets } : {}),
    ...(reaction.left ? { left: reaction.left } : {}),
    ...(reaction.claimed ? { claimed: reaction.claimed } : {}),
    ...(reaction.roster ? { roster: reaction.roster } : {}),
    ...(reaction.withheld && event.body.kind === 'text'
      ? { unkept: withOne(ctx.unkept, event.body.text) }
      : {}),
    ...(reaction.forgotten ? { unkept: [] } : {}),
    ...(reaction.counter === undefined ? {} : { counter: reaction.counter }),
    audit,
    issues: reaction.issues ?? [],
  };
  const { scene: wanted = 'next' } = reaction;
  if (wanted === 'nothing') return { session: counted, effects: reaction.effects ?? [], ...extra };
  const scene =
    wanted === 'next' && isAside(world.session, reaction)
      ? askedAgain(world.session)
      : wanted === 'next'
        ? currentScene(
            ctx,
            counted,
            (reaction.notes ?? []).length > 0,
            (reaction.accepted ?? []).length > 0 && wasWhole(ctx, world.session),
          )
        : wanted;
  const shown = shownIn(ctx, world, reaction, joined(reaction, scene));
  const { session, message } = present(
    ctx,
    event,
    counted,
    shown.scene,
    reaction.toast,
    chosenBy(event, world.session.prompt),
  );
  const marked = reaction.handover ? { ...message, handover: true } : message;
  const effects: Effect[] = [
    { kind: 'message', message: marked },
    ...shown.elsewhere,
    ...(reaction.effects ?? []).map(effect => overCopy(event, effect)),
  ];
  return { session, effects, ...extra };
};
