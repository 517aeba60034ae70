import { describe, expect, it } from 'vitest';
import { Ledger } from '../../adapters/telegram/ledger.ts';

const begun = (...ids: number[]): Ledger => {
  const ledger = new Ledger();
  for (const id of ids) ledger.begin(id);
  return ledger;
};

describe('the offset', () => {
  it('moves over what is done with, up to the first that is not', () => {
    const ledger = begun(5, 6, 7);
    ledger.took(7);
    ledger.took(5);
    ledger.advance();
    expect(ledger.offset).toBe(6);
    ledger.took(6);
    ledger.advance();
    expect(ledger.offset).toBe(8);
  });

  it('stays at an update that failed, which may be begun again, while those done may not', () => {
    const ledger = begun(5, 6);
    ledger.failed(5);
    ledger.took(6);
    ledger.advance();
    expect(ledger.offset).toBe(5);
    expect([ledger.begin(5), ledger.begin(6)]).toEqual([true, false]);
  });

  it('is left out when nothing is open, so that ids may start anew below it', () => {
    const ledger = begun(900);
    ledger.rest();
    expect(ledger.offset).toBeUndefined();
    ledger.took(900);
    ledger.advance();
    expect(ledger.offset).toBe(901);
    ledger.rest();
    expect(ledger.offset).toBeUndefined();
    ledger.begin(3);
    ledger.took(3);
    ledger.advance();
    expect(ledger.offset).toBe(4);
  });
});

describe('giving up', () => {
  const failing = (ledger: Ledger, id: number, tries: number): boolean[] =>
    Array.from({ length: tries }, () => {
      ledger.begin(id);
      return ledger.failed(id);
    });

  it('never happens while nothing is taken: the store may be away', () => {
    expect(failing(new Ledger(), 5, 50)).not.toContain(true);
  });

  it('happens at the tenth try once others are taken', () => {
    const ledger = begun(6);
    failing(ledger, 5, 1);
    ledger.took(6);
    expect(failing(ledger, 5, 9)).toEqual([...Array(8).fill(false), true]);
    ledger.advance();
    expect(ledger.offset).toBe(7);
  });

  it('does not count turns that were only held back', () => {
    const ledger = begun(6);
    failing(ledger, 5, 1);
    ledger.took(6);
    for (let round = 0; round < 20; round += 1) {
      ledger.begin(5);
      ledger.heldBack(5);
    }
    expect(failing(ledger, 5, 1)).toEqual([false]);
  });
});
