import { describe, expect, it } from 'vitest';
import { contacts, eligibility, form, review, source } from './wanzhou.ts';

describe('the contacts', () => {
  it('are the four the notice names, with numbers that can be dialled', () => {
    expect(contacts.sections.map(({ id, name, person, phone }) => [id, name, person, phone])).toEqual([
      ['innovation', '科技创新科', '罗以', '023-58225929'],
      ['enterprise', '科技企业科', '邹文武', '023-58225298'],
      ['platform', '科技平台与孵化科', '申华', '023-58222010'],
      ['agri', '农业农村科技科', '何淼', '023-58252043'],
    ]);
    for (const { quote } of contacts.sections) {
      expect(source).toContain(quote);
    }
  });

  it('take every domain, and say that the office decided which', () => {
    const domains = eligibility.facts.find(({ id }) => id === 'field')!.options!.map(({ value }) => value);
    expect(Object.keys(contacts.routing)).toEqual(domains);
    expect(contacts.routing).toMatchObject({ 山地农业: 'agri' });
    expect(contacts.fallback).toBe('platform');
    expect(contacts.routingNote).toBe('本映射为办公室设置，非通知原文');
  });
});

describe('the review', () => {
  it('has the stages of 通知·四 in their order', () => {
    expect(
      review.stages.map(({ title, clause, records }) => [title, clause, records.map(({ label }) => label)]),
    ).toEqual([
      ['部门审查·合规性审查及初审', '通知·四(二)', []],
      ['专家论证', '通知·四(三)', ['专家意见']],
      ['批准建设·局长办公会', '通知·四(四)', ['认定文号']],
    ]);
  });

  it('can be passed, returned and refused at every stage, by an ordinary reviewer too', () => {
    for (const { verbs, roles } of review.stages) {
      expect(verbs).toEqual(['pass', 'return', 'reject']);
      expect(roles).toContain('reviewer');
    }
  });

  it('has a prepared reason for every field of the form', () => {
    const named = new Set(review.reasons.flatMap(({ fields }) => fields));
    const all = form.sections.flatMap(({ id, repeat, fields }) =>
      fields.map(field => (repeat ? `${id}.${field.id}` : field.id)),
    );
    expect(all.filter(id => !named.has(id))).toEqual([]);
  });
});
