import type { Commit, CommitResult, Store } from '../../../src/store/port.ts';

export type Committing = (space: string, commit: Commit) => Promise<CommitResult>;

/** A store whose commits can be held up or changed on their way. */
export const through = (store: Store, commit: (next: Committing) => Committing): Store =>
  new Proxy(store, {
    get: (target, name) => {
      if (name === 'commit') return commit(target.commit.bind(target));
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
