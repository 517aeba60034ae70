import { z } from 'zod';
import type { WecomApi } from '../api.ts';

/** States of a 客服 session (developer.work.weixin.qq.com/document/path/94669). */
export const sessionState = { fresh: 0, bot: 1, queue: 2, human: 3, ended: 4 } as const;

const State = z.looseObject({ service_state: z.number().int() });

/** Where a session is now, or null when WeCom could not be asked. */
export const stateOf = async (api: WecomApi, openKfId: string, customer: string): Promise<number | null> => {
  const reply = await api.post('/cgi-bin/kf/service_state/get', {
    open_kfid: openKfId,
    external_userid: customer,
  });
  return reply.kind === 'ok' ? State.parse(reply.body).service_state : null;
};

/**
 * Give a session to a human: `queue` puts it before all servicers, anything else is the userid of one who must be
 * 正在接待 (95014 and 95019 otherwise). True when it was taken over. Back it comes with `session_status_change` 3.
 */
export const handOver = async (
  api: WecomApi,
  openKfId: string,
  customer: string,
  to: string,
): Promise<boolean> => {
  const reply = await api.post('/cgi-bin/kf/service_state/trans', {
    open_kfid: openKfId,
    external_userid: customer,
    ...(to === 'queue'
      ? { service_state: sessionState.queue }
      : { service_state: sessionState.human, servicer_userid: to }),
  });
  return reply.kind === 'ok';
};

/** End a human session, so that the next message of the customer is the assistant's again. */
export const endSession = async (api: WecomApi, openKfId: string, customer: string): Promise<boolean> => {
  const reply = await api.post('/cgi-bin/kf/service_state/trans', {
    open_kfid: openKfId,
    external_userid: customer,
    service_state: sessionState.ended,
  });
  return reply.kind === 'ok';
};
