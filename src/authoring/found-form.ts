import type { GuessedKind } from './label-kind.ts';
import type { Edit } from './located-xml.ts';

export interface FoundField extends GuessedKind {
  readonly id: string;
  readonly label: string;
  /** Where its mark went, for the author: `表1第2行第4格`. */
  readonly place: string;
  /** What the form itself says of how to fill it in. */
  readonly help?: string;
}

export interface FoundSection {
  /** As printed, with its number. */
  readonly title: string;
  readonly fields: FoundField[];
  readonly repeat?: { readonly id: string; readonly printed: number; readonly fixed: boolean };
  /** Printed rows of a table whose columns are the fields. */
  readonly rows?: readonly string[];
}

export interface FoundBlank {
  readonly title: string;
  readonly kind: 'signature' | 'seal' | 'opinion';
  /** Words of the form it is known by. */
  readonly quote: string;
}

export interface FoundForm {
  readonly sections: readonly FoundSection[];
  readonly blanks: readonly FoundBlank[];
  /** Boxes and cells that nothing was made of, in words for the author. */
  readonly left: readonly string[];
  readonly edits: readonly Edit[];
}
