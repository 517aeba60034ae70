import { fold } from './text.ts';
import type { Place } from './walk.ts';

/** One `label: value` pair found in pasted text. `doubtful`: the label fits more than one field. */
export interface Found {
  readonly place: Place;
  readonly text: string;
  readonly doubtful: boolean;
}

const labelled = /^[\s·•\-*\d.、．()（）]*(.{1,20}?)\s*[:：]\s*(.*)$/su;

const labelsOf = (places: readonly Place[]): Map<string, Place[]> => {
  const byLabel = new Map<string, Place[]>();
  for (const place of places) {
    for (const name of [place.field.label, ...place.field.aliases]) {
      const key = fold(name);
      byLabel.set(key, [...(byLabel.get(key) ?? []), place]);
    }
  }
  return byLabel;
};

/**
 * Read a pasted block (`单位名称：…` lines) or table (label and value in neighbouring cells). Lines without a known
 * label belong to the value before them. A label that several fields share goes to the next of them in printed order
 * and is doubtful, unless the walk only has one left.
 */
export const readBulk = (places: readonly Place[], text: string): Found[] => {
  const byLabel = labelsOf(places);
  const cells = text.split(/[\n\t|]/).map(cell => cell.trim());
  const taken = new Set<string>();
  const raw: { place: Place; lines: string[]; doubtful: boolean }[] = [];
  let last = -1;
  const open = (candidates: readonly Place[], value: string): void => {
    const free = candidates.filter(place => !taken.has(place.id));
    if (free.length === 0) return;
    // A form is written top to bottom: of several fields with this label, the first after the previous one is meant.
    const after = free.find(place => places.indexOf(place) > last) ?? free[0]!;
    taken.add(after.id);
    last = places.indexOf(after);
    raw.push({ place: after, lines: value === '' ? [] : [value], doubtful: candidates.length > 1 });
  };
  for (const cell of cells) {
    if (cell === '') continue;
    const pair = labelled.exec(cell);
    const known = pair ? byLabel.get(fold(pair[1]!)) : undefined;
    if (pair && known) open(known, pair[2]!.trim());
    else if (byLabel.has(fold(cell))) open(byLabel.get(fold(cell))!, '');
    else raw.at(-1)?.lines.push(cell);
  }
  return raw
    .filter(({ lines }) => lines.length > 0)
    .map(({ place, lines, doubtful }) => ({ place, text: lines.join('\n'), doubtful }));
};
