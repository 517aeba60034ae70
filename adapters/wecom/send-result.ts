import type { SendResult } from '../../src/host/channel.ts';
import type { Reply } from './api.ts';
import { remedyFor, verdictOf } from './errcode.ts';

/** Seconds to wait when WeCom says "too often" (45009 is counted per minute) or a set-up error needs the operator. */
const waitForRate = 60;
const waitForOperator = 300;
const waitForNetwork = 5;

/**
 * The outcome of a call that was not `ok`. `idempotent`: the call carried a key that makes a repetition harmless, so
 * a lost answer is simply tried again; without one nobody knows whether it arrived.
 */
export const failureResult = (reply: Exclude<Reply, { kind: 'ok' }>, idempotent: boolean): SendResult => {
  switch (reply.kind) {
    case 'unreached':
      return { kind: 'retry', afterSeconds: waitForNetwork, reason: 'wecom:unreached' };
    case 'lost':
      return idempotent
        ? { kind: 'retry', afterSeconds: waitForNetwork, reason: 'wecom:answer-lost' }
        : { kind: 'unknown', reason: 'wecom:answer-lost' };
    case 'error':
      return errorResult(reply.code);
    default:
      return reply satisfies never;
  }
};

const errorResult = (code: number): SendResult => {
  const reason = `wecom:${code}`;
  const verdict = verdictOf(code);
  switch (verdict) {
    case 'retry':
      return { kind: 'retry', afterSeconds: waitForRate, reason };
    case 'token':
      return { kind: 'retry', afterSeconds: waitForNetwork, reason };
    case 'down':
      return { kind: 'down', afterSeconds: waitForOperator, reason };
    case 'setup':
      return { kind: 'retry', afterSeconds: waitForOperator, reason };
    case 'receiver':
      return { kind: 'unreachable', reason };
    case 'message':
      return { kind: 'rejected', reason };
    case 'parked':
      return { kind: 'parked', reason };
    case 'done':
      return { kind: 'duplicate' };
    default:
      return verdict satisfies never;
  }
};

/** What the operator must set right before anything can be sent, as a send shows it; null when all is well. */
export const troubleAfter = (result: SendResult, before: string | null): string | null => {
  if (result.kind === 'sent') return null;
  const code =
    result.kind === 'retry' || result.kind === 'down' ? /^wecom:(\d+)$/.exec(result.reason)?.[1] : undefined;
  return (code === undefined ? undefined : remedyFor(Number(code))) ?? before;
};
