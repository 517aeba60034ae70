import type { Outgoing, SendResult } from '../../src/host/channel.ts';
import { encode } from './encode.ts';
import type { Hub } from './hub.ts';
import { placeOf } from './seat.ts';

/** Put a message on the page. It waits there for a browser that is away. */
export const sendTo = (hub: Hub, outgoing: Outgoing): SendResult => {
  const place = placeOf(outgoing.message.to.chat);
  if (!place) return { kind: 'rejected', reason: 'not a chat of the web page' };
  const { browser, seat } = place;
  // Where a file is missing, nobody can tell which of those that are there is made of what.
  const refs = outgoing.message.files.length === outgoing.files.length ? outgoing.message.files : [];
  const files = outgoing.files.map((file, at) => hub.offer(browser, seat, file, refs[at] ?? null));
  const { ref, fresh } = hub.message(browser, seat, outgoing.key, encode(outgoing, files));
  return { kind: fresh ? 'sent' : 'duplicate', ref };
};
