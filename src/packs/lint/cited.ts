import { writtenAt } from '../../model/pack/form.ts';
import type { Pack } from '../../model/pack/pack.ts';
import type { Place } from './reporter.ts';

/** One reference to a clause, and where the author wrote it. */
export interface Cited {
  readonly clause: string;
  readonly quote?: string | undefined;
  /** Place of the clause id; the quote stands beside it unless said otherwise. */
  readonly place: Place;
  readonly quotePlace?: Place;
}

type Step = string | number;

/** Every `clause` and `quote` of a pack. */
export const citedIn = (pack: Pack): Cited[] => {
  const found: Cited[] = [];
  const add = (
    file: Place[0],
    path: readonly Step[],
    cite: { readonly clause: string; readonly quote?: string | undefined },
  ) => {
    found.push({
      clause: cite.clause,
      quote: cite.quote,
      place: [file, [...path, 'clause']],
      quotePlace: [file, [...path, 'quote']],
    });
  };

  const { manifest, eligibility, form, faq, contacts, review } = pack;
  add('pack.yaml', ['window'], manifest.window);
  for (const list of ['batches', 'deadlines'] as const)
    manifest[list].forEach((cite, i) => {
      add('pack.yaml', [list, i], cite);
    });
  if (manifest.delivery) add('pack.yaml', ['delivery'], manifest.delivery);
  manifest.documents.forEach((document, i) => {
    if (document.validity)
      add('pack.yaml', ['documents', i, 'validity'], { clause: document.validity.clause });
  });
  manifest.conflicts.forEach((conflict, i) => {
    conflict.cites.forEach((cite, j) => {
      add('pack.yaml', ['conflicts', i, 'cites', j], cite);
    });
  });

  eligibility.facts.forEach((fact, i) => {
    add('eligibility.yaml', ['facts', i], fact);
  });
  eligibility.criteria.forEach((criterion, i) => {
    add('eligibility.yaml', ['criteria', i], criterion);
  });

  form.sections.forEach((section, i) => {
    add('form.yaml', ['sections', i], { clause: section.clause });
    section.fields.forEach((field, index) => {
      const j = writtenAt(section, index);
      if (j < index) return;
      add('form.yaml', ['sections', i, 'fields', j], { clause: field.clause });
      if (field.compose)
        add('form.yaml', ['sections', i, 'fields', j, 'compose'], { clause: field.compose.clause });
    });
  });
  form.commitments.forEach((commitment, i) => {
    add('form.yaml', ['commitments', i], commitment);
  });
  form.blanks.forEach((blank, i) => {
    blank.cites.forEach((cite, j) => {
      add('form.yaml', ['blanks', i, 'cites', j], cite);
    });
  });
  form.checklist.forEach((item, i) => {
    item.cites.forEach((cite, j) => {
      add('form.yaml', ['checklist', i, 'cites', j], cite);
    });
    item.points.forEach((point, j) => {
      add('form.yaml', ['checklist', i, 'points', j], { clause: point.clause });
    });
  });

  faq.intents.forEach((intent, i) => {
    intent.clauses.forEach((clause, j) => {
      found.push({ clause, place: ['faq.yaml', ['intents', i, 'clauses', j]] });
    });
  });
  for (const [id, said] of Object.entries(faq.topics ?? {})) {
    const [key, clauses] = 'clauses' in said ? ['clauses', said.clauses] : ['near', said.near];
    clauses.forEach((clause, i) => {
      const step = clauses.length > 1 ? [i] : [];
      found.push({ clause, place: ['faq.yaml', ['topics', id, key, ...step]] });
    });
  }
  faq.silent.forEach((silent, i) => {
    silent.nearest.forEach((clause, j) => {
      found.push({ clause, place: ['faq.yaml', ['silent', i, 'nearest', j]] });
    });
  });

  contacts.sections.forEach((section, i) => {
    add('contacts.yaml', ['sections', i], section);
  });
  review.stages.forEach((stage, i) => {
    add('review.yaml', ['stages', i], { clause: stage.clause });
  });
  review.reasons.forEach((reason, i) => {
    if (reason.clause !== undefined) add('review.yaml', ['reasons', i], { clause: reason.clause });
  });
  return found;
};
