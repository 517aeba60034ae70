import { readdir } from 'node:fs/promises';

/** `shenbao-20261128T020000Z.tar.gz`, with `.enc` behind it where it is encrypted. */
const archiveName = /^shenbao-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z\.backup$/;

/** When the newest archive on a shelf was made, in milliseconds since 1970; null: there is none, or no shelf. */
export const newestBackup = async (folder: string | null): Promise<number | null> => {
  const names = folder === null ? [] : await readdir(folder).catch(() => []);
  const times = names.flatMap(name => takenAt(name) ?? []);
  return times.length === 0 ? null : Math.max(...times);
};

/** When an archive of this name was made; null: it is none. */
const takenAt = (name: string): number | null => {
  const [, year, month, day, hour, minute, second] = archiveName.exec(name) ?? [];
  return year === undefined ? null : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};
