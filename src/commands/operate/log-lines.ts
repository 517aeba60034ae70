import { createReadStream } from 'node:fs';
import { logFilesIn } from '../../host/log-file.ts';
import { jsonLinesOf } from '../json-lines.ts';

/** A line of the house's log: ids, codes and milliseconds. */
export type LogLine = Readonly<Record<string, string | number | boolean | null | undefined>> & {
  readonly time: number;
  readonly msg: string;
};

const lineIn = (text: string): LogLine | null => {
  try {
    const value = JSON.parse(text) as Partial<LogLine>;
    return typeof value.time === 'number' && typeof value.msg === 'string' ? (value as LogLine) : null;
  } catch {
    // The last line of a process that was killed.
    return null;
  }
};

/** The lines of all log files in a folder that are wanted, day by day. */
export const logLines = async (folder: string, wanted: (line: LogLine) => boolean): Promise<LogLine[]> => {
  const found: LogLine[] = [];
  for (const file of logFilesIn(folder)) {
    for await (const text of jsonLinesOf(createReadStream(file))) {
      const line = lineIn(text);
      if (line && wanted(line)) found.push(line);
    }
  }
  return found.sort((left, right) => left.time - right.time);
};
