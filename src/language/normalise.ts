import { simplified } from './script.ts';

/** Nothing in it that another spelling could be meant by; true of most messages. */
const plain = /^[\u4E00-\u9FFFa-z0-9。、\n ]*$/u;

/** Character by character where a phrase would change the length: positions must keep their meaning. */
const simplify = (text: string): string => {
  const whole = simplified(text);
  if (whole.length === text.length) return whole;
  let result = '';
  for (const letter of text) {
    const one = simplified(letter);
    result += one.length === letter.length ? one : letter;
  }
  return result;
};

/** Longest spelling of one character that is taken for it, in UTF-16 units (㍿ is four; ﷺ would be eighteen). */
const LONGEST_LETTER = 4;

/** A text in one spelling, and where each of its UTF-16 units stood in what was typed. */
export interface Spelled {
  /** Half-width, simplified, lower case; blanks and punctuation kept. */
  readonly text: string;
  /** Index in `text` -> index in the text as typed; one more entry than `text` has units, for the end. */
  readonly origin: readonly number[];
}

/** One spelling for full-width and half-width, traditional and simplified, upper and lower case. */
export const spell = (typed: string): Spelled => {
  const origin: number[] = [];
  let text = '';
  let at = 0;
  for (const letter of typed.toWellFormed()) {
    const wide = plain.test(letter) ? letter : letter.normalize('NFKC').toLowerCase();
    // One ligature may stand for a whole phrase of eighteen letters; no word is told by it.
    const one = wide.length > LONGEST_LETTER ? letter : wide;
    for (let unit = 0; unit < one.length; unit += 1) origin.push(at);
    text += one;
    at += letter.length;
  }
  origin.push(at);
  return { text: simplify(text), origin };
};
