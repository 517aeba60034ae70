import type { CaseGiven } from './event.ts';
import type { StaffRole } from './staff.ts';

/** The next act of a rehearsal that plays by itself. */
export type TourMove =
  /** The applicant writes, or presses a button. */
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'press'; readonly token: string; readonly label: string }
  /** Somebody takes the seat that the case is decided from. */
  | { readonly kind: 'seat'; readonly section: string; readonly role: StaffRole }
  /** The officer looks at the case, and then decides. */
  | { readonly kind: 'open'; readonly number: string }
  | { readonly kind: 'decide'; readonly number: string; readonly label: string; readonly given: CaseGiven }
  /** A day goes by: what was decided becomes final, and the applicant hears of it. */
  | { readonly kind: 'wait' }
  /** Everything has been shown. */
  | { readonly kind: 'over' };
