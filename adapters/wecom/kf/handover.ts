import { z } from 'zod';
import type { WecomApi } from '../api.ts';

/** States of a 客服 session that wait for a human (developer.work.weixin.qq.com/document/path/94669). */
const sessionState = { queue: 2, human: 3 } as const;

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

const State = z.looseObject({ service_state: z.number().int() });

/** Whether a session waits for a human or is with one, by WeCom's own word (path/94669, service_state/get). */
export const isWithHuman = async (api: WecomApi, openKfId: string, customer: string): Promise<boolean> => {
  const reply = await api.post('/cgi-bin/kf/service_state/get', {
    open_kfid: openKfId,
    external_userid: customer,
  });
  const state = reply.kind === 'ok' ? State.safeParse(reply.body) : null;
  const { queue, human } = sessionState;
  return state?.success === true && [queue, human].some(one => one === state.data.service_state);
};
