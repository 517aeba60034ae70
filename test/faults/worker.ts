import { flushCompileCache } from 'node:module';
import { createInterface } from 'node:readline';
import { openStore } from '../../src/store/open.ts';
import type { Commit, Lease, RecordKey, Store, StoredRecord } from '../../src/store/port.ts';
import { auditKey, caseKey, Delivery, type Report, sessionKey, space } from './protocol.ts';
import { commitOf, type Variant } from './wrong-stores.ts';

// A process that the fault runs kill: it takes deliveries on stdin, commits, acknowledges on stdout, and sends what is
// in the outbox. Everything it says before it dies reaches the parent, because pipes are written synchronously.

const [url = ':memory:', variant = 'right', durability = 'strict'] = process.argv.slice(2);
const leaseMs = 400;

const say = (report: Report): void => {
  process.stdout.write(`${JSON.stringify(report)}\n`);
};

type Step = Pick<Commit, 'changes' | 'outbox' | 'audit' | 'reply'>;

const answer = (delivery: Extract<Delivery, { kind: 'answer' }>, record: StoredRecord): Step => {
  const count = String(Number(record.parts.count ?? 0) + 1);
  return {
    reply: `kept ${delivery.n}`,
    changes: [
      {
        key: record.key,
        expect: record.revision,
        set: { [`a${delivery.n}`]: delivery.id, count },
        remove: [],
      },
    ],
    // The place of the answer in the chat: messages must leave in this order.
    outbox: [{ id: `m:${delivery.id}`, lane: delivery.chat, due: 1, body: count }],
    audit: [],
  };
};

const press = (delivery: Extract<Delivery, { kind: 'press' }>, record: StoredRecord): Step => {
  const taken = record.parts.decision;
  if (taken !== undefined) return { reply: `taken ${taken}`, changes: [], outbox: [], audit: [] };
  return {
    reply: `won ${delivery.choice}`,
    changes: [
      {
        key: record.key,
        expect: record.revision,
        set: { decision: delivery.choice, count: String(Number(record.parts.count ?? 0) + 1) },
        remove: [],
      },
    ],
    outbox: [{ id: `m:${delivery.id}`, lane: delivery.case, due: 1, body: delivery.choice }],
    audit: [
      {
        event: delivery.id,
        at: 1,
        actor: delivery.id,
        role: 'reviewer',
        action: delivery.choice,
        subject: delivery.case,
      },
    ],
  };
};

const send = async (store: Store, lease: Lease): Promise<void> => {
  const { id, lane, body } = lease.item;
  say({ kind: 'sent', item: id, lane, body, at: Number(process.hrtime.bigint() / 1000n) });
  await store.settle(space, [{ lease, result: { kind: 'done' } }]);
};

const handle = async (store: Store, delivery: Delivery): Promise<void> => {
  const key: RecordKey = delivery.kind === 'answer' ? sessionKey(delivery.chat) : caseKey(delivery.case);
  const commit = commitOf(store, variant as Variant);
  for (;;) {
    const [record] = store.recall?.(space, [key]) ?? (await store.load(space, [key]));
    const step = delivery.kind === 'answer' ? answer(delivery, record!) : press(delivery, record!);
    const result = await commit(space, {
      ...step,
      eventId: delivery.id,
      bodyHash: 'h',
      expectations: step.changes.length > 0 ? [] : [{ key, revision: record!.revision }],
      indexes: [],
      cancel: [],
      at: 1,
      leaseMs,
    });
    if (result.kind === 'conflict') continue;
    if (result.kind === 'collision') throw new Error(`collision of ${delivery.id}`);
    say({ kind: 'ack', id: delivery.id, reply: result.kind === 'duplicate' ? result.reply : step.reply });
    if (result.kind === 'committed') for (const lease of result.leases) await send(store, lease);
    return;
  }
};

const open = async (): Promise<Store> => {
  for (;;) {
    try {
      return await openStore(url, { auditKey, durability: durability as 'strict' | 'relaxed' });
    } catch {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }
};

const store = await open();
say({ kind: 'ready' });
flushCompileCache();

createInterface({ input: process.stdin }).on('line', line => {
  const delivery = Delivery.parse(JSON.parse(line));
  handle(store, delivery).catch((error: Error) =>
    say({ kind: 'nack', id: delivery.id, error: error.message }),
  );
});

// What a dead worker had leased is sent by another when the lease has run out.
for (;;) {
  const leases = await store.claim(space, 10, 20, leaseMs).catch(() => []);
  for (const lease of leases) await send(store, lease).catch(() => undefined);
  await new Promise(resolve => setTimeout(resolve, 20));
}
