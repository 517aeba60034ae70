import { asks, ownCase, saysOf, wants } from './language.ts';
import { bare } from './text.ts';

/** What one part of a message does. `names`: a matter is named and nothing said of it: 申报截止时间. */
export type Act = 'asks' | 'wants' | 'tells' | 'names';

export interface Part {
  readonly text: string;
  readonly act: Act;
}

const actOf = (piece: string, mark: string): Act => {
  if (mark.startsWith('?') || asks.test(piece)) return 'asks';
  if (wants.test(piece)) return 'wants';
  return ownCase.test(piece) && saysOf.test(piece) ? 'tells' : 'names';
};

/** The parts of a normalised message between sentence marks and commas, and what each does. */
export const partsOf = (text: string): Part[] => {
  const pieces = text.split(/([,，。.?!;:…~]+)(?!\d)/u);
  return pieces.flatMap((piece, at) =>
    at % 2 === 1 || bare(piece).length < 2
      ? []
      : [{ text: bare(piece), act: actOf(piece, pieces[at + 1] ?? '') }],
  );
};
