import type { Commit, CommitResult, Store } from '../../src/store/port.ts';

/**
 * How a commit is carried out. `right` is the product; the other two are the usual mistakes, kept here so that every
 * fault run can show that it would have caught them.
 */
export type Variant = 'right' | 'mark-first' | 'write-then-mark';

export const wrongVariants: readonly Variant[] = ['mark-first', 'write-then-mark'];

let steps = 0;
const stepId = (commit: Commit): string => {
  steps += 1;
  return `${commit.eventId}/${process.pid}/${steps}`;
};

const onlyMark = (commit: Commit): Commit => ({
  ...commit,
  changes: [],
  expectations: [],
  indexes: [],
  outbox: [],
  cancel: [],
  audit: [],
});

type CommitFunction = (space: string, commit: Commit) => Promise<CommitResult>;

const markFirst =
  (store: Store): CommitFunction =>
  async (space, commit) => {
    const mark = await store.commit(space, onlyMark(commit));
    return mark.kind === 'committed' ? store.commit(space, { ...commit, eventId: stepId(commit) }) : mark;
  };

const writeThenMark =
  (store: Store): CommitFunction =>
  async (space, commit) => {
    const written = await store.commit(space, { ...commit, eventId: stepId(commit) });
    if (written.kind !== 'committed') return written;
    await store.commit(space, onlyMark(commit));
    return written;
  };

/** `write-then-mark` reads the mark before it writes, as everybody does; what it lacks is one step for both. */
export const commitOf = (store: Store, variant: Variant): CommitFunction => {
  switch (variant) {
    case 'right':
      return (space, commit) => store.commit(space, commit);
    case 'mark-first':
      return markFirst(store);
    case 'write-then-mark':
      return writeThenMark(store);
    default:
      return variant satisfies never;
  }
};
