import type { Outgoing } from '../../src/host/channel.ts';
import type { Address } from '../../src/model/address.ts';
import { OutMessage } from '../../src/model/message.ts';

let serial = 0;

/** A delivery as the house hands it over; a plain text becomes its only block. */
export const outgoing = (
  to: Address,
  message: string | Partial<OutMessage>,
  rest: Partial<Omit<Outgoing, 'message'>> = {},
): Outgoing => {
  serial += 1;
  const parts = typeof message === 'string' ? { blocks: [{ kind: 'text', text: message }] } : message;
  return {
    message: OutMessage.parse({ key: `test:${serial}`, to, blocks: [], ...parts }),
    key: `delivery-${serial}`,
    files: [],
    attempts: 0,
    rank: 'answer',
    ...rest,
  };
};

/** `count` choices with labels of `size` characters. */
export const choices = (count: number, size = 3) =>
  Array.from({ length: count }, (_, index) => ({
    token: `p_${index}`,
    label: `第${index + 1}项${'长'.repeat(size)}`.slice(0, Math.max(size, 3)),
  }));
