import { simplified } from '../language/script.ts';
import { fromChinese } from '../model/numerals.ts';
import type { Session } from '../model/session.ts';
import { fold } from './text.ts';

/** The prose field whose answer came in the turn before: what follows may belong to it. */
export const openProse = ({ prose, turn }: Session): Session['prose'] =>
  prose?.turn === turn ? prose : null;

/**
 * Telegram cuts what somebody sends at 4,096 UTF-16 units (core.telegram.org/method/messages.sendMessage: message_max_length);
 * its apps cut at a blank before that where there is one.
 */
const CUT_AT = 4_096;
const CUT_SPAN = 200;
/** An answer this long without a full stop was cut somewhere, in UTF-16 units; shorter ones often have none. */
const LONG = 2_000;
/** Shortest sentence, and shortest line without a full stop, that read as prose where they do not fit, in UTF-16 units. */
const PROSE = 12;
const LONG_LINE = 40;

const ended = /[。！？!?；;…”’）)】\]]\s*$/u;
const unfinished = /[，,、（(—-]\s*$/u;
const announced = /[：:]\s*$/u;

const atTheLimit = (piece: string): boolean => piece.length >= CUT_AT - CUT_SPAN && piece.length <= CUT_AT;

/** Where the last message stopped in the middle: its continuation is joined without a break. */
export const wasCut = (piece: string): boolean =>
  unfinished.test(piece) ||
  (atTheLimit(piece) && !ended.test(piece)) ||
  (piece.length >= LONG && !ended.test(piece));

const circled = '①②③④⑤⑥⑦⑧⑨⑩';
const ordinal =
  /^\s*(?:([①-⑩])|([a-j])[)）.、．]|(?:第|[（(【])?(?:(\d{1,2})|([一二三四五六七八九十]{1,2}))(?:[)）】、.．，,：:]|是|点|方面|\s))/iu;

/** 1、 · （二） · 第三， · ④ · 五是 at the head of a line. */
const numberOf = (line: string): number | null => {
  const [, circle, letter, digits, words] = ordinal.exec(line) ?? [];
  if (letter !== undefined) return letter.toLowerCase().charCodeAt(0) - 0x60;
  if (digits !== undefined) return Number(digits);
  if (circle !== undefined) return circled.indexOf(circle) + 1;
  const number = fromChinese(words ?? '');
  return Number.isNaN(number) ? null : number;
};

/** （一）研发投入 alone in its line: a heading, under which the next message stands. */
const heading =
  /^\s*(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[、.．]|[①-⑩])\s*\p{Script=Han}{2,10}\s*$/u;

/** Where a text says how it goes on, in UTF-16 units. */
const HEAD = 10;
const sequence =
  /^[（(【“"]?(?:对了|并且?|其中|再说|再有|接着说|接上|续|补充|其次|再次|再者|最后|另外|此外|同时|还有|而且|以及|除此之外|二是|三是|四是|五是|第二|第三|第四|第五)/u;
/** 研发条件：… behind 研发投入：…: parts that are headed alike belong together. */
const headed = /^\s*[【（(]?\p{Script=Han}{2,8}[】）)]?[：:]\s*\S/u;

/** Whether a text says by itself that it goes on with the one before: the next number, 其次, or because that one was cut. */
const linksTo = (piece: string, text: string, whole: string): boolean => {
  if (announced.test(piece) || wasCut(piece) || atTheLimit(piece)) return true;
  if (heading.test(piece.split('\n').at(-1)!)) return true;
  if (sequence.test(simplified(text.slice(0, HEAD)))) return true;
  if (headed.test(text) && headed.test(piece.split('\n').at(-1)!)) return true;
  const last = whole
    .split('\n')
    .flatMap(line => numberOf(line) ?? [])
    .at(-1);
  return last !== undefined && numberOf(text) === last + 1;
};

const asks = /[?？]\s*$/u;
/** Sentences, and no number that might be the one asked for. */
const looksLikeProse = (text: string): boolean =>
  text.length >= PROSE && (text.length >= LONG_LINE || /[。；;\n]/u.test(text)) && !/\d{7}/u.test(text);

/** Whether what is asked now could take the text. */
type Fit = 'fits' | 'misfits';

/**
 * Whether a text goes on with the prose before it rather than answering what is asked now. `piece`: the last message of that
 * prose; `whole`: all that stands there.
 */
export const continues = (piece: string, text: string, fit: Fit, whole = piece): boolean =>
  !asks.test(text) && (linksTo(piece, text, whole) || (fit === 'misfits' && looksLikeProse(text)));

/** 补充研发情况：…: what follows is added to what stands there. */
const supplement = /^(?:再|我再|还要|还想)?(?:补充|追加|增补|添加)(?:一下|一点|几句|一句|到|说明)?/u;

/** What is left of a text that says that it adds to something; null: it does not say so. */
export const supplemented = (text: string): string | null => {
  const lead = supplement.exec(text);
  return lead && text.slice(lead[0].length);
};

const done =
  /^(?:好了|写好了|写完了|完了|说完了|填完了|发完了|就这些|就这样|就这么多|没有了|没了|(?:以上|上面)(?:就?是\p{Script=Han}{0,12}(?:情况|内容|介绍|全部))?|结束了|完毕)(?:了|吧|谢谢)?$/u;

/** 好了: nothing more belongs to the prose. */
export const isDone = (text: string): boolean => done.test(fold(text));
