import { afterAll, beforeAll, describe } from 'vitest';
import type { Store } from '../../src/store/port.ts';
import { evidenceCases } from './store/evidence.ts';
import type { StoreUnderTest } from './store/harness.ts';
import { outboxCases } from './store/outbox.ts';
import { recordCases } from './store/records.ts';
import { togetherCases } from './store/together.ts';

/** Everything a `Store` promises. Each implementation runs all of it; the spaces of the cases never meet. */
export const storeContract = ({ name, open }: StoreUnderTest): void => {
  describe(`store contract: ${name}`, () => {
    const stores: Store[] = [];
    beforeAll(async () => {
      stores.push(await open(), await open());
    });
    afterAll(async () => {
      for (const store of stores) await store.close();
    });
    const first = () => stores[0]!;
    const second = () => stores[1]!;
    describe('records, marks and lists', () => recordCases(first, second));
    describe('memory and turns that come in together', () => togetherCases(first, second));
    describe('outbox', () => outboxCases(first, second));
    describe('evidence and copies', () => evidenceCases(first, second));
  });
};
