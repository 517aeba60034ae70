import pino from 'pino';
import type { LogFile } from './log-file.ts';

type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * The house's log. Fields are ids, codes and milliseconds: never a name, an answer, a phone number or a message text.
 * The type takes flat scalars only, so that nobody logs a whole event by accident.
 */
export interface Logger {
  debug(fields: Fields, message: string): void;
  info(fields: Fields, message: string): void;
  warn(fields: Fields, message: string): void;
  error(fields: Fields, message: string): void;
}

const phoneLike = /(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[-—]?\d{7,8})(?!\d)/g;

/** Last guard: a phone number in a log line is masked whatever field it came in. */
const masked = (value: Fields[string]): Fields[string] =>
  typeof value === 'string' ? value.replace(phoneLike, '***') : value;

/** What goes to a file whatever goes to stderr. */
const fileLevel = 'info';

/** stderr as the operator wants it, and a file that has all that `trace` needs. */
const twofold = (
  level: string,
  version: string,
  file: LogFile,
  stderr: pino.DestinationStream,
): pino.Logger => {
  const streams: pino.StreamEntry[] = [{ level: fileLevel, stream: file }];
  if (level !== 'silent') streams.push({ level: level as pino.Level, stream: stderr });
  const lowest = level === 'trace' || level === 'debug' ? level : fileLevel;
  return pino({ level: lowest, base: { version } }, pino.multistream(streams));
};

/**
 * JSON lines on stderr; stdout belongs to the `--json` doors. `level` is a pino level name. A service also writes a
 * `file`, and its version into every line.
 */
export const createLogger = (
  level: string,
  service?: { readonly version: string; readonly file: LogFile },
  stderr: pino.DestinationStream = pino.destination({ fd: 2, sync: true }),
): Logger => {
  const base = service
    ? twofold(level, service.version, service.file, stderr)
    : pino({ level, base: null }, stderr);
  const write = (severity: 'debug' | 'info' | 'warn' | 'error') => (fields: Fields, message: string) =>
    base[severity](
      Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, masked(value)])),
      message,
    );
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
};

export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
