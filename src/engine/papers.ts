import type { Snapshot } from '../model/application.ts';
import type { Blank, ChecklistItem } from '../model/pack/form.ts';
import type { Session } from '../model/session.ts';
import type { Context } from './context.ts';
import { formHolds } from './walk.ts';

/** What decides which papers an applicant needs: of a session its answers, of a snapshot its rows. */
export type PaperState = Pick<Session, 'groups' | 'files' | 'facts'> & {
  readonly answers?: Readonly<Record<string, { readonly value: string }>>;
  readonly rows?: Snapshot['rows'];
};

const answersOf = ({
  answers,
  rows = [],
}: PaperState): Readonly<Record<string, { readonly value: string }>> =>
  answers ?? Object.fromEntries(rows.map(({ field, value }) => [field, { value }]));

/** Whether a paper is asked of this applicant; what nobody can tell yet is. */
const isAsked = ({ pack }: Pick<Context, 'pack'>, state: PaperState, { applies }: ChecklistItem): boolean =>
  applies === undefined ||
  formHolds(pack.form, { ...state, answers: answersOf(state), skipped: [], openGroups: [] }, applies) !==
    false;

/** Whether a group has entries, or will have: the self-check says so before any is filled in. */
const hasGroup = ({ pack }: Pick<Context, 'pack'>, { groups, facts }: PaperState, group: string): boolean => {
  const fact = pack.form.sections.find(({ id }) => id === group)?.repeat?.fact;
  return (groups[group] ?? 0) > 0 || (fact !== undefined && facts[fact] === true);
};

/** Papers this applicant has to hand in. */
export const neededItems = (ctx: Pick<Context, 'pack'>, state: PaperState): ChecklistItem[] =>
  ctx.pack.form.checklist.filter(
    item => (item.when === 'always' || hasGroup(ctx, state, item.group ?? '')) && isAsked(ctx, state, item),
  );

/** Signatures and seals to obtain, in order; those of a group only when it has entries. */
export const neededBlanks = (ctx: Pick<Context, 'pack'>, state: PaperState): Blank[] =>
  ctx.pack.form.blanks.filter(blank => !blank.group || hasGroup(ctx, state, blank.group));

/** Whether a paper is there: a file was sent for it, or the person said in the self-check that it exists. */
export const isThere = (item: ChecklistItem, state: Pick<Session, 'files' | 'facts'>): boolean =>
  (state.files[item.id]?.length ?? 0) > 0 ||
  (item.blocks !== undefined && state.facts[item.blocks.fact] === true);

/**
 * Whether papers can be added now: to a draft, while it is being corrected, or beside what the office has; what was
 * submitted stays as it is.
 */
export const takesPapers = ({
  journey,
  application,
  answers,
  skipped,
}: Pick<Session, 'journey' | 'application' | 'answers' | 'skipped'>): boolean =>
  application !== null || journey === 'form' || Object.keys(answers).length + skipped.length > 0;

/** Papers that are needed and not there, by their titles; what the assistant makes is there once it was submitted. */
export const missingPapers = (ctx: Pick<Context, 'pack'>, state: PaperState): string[] =>
  neededItems(ctx, state).flatMap(item =>
    item.how === 'generated' || isThere(item, state) ? [] : [item.title],
  );

/** How a paper stands: not needed (yet), to be got, or there; what the assistant makes is there once it was submitted. */
export const standOf = (
  ctx: Pick<Context, 'pack'>,
  state: PaperState & Pick<Session, 'application'>,
  item: ChecklistItem,
): 'later' | 'todo' | 'done' => {
  if (!neededItems(ctx, state).includes(item)) return 'later';
  const made = item.how === 'generated' && state.application !== null;
  return made || isThere(item, state) ? 'done' : 'todo';
};
