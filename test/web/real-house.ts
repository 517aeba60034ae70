import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The program as people start it, in a process of its own. */
export interface RealHouse {
  readonly url: string;
  readonly port: number;
  /** What it printed until it was ready. */
  readonly printed: readonly string[];
  /** End it as a power cut would. */
  kill(): Promise<void>;
  /** End it as an operator would; gives the exit code. */
  stop(): Promise<number | null>;
}

const program = new URL('../../src/shenbao.mjs', import.meta.url).pathname;

const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> => {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
  return child.exitCode;
};

/** `npm start` with its own data folder. Resolves when it has named its address. */
export const startHouse = async (
  dataDir: string,
  port = 0,
  env: Readonly<Record<string, string>> = {},
): Promise<RealHouse> => {
  const child = spawn(process.execPath, [program, 'start'], {
    env: { PATH: process.env.PATH, SHENBAO_DATA: dataDir, PORT: String(port), LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', text => errors.push(text));
  const printed: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    printed.push(line);
    const url = /http:\/\/[\d.]+:(\d+)/.exec(line);
    if (!url) continue;
    return {
      url: url[0],
      port: Number(url[1]),
      printed,
      kill: async () => {
        await end(child, 'SIGKILL');
      },
      stop: () => end(child, 'SIGTERM'),
    };
  }
  throw new Error(`the program ended before it was ready: ${errors.join('')}`);
};
