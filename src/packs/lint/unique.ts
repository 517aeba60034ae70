import type { Place, Reporter } from './reporter.ts';

type Step = string | number;

/** Reports every value that stands a second time in a list. */
export const checkUnique = (
  file: Place[0],
  list: readonly Step[],
  values: readonly string[],
  key: string | null,
  what: string,
  reporter: Reporter,
): void => {
  const seen = new Set<string>();
  for (const [index, value] of values.entries()) {
    if (seen.has(value)) {
      const path = key === null ? [...list, index] : [...list, index, key];
      reporter.error([file, path], 'pack:duplicate-id', `${what}「${value}」用了两次`, '改成另一个名称');
    }
    seen.add(value);
  }
};
