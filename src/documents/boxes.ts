import { simplified } from '../language/script.ts';
import type { Field } from '../model/pack/form.ts';
import { unknownSymbol } from './symbols.ts';

// Slots that a form prints, ticked and empty, as typed and as the symbol fonts decode to.
const tickedBoxes = '☑☒🗹🗷🗵🗴⮽⌧■◼⬛◾▣●⚫⦿◉⭗🞊✅☻◆▲★▼';
const emptyBoxes = '☐□○◻▢⬜◽❑❒⭘◯⚪🞎🞏🞐🞑🞅🔾◇△☆▽';
// What a hand adds to a printed row, or puts where the box was.
const ticks = '√✓✔🗸🗶﹀ˇ∨';
const crosses = '×✗✘✕✖🗙╳';

type Mark = {
  /** `box`: printed with the form. `bracket`: a pair of brackets to write into. `hand`: written by somebody. */
  readonly kind: 'box' | 'bracket' | 'hand';
  /** `cross` means no beside a tick, and nobody knows what where it stands alone. */
  readonly says: 'ticked' | 'empty' | 'cross' | 'unknown';
};

/** An option as it stands in the row, with whatever is written right beside it; `null`: words that are no option. */
interface Label {
  readonly value: string | null;
}

/** The row, left to right. `gap`: whether anything separates this piece from the one before. */
type Piece = { readonly gap: boolean } & ({ readonly mark: Mark } | { readonly label: Label });

/** Longest row that is read, in UTF-16 units; own cap. Twenty options with remarks have some 400. */
const longestRow = 4000;

/** What a line of boxes says. */
export interface BoxReading {
  /** The one ticked option; `null` if none or several are, or if a mark may belong to either of two. */
  readonly value: string | null;
  /** Something is ticked or written that does not name one option beyond doubt. */
  readonly doubtful: boolean;
}

const open = '[［(（【〔{';
const close = ']］)）】〕}';
const blank = /[\s_＿\u3000\u2002]/;

/** `_√_`, `____`: a blank to write into, printed as a run of underscores. */
const blankAt = (characters: readonly string[], at: number): { mark: Mark; length: number } | null => {
  if (!isLine(characters[at])) return null;
  let says: Mark['says'] = 'empty';
  let end = at;
  for (; end < Math.min(characters.length, at + 40); end += 1) {
    if (isLine(characters[end])) continue;
    const mark: Mark | null = says === 'empty' ? markOf(characters[end]!) : null;
    if (mark?.kind !== 'hand' || !isLine(characters[end + 1])) break;
    says = mark.says === 'cross' ? 'ticked' : mark.says;
  }
  return end - at > 1 ? { mark: { kind: 'bracket', says }, length: end - at } : null;
};
const isLine = (character: string | undefined): boolean => character === '_' || character === '＿';

/** `[√]`,「（ ）」: nothing but blanks and one mark or an x or v inside. Bracketed words are no slot. */
const bracketAt = (characters: readonly string[], at: number): { mark: Mark; length: number } | null => {
  if (!open.includes(characters[at]!)) return null;
  let inside: Mark['says'] = 'empty';
  for (let end = at + 1; end < Math.min(characters.length, at + 12); end += 1) {
    const character = characters[end]!;
    if (close.includes(character)) return { mark: { kind: 'bracket', says: inside }, length: end - at + 1 };
    if (blank.test(character)) continue;
    const says = /[xXvV*＊]/.test(character) ? 'ticked' : markOf(character)?.says;
    if (says === undefined || inside !== 'empty') return null;
    inside = says === 'cross' ? 'ticked' : says;
  }
  return null;
};

const markOf = (character: string): Mark | null => {
  if (tickedBoxes.includes(character)) return { kind: 'box', says: 'ticked' };
  if (emptyBoxes.includes(character)) return { kind: 'box', says: 'empty' };
  if (ticks.includes(character)) return { kind: 'hand', says: 'ticked' };
  if (crosses.includes(character)) return { kind: 'hand', says: 'cross' };
  return character === unknownSymbol || /[\uf000-\uf0ff]/.test(character)
    ? { kind: 'hand', says: 'unknown' }
    : null;
};

type Names = readonly (readonly [name: string, value: string])[];

const namesOf = (options: NonNullable<Field['options']>): Names =>
  options
    .flatMap(({ value, aliases }) => [value, ...aliases].map(name => [simplified(name), value] as const))
    .sort(([a], [b]) => b.length - a.length);

