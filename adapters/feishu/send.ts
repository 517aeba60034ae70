import { z } from 'zod';
import { asRepeat, type Outgoing, type SendResult } from '../../src/host/channel.ts';
import { backOff } from '../../src/host/shelf/back-off.ts';
import { BoundedMap } from '../../src/host/shelf/bounded-map.ts';
import type { Pace } from '../../src/host/shelf/pace.ts';
import type { ShownQuestions } from '../../src/host/shelf/questions.ts';
import type { Rank } from '../../src/host/shelf/rank.ts';
import { pressedOf, targetOf } from '../../src/host/shelf/target.ts';
import type { Address } from '../../src/model/address.ts';
import type { DoorWords } from '../../src/model/door-wording.ts';
import type { OutMessage } from '../../src/model/message.ts';
import type { FeishuApi, Reply } from './api.ts';
import { type Card, encode } from './encode.ts';
import type { Failure } from './errors.ts';
import { uploadBytes, uuidMs } from './limits.ts';
import { masked } from './mask.ts';
import { plainPosts } from './plain.ts';

/** Pauses between attempts, seconds. */
const backOffSeconds = backOff(1, 600);
/** While the operator has something to change, seconds. */
const setupWait = 300;
/** The calls of the month are used up (open.feishu.cn: 99991403); somebody has to buy more. Seconds. */
const quotaUsed = 99991403;
const quotaWait = 3_600;

/** Where a post goes and how urgent it is. */
interface Way {
  readonly to: Address;
  readonly rank: Rank;
}

/** The pace was stopped with the channel. */
const stopping: { readonly ok: false; readonly failure: Failure } = {
  ok: false,
  failure: { trouble: 'later', code: 0, waitSeconds: 1 },
};

/** Deliveries without an answer that are remembered. */
const mostUnclear = 1_000;

const Created = z.object({ data: z.object({ message_id: z.string().min(1) }) });

interface Post {
  readonly type: 'interactive' | 'post' | 'file';
  readonly content: object;
}

export interface SenderDeps {
  readonly api: FeishuApi;
  readonly pace: Pace;
  readonly words: DoorWords;
  /** Told what stands on each card. */
  readonly questions: ShownQuestions;
  /** A stopwatch, milliseconds. */
  readonly elapsed: () => number;
  /** A failure the operator has to mend, or null when a send went through. */
  readonly onSetup: (failure: Failure | null) => void;
}

/** `receive_id_type` by the prefix of the id: open.feishu.cn/document/server-docs/im-v1/message/create */
const receiverType = (chat: string): string => {
  if (chat.startsWith('ou_')) return 'open_id';
  if (chat.startsWith('on_')) return 'union_id';
  return chat.startsWith('oc_') ? 'chat_id' : 'user_id';
};

const outcome = (failure: Failure, attempts: number): SendResult => {
  const reason = `feishu ${failure.code || 'no answer'} (${failure.trouble})`;
  switch (failure.trouble) {
    case 'later':
    case 'unclear':
      // Without an answer nobody knows; a repeat carries the same uuid, so it cannot double the message.
      return failure.waitSeconds === undefined
        ? { kind: 'retry', afterSeconds: backOffSeconds(attempts), reason }
        : { kind: 'retry', afterSeconds: failure.waitSeconds, reason, asked: true };
    case 'place':
      // Said of a message that was meant for no topic at all: nothing that it could be mended by.
      return { kind: 'retry', afterSeconds: backOffSeconds(attempts), reason };
    case 'setup':
      return { kind: 'retry', afterSeconds: setupWait, reason };
    case 'token':
    case 'down':
      return { kind: 'down', afterSeconds: failure.code === quotaUsed ? quotaWait : setupWait, reason };
    case 'receiver':
      return { kind: 'unreachable', reason };
    case 'content':
    case 'layout':
    case 'card':
    case 'private':
      return { kind: 'rejected', reason };
    default:
      return failure.trouble satisfies never;
  }
};

