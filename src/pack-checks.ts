import { criterionTroubles } from './engine/check-criteria.ts';
import { readField } from './engine/fields/registry.ts';
import { catalogue } from './engine/wording.ts';
import type { LintOptions } from './packs/lint.ts';

/** What the checks of a pack have to know about the parts of the program that will use it. */
export const packChecks: LintOptions = {
  catalogue,
  criterionTroubles,
  signoff: 'required',
  takes: (field, example, today) => readField(field, example, { today, areaCode: null }).ok,
};

/** The same for a rehearsal: what nobody has signed yet is served, and said. */
export const rehearsalChecks: LintOptions = { ...packChecks, signoff: 'rehearsal' };

/** The checks a pack must pass where it is used. */
export const checksFor = ({ allowUnsigned }: { readonly allowUnsigned?: boolean }): LintOptions =>
  allowUnsigned ? rehearsalChecks : packChecks;
