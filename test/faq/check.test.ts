import { describe, expect, test } from 'vitest';
import { checkFaq } from '../../src/faq/check.ts';
import type { Faq } from '../../src/model/pack/faq.ts';
import { readFaqSource } from '../eval/source.ts';

const workshop = readFaqSource(new URL('../fixtures/packs/yunxi-workshop-2026', import.meta.url).pathname);

const codes = (change: (faq: Faq) => void): string[] => {
  const faq = structuredClone(workshop.faq);
  change(faq);
  return checkFaq({ ...workshop, faq }).map(({ code, message }) => `${code} ${message}`);
};

describe('checkFaq', () => {
  test('a question that belongs to two intents', () => {
    const found = codes(faq => faq.intents.find(({ id }) => id === 'photos')!.variants.push('要交什么材料'));
    expect(found.some(line => line.startsWith('faq:variant-two-intents') && line.includes('photos'))).toBe(
      true,
    );
  });

  test('a silent topic that shadows a real question', () => {
    const found = codes(faq => faq.topics!.quota!.asks.push('最后一天是几号'));
    expect(found.some(line => line.startsWith('faq:silent-shadows') && line.includes('最后一天是几号'))).toBe(
      true,
    );
  });

  test('a conflict that pack.yaml does not have', () => {
    const found = codes(faq => faq.intents[0]!.conflicts.push('没有这一条'));
    expect(found.some(line => line.startsWith('faq:unknown-conflict') && line.includes('没有这一条'))).toBe(
      true,
    );
  });

  test('a clause no question reaches', () => {
    const before = codes(() => {});
    const after = codes(faq => {
      delete faq.topics!.fields;
    });
    expect(before.filter(line => line.endsWith('通知·三'))).toEqual([]);
    expect(after.some(line => line.startsWith('faq:clause-unreached') && line.includes('通知·三'))).toBe(
      true,
    );
  });
});
