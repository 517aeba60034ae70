import { openStore } from '../../../src/store/open.ts';
import type { System } from './system.ts';

const space = 'bench';

/** Our commit path without pack and engine: load, commit with an outbox message under lease, settle. */
export const openStoreOnly = async (url: string): Promise<System> => {
  const store = await openStore(url, { auditKey: 'bench' });
  const turns = new Map<string, number>();
  return {
    name: 'shenbao, store only',
    sends: 'scripts',
    turn: async (chat, text) => {
      const turn = turns.get(chat) ?? 0;
      turns.set(chat, turn + 1);
      const keys = [
        { kind: 'session', id: chat },
        { kind: 'counter', id: 'applications' },
        { kind: 'roster', id: 'staff' },
      ];
      const [session] = store.recall?.(space, keys) ?? (await store.load(space, keys));
      const result = await store.commit(space, {
        eventId: `${chat}-${turn}`,
        bodyHash: 'bench',
        reply: text,
        changes: [
          {
            key: session!.key,
            expect: session!.revision,
            set: { turn: String(turn), [`answer${turn}`]: text },
            remove: [],
          },
        ],
        expectations: [],
        indexes: [],
        outbox: [{ id: `${chat}-${turn}`, lane: chat, due: 1, body: `question ${turn + 1}` }],
        cancel: [],
        audit: [],
        at: 1,
        leaseMs: 30_000,
      });
      if (result.kind !== 'committed') throw new Error(result.kind);
      // Settled after the reply has left, as the dispatcher does.
      void store.settle(
        space,
        result.leases.map(lease => ({ lease, result: { kind: 'done' as const } })),
      );
    },
    close: async () => {
      await new Promise(resolve => setTimeout(resolve, 100));
      await store.close();
    },
  };
};
