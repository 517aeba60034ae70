import { createHash } from 'node:crypto';
import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Intake } from '../../../src/host/channel.ts';
import { refusedFile } from '../../../src/host/file-body.ts';
import type { Logger } from '../../../src/host/log.ts';
import { Event } from '../../../src/model/event.ts';
import type { WecomApi } from '../api.ts';
import { downloadedFile } from '../files.ts';
import { readSmallFile, writeSmallFile } from '../small-file.ts';

const Pending = z.strictObject({ base: Event.omit({ body: true }), mediaId: z.string(), name: z.string() });
export type Pending = z.infer<typeof Pending>;

/** Milliseconds between attempts to fetch a picture; afterwards the person is told that it could not be fetched. */
const pauses = [2_000, 30_000, 300_000];

/**
 * Pictures on their way in. The callback must be answered within 5 s, a download may take longer: so the notice is
 * written to disk first, then answered, then fetched; a restart goes on where it was.
 */
export class MediaInbox {
  readonly #folder: string;
  readonly #api: WecomApi;
  readonly #intake: Intake;
  readonly #log: Logger;
  readonly #timers = new Set<NodeJS.Timeout>();
  #stopped = false;

  constructor(options: { folder: string; api: WecomApi; intake: Intake; log: Logger }) {
    this.#folder = join(options.folder, 'pictures');
    this.#api = options.api;
    this.#intake = options.intake;
    this.#log = options.log;
  }

  /** Take up what an earlier process left behind. */
  async resume(): Promise<void> {
    const names = await readdir(this.#folder).catch(() => [] as string[]);
    for (const name of names.filter(entry => entry.endsWith('.json'))) {
      const path = join(this.#folder, name);
      const pending = Pending.safeParse(JSON.parse((await readSmallFile(path)) ?? 'null'));
      if (pending.success) void this.#work(path, pending.data, 0);
      else await unlink(path);
    }
  }

  /** Resolves when the notice is on disk; the picture follows. */
  async take(pending: Pending): Promise<void> {
    const name = createHash('sha256').update(pending.base.id).digest('hex').slice(0, 32);
    const path = join(this.#folder, `${name}.json`);
    await writeSmallFile(path, JSON.stringify(pending));
    void this.#work(path, pending, 0);
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }

  async #work(path: string, pending: Pending, attempt: number): Promise<void> {
    if (this.#stopped) return;
    try {
      const fetched = await downloadedFile(
        this.#intake,
        await this.#api.download(pending.mediaId),
        pending.name,
      );
      const body = fetched ?? (attempt >= pauses.length ? refusedFile('unavailable', pending.name) : null);
      if (body !== null) {
        await this.#intake.receive({ ...pending.base, body });
        await unlink(path).catch(() => undefined);
        return;
      }
    } catch {
      this.#log.warn({ attempt, code: 'wecom:picture' }, 'picture could not be taken in, will try again');
    }
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        void this.#work(path, pending, attempt + 1);
      },
      pauses[Math.min(attempt, pauses.length - 1)],
    );
    timer.unref();
    this.#timers.add(timer);
  }
}
