import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { dictatedDigit, withDigits } from '../../language/numbers.ts';
import { accept, type FieldReader, type Read, refuse, type Surroundings } from './value.ts';
import { phoneRemark } from './words.ts';

const CHINA = '86';

/** A local number without area code has seven or eight digits. */
const localLandline = /^[2-9]\d{6,7}$/;
/** Service numbers are printed as their owner writes them: 400-820-8820, 4008-208-820. */
const service = /^[48]00[\d-]+$/;
const SERVICE_DIGITS = 10;

const extensionMark = '(?:总机转|转分机|分机号?|转接|转|内线|extension|ext\\.?|x|#|\\*|,|，)[:：]?';
/** `转801`, `#801`, `ext801`, `-801` behind the number; a bare hyphen only where the number before it is whole. */
const extended = new RegExp(`^(.+?)(?:[-,，(]*${extensionMark}|-)(\\d{1,6})\\)?$`, 'iu');
const startsExtension = new RegExp(`^\\s*${extensionMark}\\s*\\d{1,6}`, 'iu');

/** 幺三九，九六二幺，零五八八: nothing but digits as they are said, in groups or not. */
const dictated = new RegExp(`^[${dictatedDigit}](?:[- ,，、]?[${dictatedDigit}]){6,14}$`, 'u');

const inDigits = (text: string): string =>
  dictated.test(text.trim()) && !/^[0-9]/.test(text.trim())
    ? withDigits(text).replace(/[- ,，、]/gu, '')
    : text;

const compacted = (text: string): string =>
  inDigits(text.normalize('NFKC'))
    .replace(/轉/g, '转')
    .replace(/分機/g, '分机')
    .replace(/[—–－‐‑~～]+|(?<=\d)[.·](?=\d)/g, '-')
    // The letter O for a zero, between digits or at their end.
    .replace(/(?<=\d[oO]{0,11})[oO]/g, '0')
    .replace(/^(?:tel|phone|mobile)[:：.]?/i, '')
    .trim();

const joined = (text: string): string =>
  text
    .replace(/[\s()（）]/g, '')
    .replace(/-{2,}/g, '-')
    .replace(/^-|-$/g, '');

const formatted = (digits: string): string | null => {
  if (!/^\+?[\d-]+$/.test(digits)) return null;
  const parsed = parsePhoneNumberFromString(digits, 'CN');
  if (!parsed?.isValid()) return null;
  if (parsed.countryCallingCode !== CHINA) return parsed.formatInternational();
  const national = parsed.nationalNumber;
  if (/^1[3-9]\d{9}$/.test(national)) return national;
  const areaLength = /^(?:10|2\d)/.test(national) ? 2 : 3;
  return `0${national.slice(0, areaLength)}-${national.slice(areaLength)}`;
};

/** One number without extension: null when it is none, `area` when only its area code is missing. */
const mainNumber = (text: string, { areaCode }: Surroundings): string | 'area' | null => {
  const digits = text.replace(/-/g, '');
  if (service.test(text) && digits.length === SERVICE_DIGITS) return text;
  if (!localLandline.test(digits)) return formatted(text);
  if (areaCode === null) return 'area';
  return formatted(`${areaCode}${digits}`);
};

/** One number with or without extension, as it is printed. */
const readOne = (typed: string, around: Surroundings): string | 'area' | null => {
  // 58220000(801): what is in brackets behind a whole number is its extension.
  const text = typed.replace(/^(.{7,20}\d)\s*[(（](\d{1,6})[)）]$/u, '$1转$2');
  // Blanks hold a service number apart as well as hyphens do.
  const spaced = text.trim().replace(/^([48]00)[\s-]+(\d{3,4})[\s-]+(\d{3,4})/, '$1-$2-$3');
  const compact = joined(spaced);
  const whole = mainNumber(compact, around);
  if (whole !== null) return whole;
  const [, main, extension] = extended.exec(compact) ?? [];
  const number = main === undefined ? null : mainNumber(main.replace(/-$/, ''), around);
  return number === null || number === 'area' ? number : `${number}转${extension}`;
};

const remark = new RegExp(
  `[（(]\\s*(?:${phoneRemark}|\\p{Script=Han}{2,8})\\s*[)）]|(?:${phoneRemark}\\s*[:：]?)+`,
  'giu',
);

/** The parts of an answer that may each be a number; an extension stays with the number before it. */
const parts = (text: string): string[] => {
  const pieces = text.split(/[/;；、，,|\n]|\s(?=\S{7})|或者?|和|及|与/u).map(piece => piece.trim());
  const found: string[] = [];
  for (const piece of pieces) {
    const before = found.at(-1);
    if (before !== undefined && startsExtension.test(piece)) found[found.length - 1] = `${before}${piece}`;
    // 58220000/1 is 58220000 and 58220001.
    else if (before !== undefined && /^\d{1,4}$/.test(piece) && /\d{7}$/.test(before))
      found.push(`${before.slice(0, -piece.length)}${piece}`);
    else if (piece !== '') found.push(piece);
  }
  return found;
};

const judged = (number: string | 'area' | null): Read =>
  number === null ? refuse('bad-phone') : number === 'area' ? refuse('no-area-code') : accept(number);

/**
 * Chinese mobile, landline with area code, 400 and 800 numbers, numbers abroad; with an extension, which is kept.
 * A local number gets the area code of the place where that is known. Of two numbers none is dropped: they are asked about.
 */
export const readPhone: FieldReader = (field, text, around) => {
  const typed = compacted(text).replace(/(?<![。；;，,!！])[。；;，,!！]+$/u, '');
  if (typed === '') return refuse('empty');
  const one = readOne(typed, around);
  if (one !== null) return judged(one);
  const plain = typed.replace(remark, ' ').trim();
  const bare = plain === typed ? null : readOne(plain, around);
  if (bare !== null) return judged(bare);
  const numbers = parts(plain).map(part => readOne(part, around));
  if (numbers.length < 2 || numbers.some(number => number === null)) return refuse('bad-phone');
  if (numbers.includes('area')) return refuse('no-area-code');
  const several = [...new Set(numbers as string[])];
  if (several.length === 1) return accept(several[0]!);
  return field.many ? accept(several.join('、')) : refuse('two-phones', several);
};