/** Delivers messages through the open platform. Every post carries a `uuid` made from the delivery's key. */
export const createSender = ({ api, pace, words, questions, elapsed, onSetup }: SenderDeps) => {
  /** Deliveries that may have arrived, with the time of the first such attempt. */
  const unclear = new BoundedMap<number>(mostUnclear);

  const post = async ({ to, rank }: Way, uuid: string, { type, content }: Post): Promise<Reply<string>> => {
    if (!(await pace.ready(to.chat, rank))) return stopping;
    const data = { msg_type: type, content: JSON.stringify(content), uuid };
    const intoChat = () =>
      api.call({
        method: 'POST',
        path: '/open-apis/im/v1/messages',
        params: { receive_id_type: receiverType(to.chat) },
        data: { ...data, receive_id: to.chat },
      });
    const intoThread = async (head: string) => {
      const answer = await api.call({
        method: 'POST',
        path: `/open-apis/im/v1/messages/${encodeURIComponent(head)}/reply`,
        data: { ...data, reply_in_thread: true },
      });
      // The head of the thread was taken back, or there are no topics here: say it in the chat instead.
      return !answer.ok && ['card', 'place'].includes(answer.failure.trouble) ? intoChat() : answer;
    };
    const answer = await (to.thread === undefined ? intoChat() : intoThread(to.thread));
    if (!answer.ok) return answer;
    const parsed = Created.safeParse(answer.value);
    return parsed.success
      ? { ok: true, value: parsed.data.data.message_id }
      : { ok: false, failure: { trouble: 'unclear', code: 0 } };
  };

  const update = async ({ to, rank }: Way, id: string, card: Card): Promise<Reply<unknown>> => {
    if (!(await pace.ready(to.chat, rank))) return stopping;
    return api.call({
      method: 'PATCH',
      path: `/open-apis/im/v1/messages/${encodeURIComponent(id)}`,
      data: { content: JSON.stringify(card) },
    });
  };

  /** The cards of a message; the first may take the place of `target`. Gives the id of the one with the buttons. */
  const sendCards = async (
    message: OutMessage,
    rank: Rank,
    key: string,
    target?: string,
  ): Promise<Reply<string | undefined>> => {
    const [first, ...others] = encode(message, words);
    if (!first) return { ok: true, value: target };
    const way = { to: message.to, rank };
    const postFirst = () => post(way, `${key}-0`, { type: 'interactive', content: first });
    let last: Reply<string | undefined>;
    if (target === undefined) {
      last = await postFirst();
    } else {
      const updated = await update(way, target, first);
      const gone = !updated.ok && (updated.failure.trouble === 'card' || updated.failure.code === 230001);
      if (updated.ok || (gone && message.quiet)) last = { ok: true, value: target };
      else last = gone ? await postFirst() : updated;
    }
    for (const [index, content] of others.entries()) {
      if (!last.ok) return last;
      last = await post(way, `${key}-${index + 1}`, { type: 'interactive', content });
    }
    if (last.ok && last.value !== undefined && others.length === 0) questions.show(last.value, message);
    return last;
  };

  /** Feishu did not take the card: the same as text. Nothing is worth saying twice that was only to replace. */
  const sendPlain = async (
    message: OutMessage,
    rank: Rank,
    key: string,
  ): Promise<Reply<string | undefined>> => {
    let last: Reply<string | undefined> = { ok: true, value: undefined };
    for (const [index, content] of (message.quiet ? [] : plainPosts(message, words)).entries()) {
      if (last.ok) last = await post({ to: message.to, rank }, `${key}-t${index}`, { type: 'post', content });
    }
    return last;
  };

  const deliver = async ({
    message,
    rank,
    key,
    files,
    replaces,
  }: Outgoing): Promise<Reply<string | undefined>> => {
    const target = targetOf(message, replaces);
    if (message.quiet && target === undefined) return { ok: true, value: undefined };
    let sent = await sendCards(message, rank, key, target);
    if (!sent.ok && sent.failure.trouble === 'private') {
      sent = await sendCards(masked(message, words), rank, `${key}-m`, target);
    }
    if (!sent.ok && ['layout', 'card'].includes(sent.failure.trouble))
      sent = await sendPlain(message, rank, key);
    const copy = pressedOf(message);
    // The button stood on another copy of the card (under the full text): that one is settled too.
    if (sent.ok && copy !== undefined && copy !== target) {
      const [card] = encode(message, words);
      if (card) await update({ to: message.to, rank }, copy, card);
    }
    for (const [index, file] of files.entries()) {
      if (!sent.ok) return sent;
      if (file.bytes > uploadBytes) return { ok: false, failure: { trouble: 'content', code: 234006 } };
      const uploaded = await api.upload(file.name, await file.content());
      if (!uploaded.ok) return uploaded;
      const posted = await post({ to: message.to, rank }, `${key}-f${index}`, {
        type: 'file',
        content: { file_key: uploaded.value },
      });
      if (!posted.ok) return posted;
      sent = sent.value === undefined ? posted : sent;
    }
    return sent;
  };

  return async (outgoing: Outgoing): Promise<SendResult> => {
    const since = unclear.get(outgoing.key);
    if (since !== undefined && elapsed() - since > uuidMs) {
      unclear.delete(outgoing.key);
      return { kind: 'unknown', reason: 'feishu no answer for an hour: uuid no longer protects a repeat' };
    }
    const answer = await deliver(asRepeat(outgoing));
    if (answer.ok) {
      unclear.delete(outgoing.key);
      onSetup(null);
      return { kind: 'sent', ...(answer.value === undefined ? {} : { ref: answer.value }) };
    }
    const { failure } = answer;
    if (failure.trouble === 'unclear' && since === undefined) {
      unclear.set(outgoing.key, elapsed());
    }
    if (['setup', 'token', 'down'].includes(failure.trouble)) onSetup(failure);
    const result = outcome(failure, outgoing.attempts);
    if (result.kind !== 'retry') unclear.delete(outgoing.key);
    return result;
  };
};
