import { Vocabulary } from '../language/lexicon.ts';
import { read } from '../language/read.ts';
import { asks } from './language.ts';
import { bare } from './text.ts';

/** What one part of a message does. `names`: a matter is named and nothing is asked of it: 申报截止时间. */
export type Act = 'asks' | 'wants' | 'tells' | 'names' | 'greets';

export interface Part {
  readonly text: string;
  readonly act: Act;
}

/** The language's own words are enough to tell what a clause does. */
const language = new Vocabulary([]);

/** The parts of a normalised message, and what each does, as the language reads them. */
export const partsOf = (text: string): Part[] =>
  read(text, language).clauses.flatMap(({ act, own, plain, words }): Part[] => {
    const part = bare(plain === '' ? words : plain);
    if (part.length < 2) return [];
    switch (act) {
      case 'asks':
      case 'wants':
      case 'greets':
        return [{ text: part, act }];
      case 'corrects':
      case 'agrees':
      case 'refuses':
      case 'tells':
        // In the matcher's own eyes more is a question than the form shows: 还是…, …嗦, …可以吧.
        return [{ text: part, act: asks.test(words) ? 'asks' : own ? 'tells' : 'names' }];
      default:
        return act satisfies never;
    }
  });
