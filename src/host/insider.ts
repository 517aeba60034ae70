import { createHash, timingSafeEqual } from 'node:crypto';
import { localRequest } from './host-name.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** May this request see figures about the house? With a token whoever bears it, without one whoever asks on this machine. */
export const isInsider = (request: Parameters<typeof localRequest>[0], token: string | null): boolean => {
  if (token === null) return localRequest(request);
  const [, given = ''] = /^Bearer (\S+)$/i.exec(request.req.header('authorization') ?? '') ?? [];
  return timingSafeEqual(digest(given), digest(token));
};
