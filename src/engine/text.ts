import { simplified } from '../language/script.ts';

/** Characters that steer a terminal or hide text: controls (not newline, tab), bidi marks, zero-width blanks, BOM. */
const invisible =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u200B\u200C\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/gu;

/**
 * What a person typed, safe to keep: well-formed UTF-16, no invisible controls, uniform line ends, no outer blanks.
 * Nothing a reader can see is lost; the joiner that emoji are built with stays.
 */
export const clean = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u2028\u2029]/g, '\n')
    .replace(invisible, '')
    .trim();

const sign = /^[\p{P}\p{S}]$/u;

/** By hand from the end: a pattern bound to the end only would try every run of signs, quadratic in a hostile text. */
const withoutSignsAtEnd = (text: string): string => {
  let end = text.length;
  while (end > 0) {
    const width = end > 1 && (text.codePointAt(end - 2) ?? 0) > 0xffff ? 2 : 1;
    if (!sign.test(text.slice(end - width, end))) break;
    end -= width;
  }
  return text.slice(0, end);
};

/** Nothing in it to fold; true of nearly every label, and of most short answers. */
const folded = /^[\u4E00-\u9FFFa-z0-9]*$/;

/** Longest text whose script is folded, in UTF-16 units: names, commands and answers are shorter, prose is not compared. */
const SCRIPT_LIMIT = 2_000;

/** For comparing: simplified, NFKC (full-width to half-width), lower case, no blanks, no punctuation at the ends. */
export const fold = (text: string): string =>
  text.length > SCRIPT_LIMIT ? unified(text) : simplified(unified(text));

const unified = (text: string): string =>
  folded.test(text)
    ? text
    : withoutSignsAtEnd(
        clean(text)
          .normalize('NFKC')
          .toLowerCase()
          .replace(/\s+/g, '')
          .replace(/^[\p{P}\p{S}]+/u, ''),
      );

/** Length in characters as people count them (code points; close enough for limits of ours). */
export const length = (text: string): number => [...text].length;

/** At most `limit` characters, with an ellipsis when something was left out. */
export const shorten = (text: string, limit: number): string => {
  const characters = [...text];
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
};
