import type { Intake, Receipt } from '../../src/host/channel.ts';
import { type FileBody, fileBody, refusedFile } from '../../src/host/file-body.ts';
import type { Logger } from '../../src/host/log.ts';
import { BoundedMap } from '../../src/host/shelf/bounded-map.ts';
import { Lanes } from '../../src/host/shelf/lanes.ts';
import { withPatience } from '../../src/host/shelf/patience.ts';
import type { ShownQuestions } from '../../src/host/shelf/questions.ts';
import { chatKey } from '../../src/model/address.ts';
import type { DoorWords } from '../../src/model/door-wording.ts';
import type { Event } from '../../src/model/event.ts';
import type { FileRefusal } from '../../src/model/file.ts';
import { type ClickAnswer, clickAnswer, notOurs, notTaken, stillWorking } from './answer.ts';
import type { FeishuApi } from './api.ts';
import { type Decoded, decode, type FileToFetch } from './decode.ts';
import { fetchWords } from './fetch-words.ts';
import { callbackBudgetMs, incomingFileBytes } from './limits.ts';

/** A file that has not come after this long is given up, milliseconds. */
const fetchLimitMs = 30_000;
/** A message this young is worth Feishu's first redelivery (after 15 s) when its file could not be fetched. */
const firstTryMs = 10_000;

/** How long the words of an earlier message are waited for, so that Feishu has its answer within 3 s; milliseconds. */
const quoteBudgetMs = 800;

/** Private messages whose author is remembered. */
const mostAuthors = 20_000;

/** Something with a place of its own in a chat. */
type Placed = Exclude<Decoded, { kind: 'recall' }>;

export interface ReceiverDeps {
  readonly appId: string;
  readonly api: FeishuApi;
  readonly intake: Intake;
  readonly log: Logger;
  readonly words: DoorWords;
  /** What stands on the cards of open questions. */
  readonly questions: ShownQuestions;
  /** Our own open_id, asked for once; null while Feishu does not tell. */
  readonly botId: () => Promise<string | null>;
  /** Called with the time of each genuine event. */
  readonly onEvent: (at: number) => void;
}

/** A verified callback body. Resolves when Feishu may be acknowledged; throws when it should deliver again. */
export type Receiver = (body: unknown) => Promise<ClickAnswer | undefined>;

const isClick = (body: unknown): boolean =>
  (body as { header?: { event_type?: unknown } } | null)?.header?.event_type === 'card.action.trigger';

const needsBotId = (body: unknown): boolean =>
  (body as { event?: { message?: { chat_type?: unknown } } } | null)?.event?.message?.chat_type === 'group';

export const createReceiver = ({
  appId,
  api,
  intake,
  log,
  words,
  questions,
  botId,
  onEvent,
}: ReceiverDeps): Receiver => {
  /** One chat is taken in the order in which its events arrived. */
  const lanes = new Lanes('goes-on');
  /** Events being worked on: a redelivery meanwhile waits for the same outcome. */
  const open = new Map<string, Promise<Receipt>>();

  const fetchFile = async ({ messageId, attachment, envelope }: FileToFetch): Promise<FileBody> => {
    const refused = (reason: FileRefusal): FileBody => refusedFile(reason, attachment.name);
    /** Feishu delivers again after 15 s; later its pauses are too long to leave a person without an answer. */
    const unavailable = (code: number): FileBody => {
      if (intake.now() - envelope.at < firstTryMs)
        throw new Error(`feishu: file not available (code ${code})`);
      return refused('unavailable');
    };
    const fetched = await api.download(messageId, attachment);
    if (!fetched.ok) {
      if ('tooLarge' in fetched) return refused('too-large');
      const { trouble, code } = fetched.failure;
      return trouble === 'unclear' || trouble === 'later' ? unavailable(code) : refused('unavailable');
    }
    const timer = setTimeout(() => fetched.value.destroy(new Error('feishu: file too slow')), fetchLimitMs);
    try {
      const kept = await intake.keepFile(fetched.value, attachment.name, incomingFileBytes);
      return fileBody(kept, attachment.name);
    } catch {
      return unavailable(0);
    } finally {
      clearTimeout(timer);
      fetched.value.destroy();
    }
  };

  /** Who wrote a private message, should it be taken back. */
  const authors = new BoundedMap<Pick<Event, 'address' | 'actor'>>(mostAuthors);

  /** The reply with what it replies to: a message of ours by its words, one of hers by its id. */
  const withParent = async (event: Event, parent: string): Promise<Event> => {
    if (event.body.kind !== 'text') return event;
    const { body } = event;
    if (authors.has(parent)) return { ...event, body: { ...body, repliesTo: parent } };
    const quotes = questions.wordsOf(parent) ?? (await withPatience(fetchWords(api, parent), quoteBudgetMs));
    return { ...event, body: quotes ? { ...body, quotes } : { ...body, repliesTo: parent } };
  };

  const take = async (item: Placed): Promise<Receipt> => {
    if (item.kind === 'file')
      return intake.receive({ ...item.file.envelope, body: await fetchFile(item.file) });
    const parent = item.kind === 'event' ? item.repliesTo : undefined;
    return intake.receive(parent === undefined ? item.event : await withParent(item.event, parent));
  };

  /** A recall names a message and not its author; one whose author is not known any more says nothing. */
  const placed = (item: Decoded): Placed | null => {
    if (item.kind !== 'recall') {
      const { message, address, actor } = item.kind === 'file' ? item.file.envelope : item.event;
      if (message !== undefined) authors.set(message, { address, actor });
      return item;
    }
    const author = authors.get(item.message);
    if (author === undefined) return null;
    const { id, at, message } = item;
    return { kind: 'event', event: { id, at, message, ...author, body: { kind: 'recalled' } } };
  };

  const inOrder = (item: Placed): Promise<Receipt> => {
    const { id, address } = item.kind === 'file' ? item.file.envelope : item.event;
    const running = open.get(id);
    if (running) return running;
    const work = lanes.run(chatKey(address), () => take(item));
    open.set(id, work);
    const done = () => open.delete(id);
    work.then(done, done);
    return work;
  };

  const click = async (item: Extract<Decoded, { kind: 'click' }>): Promise<ClickAnswer> => {
    const work = inOrder(item);
    try {
      const receipt = await withPatience(work, callbackBudgetMs);
      if (receipt !== undefined) return clickAnswer(receipt, item, words, questions);
      work.catch(() => log.warn({ channel: 'feishu', event: item.event.id }, 'feishu: late click not taken'));
      return stillWorking(words);
    } catch {
      log.warn({ channel: 'feishu', event: item.event.id }, 'feishu: click not taken');
      return notTaken(words);
    }
  };

  return async body => {
    const self = needsBotId(body) ? await botId() : null;
    if (needsBotId(body) && self === null) throw new Error('feishu: own identity not known yet');
    const decoded = decode(body, appId, self);
    if (!Array.isArray(decoded)) {
      log.debug({ channel: 'feishu', reason: decoded.reason }, 'feishu: event ignored');
      return isClick(body) ? notOurs(words) : undefined;
    }
    onEvent(intake.now());
    const [first] = decoded;
    if (first?.kind === 'click') return click(first);
    await Promise.all(decoded.flatMap(item => placed(item) ?? []).map(inOrder));
    return undefined;
  };
};