/** Options written one behind the other with nothing else between them; `null` when anything else is there. */
const onlyOptions = (names: Names, words: string): string[] | null => {
  const values: string[] = [];
  let at = 0;
  while (at < words.length) {
    const found = names.find(([name]) => words.startsWith(name, at));
    if (!found) return null;
    values.push(found[1]);
    at += found[0].length;
  }
  return values;
};

/** The labels in a stretch of words without marks: each option takes along the words behind it that are none. */
const labelsIn = (names: Names, stretch: string): Label[] => {
  const whole = onlyOptions(names, stretch.replace(/\s/g, ''));
  if (whole) return whole.map(value => ({ value }));
  const labels: { value: string | null }[] = [];
  for (const words of stretch.split(/[^\p{L}\p{N}]+/u)) {
    if (words === '') continue;
    const values = onlyOptions(names, words);
    for (const value of values ?? []) {
      const last = labels.at(-1);
      if (last && last.value === null && labels.length === 1) last.value = value;
      else labels.push({ value });
    }
    if (!values && labels.length === 0) labels.push({ value: null });
  }
  return labels;
};

/** 「请在□内打√」tells how to fill in the row and is no part of it. */
const withoutInstructions = (text: string): string =>
  text
    .split(/(?<=[。；;：:\n）)])|(?=[（(])/u)
    .filter(clause => !/[打画划][“"'‘「]?[√✓✔☑]/.test(clause))
    .join('');

const piecesOf = (names: Names, text: string): Piece[] => {
  const characters = [...withoutInstructions(text)];
  const pieces: Piece[] = [];
  let stretch = '';
  let gap = false;
  const flush = (): void => {
    const labels = labelsIn(names, stretch);
    labels.forEach((label, index) => {
      pieces.push({ label, gap: gap || (index === 0 && /^[^\p{L}\p{N}]/u.test(stretch)) });
      gap = false;
    });
    gap = labels.length === 0 ? gap || stretch !== '' : /[^\p{L}\p{N}]$/u.test(stretch);
    stretch = '';
  };
  for (let at = 0; at < characters.length; at += 1) {
    const bracket = bracketAt(characters, at) ?? blankAt(characters, at);
    const mark = bracket?.mark ?? markOf(characters[at]!);
    if (!mark) {
      stretch += characters[at]!;
      continue;
    }
    flush();
    pieces.push({ mark, gap });
    gap = false;
    at += (bracket?.length ?? 1) - 1;
  }
  flush();
  return pieces;
};

const isBase = (mark: Mark): boolean => mark.kind !== 'hand';

/**
 * A tick drawn onto a box is one ticked slot. A tick that stands before a box goes with it only where it is parted from
 * what precedes it.
 */
const joinStrokes = (pieces: readonly Piece[]): Piece[] => {
  const joined: Piece[] = [];
  pieces.forEach((piece, index) => {
    const last = joined.at(-1);
    if (!('mark' in piece) || !last || !('mark' in last) || piece.gap) {
      joined.push(piece);
      return;
    }
    const onto = isBase(last.mark) && last.mark.says === 'empty' && piece.mark.kind === 'hand';
    const before = last.mark.kind === 'hand' && isBase(piece.mark) && (last.gap || index === 1);
    if (onto) joined[joined.length - 1] = { gap: last.gap, mark: { ...last.mark, says: piece.mark.says } };
    else if (before && piece.mark.says === 'empty')
      joined[joined.length - 1] = { gap: last.gap, mark: { ...piece.mark, says: last.mark.says } };
    else joined.push(piece);
  });
  return joined;
};

/** Brackets to write a name into are no slots in a row of boxes. */
const withoutBlanks = (pieces: readonly Piece[]): Piece[] => {
  const boxes = pieces.some(piece => 'mark' in piece && piece.mark.kind === 'box');
  if (!boxes) return [...pieces];
  return pieces.flatMap(piece => {
    if (!('mark' in piece) || piece.mark.kind !== 'bracket') return [piece];
    return piece.mark.says === 'empty' ? [] : [{ ...piece, mark: { ...piece.mark, kind: 'hand' as const } }];
  });
};

type Side = 'before' | 'after';

/** Which label each printed slot belongs to when every option has exactly one on this side; `null`: not this side. */
const slotsOn = (pieces: readonly Piece[], side: Side): Map<number, number> | null => {
  const step = side === 'before' ? -1 : 1;
  const owners = new Map<number, number>();
  let marks = 0;
  pieces.forEach((piece, index) => {
    if ('mark' in piece) {
      marks += isBase(piece.mark) ? 1 : 0;
      return;
    }
    let slot: number | null = null;
    for (let at = index + step; ; at += step) {
      const other = pieces[at];
      if (!other || 'label' in other) break;
      if (isBase(other.mark)) {
        slot = at;
        break;
      }
      // A stroke stands where the box was, when nothing else does.
      slot ??= at;
    }
    if (slot !== null) owners.set(slot, index);
  });
  const options = pieces.filter(piece => 'label' in piece && piece.label.value !== null).length;
  const owned = [...owners].filter(([, at]) => (pieces[at] as { label: Label }).label.value !== null).length;
  const bases = [...owners.keys()].filter(at => isBase((pieces[at] as { mark: Mark }).mark)).length;
  return options > 0 && owned === options && bases === marks ? owners : null;
};

/** The label a mark touches; `null` when it touches none, or two. At either end of the row there is but one. */
const touched = (
  pieces: readonly Piece[],
  at: number,
  owners: ReadonlyMap<number, number>,
): number | null => {
  const ownerOf = (index: number): number | null => {
    const piece = pieces[index];
    if (!piece) return null;
    return 'label' in piece ? index : (owners.get(index) ?? null);
  };
  const left = ownerOf(at - 1);
  const right = ownerOf(at + 1);
  if (left === null || right === null || left === right) return left ?? right;
  const joinsLeft = !pieces[at]!.gap;
  const joinsRight = !pieces[at + 1]!.gap;
  if (joinsLeft === joinsRight) return null;
  return joinsLeft ? left : right;
};

/** Indexes of the labels that are chosen; `null` when a mark may belong to either of two, or nobody knows what it says. */
const chosenIn = (pieces: readonly Piece[]): Set<number> | null => {
  const before = slotsOn(pieces, 'before');
  const after = slotsOn(pieces, 'after');
  const says = pieces.map(piece => ('mark' in piece ? piece.mark.says : null));
  const ticked = says.includes('ticked');
  if (says.includes('unknown') || (says.includes('cross') && !ticked)) return null;
  if (!ticked) return new Set();
  const readings = [before, after].filter(reading => reading !== null);
  const results = (readings.length > 0 ? readings : [new Map<number, number>()]).map(owners => {
    const chosen = new Set<number>();
    for (const [at, word] of says.entries()) {
      if (word !== 'ticked') continue;
      const owner = owners.get(at) ?? touched(pieces, at, owners);
      if (owner === null) return null;
      chosen.add(owner);
    }
    return chosen;
  });
  const [first, second] = results;
  const same =
    !second || (first && second.size === first.size && [...first].every(index => second.has(index)));
  return same ? (first ?? null) : null;
};

/**
 * Reads「☐高等学校 ☑企业」and「高等学校 企业√」by the pattern of the whole row: every option has exactly one slot, before
 * it or behind it; a mark beyond that belongs to the option it touches. Where two readings are possible there is none.
 * Without any mark, a text that is an option or its alias counts.
 */
export const readBoxes = (field: Pick<Field, 'options'>, written: string): BoxReading => {
  if (written.length > longestRow) return { value: null, doubtful: true };
  const text = simplified(written);
  const options = field.options ?? [];
  const names = namesOf(options);
  const pieces = withoutBlanks(joinStrokes(piecesOf(names, text)));
  if (!pieces.some(piece => 'mark' in piece)) {
    const plain = text.replace(/\s+/g, '').replace(/[。.，,；;]$/, '');
    const named = options.find(option => option.value === plain || option.aliases.includes(plain));
    const untouched = options.every(option => plain.includes(option.value));
    return { value: named?.value ?? null, doubtful: !named && !untouched && plain !== '' };
  }
  const chosen = chosenIn(pieces);
  if (chosen === null) return { value: null, doubtful: true };
  const values = [...chosen].map(index => (pieces[index] as { label: Label }).label.value);
  const [value = null] = values;
  return values.length === 1 && value !== null
    ? { value, doubtful: false }
    : { value: null, doubtful: values.length > 0 };
};
