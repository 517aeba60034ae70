import { accept, type FieldReader, refuse } from './value.ts';

/** Local part and host of RFC 5321, 4.1.2, without quoted strings and address literals, which no office mails to. */
const address =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;

/** keji@example.com, with full-width letters and signs as an input method leaves them, or in angle brackets. */
export const readEmail: FieldReader = (_field, text) => {
  const compact = text
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/^<|>$|^mailto:|(?<![。，,;；.])[。，,;；.]+$/gi, '')
    .replaceAll('。', '.');
  if (compact === '') return refuse('empty');
  return address.test(compact) ? accept(compact) : refuse('shape');
};
