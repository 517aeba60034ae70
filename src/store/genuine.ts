import type { KeyObject } from 'node:crypto';
import type { StoreLog } from './options.ts';
import type { DeadItem, Lease, OutboxItem, Store } from './port.ts';
import { openedBody } from './seal.ts';

/**
 * The leases on what this deployment put into the outbox. Anything else is given up and kept for the staff to see: it
 * was put there by somebody who can write the store.
 */
export const genuine = async (
  store: Pick<Store, 'settle'>,
  key: KeyObject,
  space: string,
  leases: readonly Lease[],
  log: StoreLog | undefined,
): Promise<Lease[]> => {
  const good: Lease[] = [];
  const forged: Lease[] = [];
  for (const lease of leases) {
    const body = openedBody(key, space, lease.item);
    if (body === null) forged.push(lease);
    else good.push({ ...lease, item: { ...lease.item, body } });
  }
  if (forged.length > 0) {
    for (const { item } of forged)
      log?.warn(
        { code: 'store:tampered', item: item.id },
        'an outbox item bears no seal of ours; not carried out',
      );
    const error = 'tampered: no seal of ours';
    await store.settle(
      space,
      forged.map(lease => ({ lease, result: { kind: 'dead' as const, error } })),
    );
  }
  return good;
};

/** Those of some items that this deployment put into the outbox, with their bodies as they were put there. */
export const genuineItems = (
  key: KeyObject,
  space: string,
  items: readonly Pick<OutboxItem, 'id' | 'body'>[],
): Pick<OutboxItem, 'id' | 'body'>[] =>
  items.flatMap(item => {
    const body = openedBody(key, space, item);
    return body === null ? [] : [{ id: item.id, body }];
  });

/** A dead item as it was given up; a forged one as it lies there. */
export const openedDead = (key: KeyObject, space: string, dead: DeadItem): DeadItem => {
  const body = openedBody(key, space, dead.item);
  return body === null ? dead : { ...dead, item: { ...dead.item, body } };
};
