import { readdir } from 'node:fs/promises';

/** Archives kept: the newest of each of so many days, and of each of so many weeks. */
export const keptDays = 7;
export const keptWeeks = 4;

const archiveName = /^shenbao-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z\.backup$/;
const dayMs = 86_400_000;
/** The first day of 1970 was a Thursday; weeks begin on Monday. */
const weekOf = (ms: number): number => Math.floor((ms + 3 * dayMs) / (7 * dayMs));

/** When an archive of this name was made, in milliseconds since 1970; null: it is none. */
const takenAt = (name: string): number | null => {
  const [, year, month, day, hour, minute, second] = archiveName.exec(name) ?? [];
  return year === undefined ? null : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};

export const archiveNameAt = (ms: number): string =>
  `shenbao-${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z.backup`;

interface Shelved {
  readonly name: string;
  readonly at: number;
}

/** The archives in a folder, newest first. */
export const archivesIn = async (folder: string): Promise<Shelved[]> =>
  (await readdir(folder).catch(() => []))
    .flatMap(name => {
      const at = takenAt(name);
      return at === null ? [] : [{ name, at }];
    })
    .sort((left, right) => right.at - left.at);

/** When the newest archive on a shelf was made, in milliseconds since 1970; null: there is none, or no shelf. */
export const newestBackup = async (folder: string | null): Promise<number | null> =>
  folder === null ? null : ((await archivesIn(folder))[0]?.at ?? null);

/** Which archives may go: all but the newest of each of the last seven days and four weeks that have one. */
export const outlived = (archives: readonly Shelved[]): string[] => {
  const kept = new Set<string>();
  for (const [of, most] of [
    [(at: number) => Math.floor(at / dayMs), keptDays],
    [weekOf, keptWeeks],
  ] as const) {
    const periods = new Set<number>();
    for (const { name, at } of archives) {
      if (periods.has(of(at)) || periods.size === most) continue;
      periods.add(of(at));
      kept.add(name);
    }
  }
  return archives.filter(({ name }) => !kept.has(name)).map(({ name }) => name);
};
