import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { accept, type FieldReader, refuse } from './value.ts';

/** A local number without area code (七到八位) is kept as typed: the clerk knows the area better than we do. */
const localLandline = /^\d{7,8}$/;
const extension = /^(.*?)(?:转|ext\.?|分机|-)\s*(\d{1,6})$/i;
/** Chinese mobile numbers have 11 digits and begin with 1; grouped 3-4-4 people read them most easily, joined they print best. */
const CHINA = '86';

const digitsOf = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[—–－‐‑]/g, '-')
    .replace(/[\s()（）]/g, '');

const formatted = (text: string): string | null => {
  const parsed = parsePhoneNumberFromString(text, 'CN');
  if (!parsed?.isValid()) return null;
  if (parsed.countryCallingCode !== CHINA) return parsed.formatInternational();
  const national = parsed.nationalNumber;
  if (/^1[3-9]\d{9}$/.test(national)) return national;
  if (/^400\d{7}$/.test(national)) return `400-${national.slice(3, 6)}-${national.slice(6)}`;
  const areaLength = /^(?:10|2\d)/.test(national) ? 2 : 3;
  return `0${national.slice(0, areaLength)}-${national.slice(areaLength)}`;
};

/** Chinese mobile, landline with area code (023-58225929), 400 numbers, an extension, or a plain local number. */
export const readPhone: FieldReader = (_field, text) => {
  const compact = digitsOf(text);
  if (compact === '') return refuse('empty');
  if (localLandline.test(compact)) return accept(compact, text);
  const whole = formatted(compact);
  if (whole) return accept(whole, text);
  const split = extension.exec(compact);
  const main = split ? formatted(split[1]!) : null;
  return main ? accept(`${main}转${split![2]}`, text) : refuse('bad-phone');
};
