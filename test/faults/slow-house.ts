import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { compileCache } from '../support/compile-cache.ts';
import { Report, type Request } from './slow-house-protocol.ts';

/** How late an event loop came, in milliseconds. */
export interface LoopDelay {
  readonly p99: number;
  readonly max: number;
}

/** Of the deployment: the same for every house that must say the same. */
export const secret = 'the secret of the slow disk runs';

/** The house on the slow disk, in a process of its own. */
export class SlowHouse {
  readonly answered = new Map<string, { readonly outcome: string; readonly ms: number }>();
  readonly sent = new Map<string, string[]>();
  messages = 0;
  /** Something was put aside and has not been drained. */
  waiting = false;
  readonly #child: ChildProcess;
  #onReport: (report: Report) => void = () => undefined;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', message => this.#heard(Report.parse(message)));
  }

  static async start(dataDir: string, url: string, disk: NodeJS.ProcessEnv): Promise<SlowHouse> {
    const child = fork(new URL('./slow-house-worker.ts', import.meta.url).pathname, [], {
      env: {
        ...compileCache,
        PATH: process.env.PATH,
        REDIS_URL: url,
        SHENBAO_DATA: dataDir,
        SHENBAO_SECRET: secret,
        SHENBAO_PACK: 'wanzhou-2022',
        ...disk,
      },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const house = new SlowHouse(child);
    await house.until(report => report.kind === 'ready');
    return house;
  }

  #heard(report: Report): void {
    if (report.kind === 'receipt') {
      this.answered.set(report.id, report);
      if (report.outcome === 'spooled') this.waiting = true;
    } else if (report.kind === 'sent') {
      this.messages += 1;
      this.sent.set(report.chat, [...(this.sent.get(report.chat) ?? []), report.text]);
    } else if (report.kind === 'drained') {
      this.waiting = false;
    }
    this.#onReport(report);
  }

  /** Resolves with the first report after which `holds`; rejects when the house ends before. */
  until(holds: (report: Report) => boolean): Promise<Report> {
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('the house ended'));
      this.#child.once('exit', ended);
      this.#onReport = report => {
        if (!holds(report)) return;
        this.#child.off('exit', ended);
        resolve(report);
      };
    });
  }

  ask(request: Request): void {
    this.#child.send(request);
  }

  async loopMs(kind: 'loop' | 'stall'): Promise<LoopDelay> {
    this.ask({ kind });
    let delay: LoopDelay | undefined;
    await this.until(report => {
      if (report.kind === 'loop') delay = { p99: report.p99, max: report.max };
      return delay !== undefined;
    });
    return delay!;
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }
}
