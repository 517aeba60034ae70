import { simplified } from '../../language/script.ts';
import { length } from '../text.ts';
import { withoutCarrier } from './label.ts';
import { soundsSpoken } from './talk.ts';
import { elsewhereOnTheNet } from './text.ts';
import { accept, type FieldReader, refuse } from './value.ts';

const CORE_LIMIT = 60;

/** Brackets and quotes around a whole core. */
const wrapped = /^[“"「《（(【[](.+)[”"」》）)】\]]$/u;
/** 重庆市万州区 as people shorten it: the words for what kind of place each is may be left out. */
const shortened = (before: string): RegExp =>
  new RegExp(
    `^${before.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\p{Script=Han}{2,4}?[省市区县州镇乡]/gu, part => `(?:${part.slice(0, -1)}${part.slice(-1)}?)?`)}`,
    'u',
  );

/** The last part of the fixed words behind, where the core repeats it: 榨菜加工中心, 榨菜加工技术. */
const overlap = (core: string, after: string): number => {
  for (let length = after.length - 1; length >= 2; length -= 1) {
    if (core.length > length && core.endsWith(after.slice(-length))) return length;
    if (core.length > length && core.endsWith(after.slice(0, length))) return length;
  }
  return 0;
};

const stripAround = (text: string, before: string, after: string): string => {
  let core = text.replace(/\s+/g, '').replace(/^[“"「《]+|(?<![”"」》。，；！])[”"」》。，；！]+$/g, '');
  const whole = after !== '' && core.endsWith(after);
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
  // Of a name given whole, its beginning is the fixed one, however short.
  if (whole) core = core.replace(shortened(before), '');
  for (let more = overlap(core, after); more > 0; more = overlap(core, after)) core = core.slice(0, -more);
  return wrapped.exec(core)?.[1] ?? core;
};

/** A quantity, the end of a sentence, or small Latin letters: no name holds them. */
const unlike =
  /\d{1,12}(?:\.\d{1,6})?(?:项|人|个|名|万元|亿元|元|条|家|次|篇|件|种|%|％)|[。！？!?；;]|^[a-z]+$|^\d+$/u;

/**
 * A name with fixed words around it: the person may give the middle or the whole; doubled fixed words are folded, and a
 * label between them goes. A name whose fixed words are in traditional characters is written as the rest of it is.
 */
export const readComposed: FieldReader = (field, text, { confirmed }) => {
  const { before, after } = field.compose ?? { before: '', after: '' };
  if (text.trim() === '') return refuse('empty');
  const bare = (written: string): string => withoutCarrier(field, stripAround(written, before, after));
  const [typed, plain] = [bare(text), bare(simplified(text))];
  const core = stripAround(length(plain) < length(typed) ? plain : typed, before, after);
  if (core === '') return refuse('only-template');
  if (elsewhereOnTheNet.test(core)) return refuse('other-kind');
  if (/^[xX×＊*某Ｘ]+$/u.test(core) || !/\p{L}/u.test(core)) return refuse('placeholder');
  if (length(core) > (field.max ?? CORE_LIMIT)) return refuse('too-long');
  const value = `${before}${core}${after}`;
  if (!confirmed && (soundsSpoken(simplified(core)) || unlike.test(core))) return refuse('unlikely', [value]);
  return accept(value);
};
