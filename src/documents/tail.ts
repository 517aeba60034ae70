import { isFiller } from './unzip.ts';

/** How other kinds of files begin: archives, programs, pages, documents. */
const signatures = [
  'PK\u0003\u0004',
  'PK\u0005\u0006',
  '\u007fELF',
  'Rar!',
  '7z\u00bc\u00af',
  '%PDF-',
  '\u00d0\u00cf\u0011\u00e0',
  '\u00ca\u00fe\u00ba\u00be',
  '#!/',
];
const markup = /<(?:script|html|svg|iframe|\?php|!doctype)/i;

/**
 * What stands behind the end of a picture or PDF. `none`: nothing but blanks; `cut`: remains
 * such as a phone's notes on the picture, which are not kept; `foreign`: another file.
 */
export const tailOf = (bytes: Uint8Array, end: number): 'none' | 'cut' | 'foreign' => {
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset + end, bytes.byteLength - end);
  if (isFiller(tail)) return 'none';
  const foreign =
    tail.subarray(0, 2).toString('latin1') === 'MZ' ||
    signatures.some(signature => tail.includes(Buffer.from(signature, 'latin1'))) ||
    markup.test(tail.toString('latin1'));
  return foreign ? 'foreign' : 'cut';
};
