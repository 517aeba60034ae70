import type { Receipt } from '../../../src/host/channel.ts';
import type { Event } from '../../../src/model/event.ts';
import { plainText } from '../../../src/model/plain-text.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/port.ts';
import { StoreUnavailable } from '../../../src/store/unavailable.ts';
import { noticeAt, wanzhouFolder } from '../../support/packs.ts';
import { Office, testSecret } from './office.ts';

// One process of a deployment: takes events from its parent and answers with what the sender was told.

/** Deliberately wrong: writes over whoever was first. */
const blind = (store: Store): Store => {
  const commit: Store['commit'] = async (space, given) => {
    for (;;) {
      const records = await store.load(
        space,
        given.changes.map(({ key }) => key),
      );
      const changes = given.changes.map((change, index) => ({ ...change, expect: records[index]!.revision }));
      const result = await store.commit(space, { ...given, changes, expectations: [] });
      if (result.kind !== 'conflict') return result;
    }
  };
  return new Proxy(store, {
    get: (target, name) => {
      if (name === 'commit') return commit;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
};

const [, , url = '', variant = 'right'] = process.argv;
const { pack } = await noticeAt(wanzhouFolder);
const opened = await openStore(url, { auditKey: testSecret, durability: 'relaxed' });
const office = await Office.open({
  pack,
  now: '2022-09-01',
  store: variant === 'blind' ? blind(opened) : opened,
});
/** As a platform does: what was not acknowledged is delivered again. */
const deliver = async (event: Event): Promise<Receipt> => {
  for (;;) {
    try {
      return await office.house.receive(event);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }
};

process.on('message', (event: Event) => {
  deliver(event).then(
    ({ messages }) => process.send?.({ id: event.id, text: messages.map(plainText).join('\n') }),
    (error: unknown) => process.send?.({ id: event.id, text: `error ${String(error)}` }),
  );
});
process.on('disconnect', () => {
  office.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
process.send?.({ id: 'ready', text: '' });
