import { simplified } from '../language/script.ts';

/** Longest question that is read, in characters; what follows is cut and the person is told. */
export const questionLimit = 300;

export interface Normalised {
  /** Half-width, simplified, lower case; white space only between Latin words; punctuation kept. */
  readonly text: string;
  readonly truncated: boolean;
}

/** What the matcher reads of a message: the first {@link questionLimit} characters in one spelling. */
export const normalise = (raw: string): Normalised => {
  const characters = [...raw];
  const head = characters.slice(0, questionLimit).join('');
  const text = simplified(head.normalize('NFKC'))
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .replace(/(?<![a-z]) | (?![a-z])/gu, '');
  return { text, truncated: characters.length > questionLimit };
};

/** Letters and digits only: what is compared. */
export const bare = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');
