import { traitsOf } from '../model/pack/field-kinds.ts';
import { fold } from './text.ts';
import type { Place } from './walk.ts';

/** One `label: value` pair found in pasted text. `doubtful`: the label fits more than one field. */
export interface Found {
  readonly place: Place;
  readonly text: string;
  readonly doubtful: boolean;
}

/** What stands before a label in a list: bullets and numbers. */
const bullet = /^[\s·•\-*\d.、．()（）]+/u;
const labelled = /^(.{1,20}?)\s*[:：]\s*(.*)$/su;

/** `3. 单位名称：某某` -> label and value; null when the line has no label. */
export const labelledLine = (line: string): { readonly label: string; readonly value: string } | null => {
  const pair = labelled.exec(line.replace(bullet, ''));
  return pair ? { label: pair[1]!, value: pair[2]!.trim() } : null;
};

/** What a paste holds: the pairs found, and the lines that belong to no field. */
export interface Paste {
  readonly found: readonly Found[];
  readonly unread: readonly string[];
}

const labelsOf = (places: readonly Place[]): Map<string, Place[]> => {
  const byLabel = new Map<string, Place[]>();
  for (const place of places) {
    for (const key of new Set([place.field.label, ...place.field.aliases].map(fold))) {
      byLabel.set(key, [...(byLabel.get(key) ?? []), place]);
    }
  }
  return byLabel;
};

/**
 * Of several open fields with one label, those meant by where the paste is: the block just read from goes on, then
 * the single blocks of the form, and entries of a repeating block only when nothing else is left.
 */
const nearest = (free: readonly Place[], previous: Place | null): Place[] => {
  const tiers = [
    free.filter(
      place => previous && place.section.id === previous.section.id && place.entry === previous.entry,
    ),
    free.filter(
      place => previous !== null && previous.entry !== null && place.section.id === previous.section.id,
    ),
    free.filter(place => place.entry === null),
    free.filter(place => place.entry !== null),
  ];
  return tiers.find(tier => tier.length > 0) ?? [];
};

/**
 * Read a pasted block (`单位名称：…` lines) or table (label and value in neighbouring cells). Lines without a label go on
 * with the prose before them; what belongs to no field is handed back, so that nothing is lost or put in the wrong
 * place. A label that several fields share goes to the nearest of them, and is doubtful when that is not clear. `from`: the
 * place asked for; in a repeating block, labels belong to its entry first.
 */
export const readBulk = (places: readonly Place[], text: string, from: Place | null = null): Paste => {
  const byLabel = labelsOf(places);
  const cells = text.split(/[\n\t|]/).map(cell => cell.trim());
  const taken = new Set<string>();
  const raw: { place: Place; lines: string[]; doubtful: boolean }[] = [];
  const unread: string[] = [];
  let current: (typeof raw)[number] | null = null;
  let previous: Place | null = from?.entry === null ? null : from;
  const open = (candidates: readonly Place[], value: string): void => {
    const near = nearest(
      candidates.filter(place => !taken.has(place.id)),
      previous,
    );
    const after = near[0];
    if (!after) {
      current = null;
      if (value !== '') unread.push(value);
      return;
    }
    taken.add(after.id);
    previous = after;
    current = { place: after, lines: value === '' ? [] : [value], doubtful: near.length > 1 };
    raw.push(current);
  };
  const goOn = (cell: string): void => {
    const takesMore =
      current && (current.lines.length === 0 || traitsOf(current.place.field).lines === 'many');
    if (takesMore) current!.lines.push(cell);
    else unread.push(cell);
  };
  for (const cell of cells) {
    if (cell === '') continue;
    const pair = labelledLine(cell);
    const known = pair ? byLabel.get(fold(pair.label)) : undefined;
    if (pair && known) open(known, pair.value);
    else if (byLabel.has(fold(cell))) open(byLabel.get(fold(cell))!, '');
    else goOn(cell);
  }
  return {
    found: raw
      .filter(({ lines }) => lines.length > 0)
      .map(({ place, lines, doubtful }) => ({ place, text: lines.join('\n'), doubtful })),
    unread,
  };
};
