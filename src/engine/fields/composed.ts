import { simplified } from '../../language/script.ts';
import { length } from '../text.ts';
import { withoutCarrier } from './label.ts';
import { accept, type FieldReader, refuse } from './value.ts';

const CORE_LIMIT = 60;

const stripAround = (text: string, before: string, after: string): string => {
  let core = text.replace(/\s+/g, '').replace(/^[“"「《]+|(?<![”"」》。，；！])[”"」》。，；！]+$/g, '');
  // Shorter beginnings of the fixed words are stripped too: 万州区…技术创新中心 for 重庆市万州区…技术创新中心.
  for (let again = true; again; ) {
    again = false;
    for (let cut = 0; cut <= Math.max(0, before.length - 2); cut += 1) {
      const head = before.slice(cut);
      if (head && core.startsWith(head)) {
        core = core.slice(head.length);
        again = true;
        break;
      }
    }
  }
  while (after && core.endsWith(after)) core = core.slice(0, -after.length);
  return core;
};

/**
 * A name with fixed words around it: the person may give the middle or the whole; doubled fixed words are folded, and a
 * label between them goes. A name whose fixed words are in traditional characters is written as the rest of it is.
 */
export const readComposed: FieldReader = (field, text) => {
  const { before, after } = field.compose ?? { before: '', after: '' };
  if (text.trim() === '') return refuse('empty');
  const bare = (written: string): string => withoutCarrier(field, stripAround(written, before, after));
  const [typed, plain] = [bare(text), bare(simplified(text))];
  const core = stripAround(length(plain) < length(typed) ? plain : typed, before, after);
  if (core === '') return refuse('only-template');
  if (/^[xX×＊*某Ｘ]+$/u.test(core) || !/\p{L}/u.test(core)) return refuse('placeholder');
  if (length(core) > (field.max ?? CORE_LIMIT)) return refuse('too-long');
  return accept(`${before}${core}${after}`);
};
