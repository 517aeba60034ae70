import { writtenAt } from '../../model/pack/form.ts';
import type { Pack } from '../../model/pack/pack.ts';
import type { Place } from './reporter.ts';

/** A sentence of the author, which people are shown beside the notice's own words. */
export interface AuthorText {
  readonly text: string;
  readonly place: Place;
  /** The clause it puts in the office's words; none where it speaks of nothing in the notice. */
  readonly clause?: string | undefined;
}

type Step = string | number;

/** Every sentence of a pack that is no quote, with its place and the clause it stands for. */
export const authorTexts = (pack: Pack): AuthorText[] => {
  const found: AuthorText[] = [];
  const add = (
    file: Place[0],
    path: readonly Step[],
    text: string | undefined,
    clause?: string | undefined,
  ): void => {
    if (text !== undefined) found.push({ text, place: [file, path], clause });
  };
  const { manifest, eligibility, form, contacts, review, faq, wording } = pack;
  add('pack.yaml', ['title'], manifest.title);
  add('pack.yaml', ['subject'], manifest.subject);
  add('pack.yaml', ['office'], manifest.office);
  add('pack.yaml', ['window', 'advice'], manifest.window.advice);
  for (const [i, { title, ruling }] of manifest.conflicts.entries()) {
    add('pack.yaml', ['conflicts', i, 'title'], title);
    add('pack.yaml', ['conflicts', i, 'ruling'], ruling);
  }
  for (const [i, { title, ask, help, clause }] of eligibility.facts.entries()) {
    add('eligibility.yaml', ['facts', i, 'title'], title, clause);
    add('eligibility.yaml', ['facts', i, 'ask'], ask, clause);
    add('eligibility.yaml', ['facts', i, 'help'], help);
  }
  for (const [i, { title, remedy, clause }] of eligibility.criteria.entries()) {
    add('eligibility.yaml', ['criteria', i, 'title'], title, clause);
    add('eligibility.yaml', ['criteria', i, 'remedy'], remedy, clause);
  }
  add('form.yaml', ['title'], form.title);
  add('form.yaml', ['consent', 'text'], form.consent.text);
  for (const [i, section] of form.sections.entries()) {
    add('form.yaml', ['sections', i, 'title'], section.title);
    for (const [j, field] of section.fields.entries()) {
      const path = ['sections', i, 'fields', writtenAt(section, j)];
      add('form.yaml', [...path, 'ask'], field.ask);
      add('form.yaml', [...path, 'help'], field.help);
    }
  }
  for (const [i, { title, by, note }] of form.blanks.entries()) {
    add('form.yaml', ['blanks', i, 'title'], title);
    add('form.yaml', ['blanks', i, 'by'], by);
    add('form.yaml', ['blanks', i, 'note'], note);
  }
  for (const [i, { title, note, points, cites }] of form.checklist.entries()) {
    add('form.yaml', ['checklist', i, 'title'], title, cites[0]?.clause);
    add('form.yaml', ['checklist', i, 'note'], note);
    for (const [j, point] of points.entries())
      add('form.yaml', ['checklist', i, 'points', j, 'text'], point.text, point.clause);
  }
  for (const [i, { title }] of manifest.batches.entries()) add('pack.yaml', ['batches', i, 'title'], title);
  for (const [i, { title, clause }] of manifest.deadlines.entries())
    add('pack.yaml', ['deadlines', i, 'title'], title, clause);
  add('contacts.yaml', ['routingNote'], contacts.routingNote);
  for (const [i, { title, status }] of review.stages.entries()) {
    add('review.yaml', ['stages', i, 'title'], title);
    add('review.yaml', ['stages', i, 'status'], status);
  }
  for (const [i, { text, clause }] of review.reasons.entries())
    add('review.yaml', ['reasons', i, 'text'], text, clause);
  for (const [i, { title, variants }] of faq.intents.entries()) {
    add('faq.yaml', ['intents', i, 'title'], title);
    for (const [j, variant] of variants.entries()) add('faq.yaml', ['intents', i, 'variants', j], variant);
  }
  for (const [i, { topic }] of faq.silent.entries()) add('faq.yaml', ['silent', i, 'topic'], topic);
  for (const [key, sentence] of Object.entries(wording)) add('wording.yaml', [key], sentence);
  return found;
};
