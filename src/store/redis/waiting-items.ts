import type { WaitingItem } from '../port.ts';

/** An item as `packed` of common.lua writes it: place, due, attempts, state, end of lease, fence, lane. */
const packed = /^(\d+) (-?\d+) (\d+) (\S+) \S+ \S* (.*)$/s;

/** Those of a space's items that have not been settled, in commit order. */
export const waitingIn = (items: Readonly<Record<string, string>>): WaitingItem[] =>
  Object.entries(items)
    .flatMap(([id, text]) => {
      const [, place, due, attempts, state, lane] = packed.exec(text) ?? [];
      return lane === undefined || state === 'dead' || state === 'cancelled'
        ? []
        : [{ place: Number(place), item: { id, lane, due: Number(due), attempts: Number(attempts) } }];
    })
    .sort((left, right) => left.place - right.place)
    .map(({ item }) => item);
