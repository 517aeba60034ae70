import type { Clause } from './clause.ts';

/** The clause without the white space around it: still an exact slice of the source, so it can be quoted. */
export const bodyOf = (clause: Pick<Clause, 'text'>): string => clause.text.trim();

/**
 * The clause for reading: padding of the printed page (tabs, runs of spaces, empty lines) collapsed. Not a quote: use
 * `bodyOf` or a slice of it for those.
 */
export const cleanText = (clause: Pick<Clause, 'text'>): string =>
  clause.text
    .split(/\r?\n/)
    .map(line => line.replace(/[\s\u3000]+/g, ' ').trim())
    .filter(line => line !== '')
    .join('\n');
