import { watch } from 'node:fs';
import { basename } from 'node:path';
import type { Pack } from '../model/pack/pack.ts';
import type { LintOptions } from '../packs/lint.ts';
import { inspectPack } from '../packs/load.ts';
import { formatReport } from '../packs/report.ts';

/** An editor writes a file in several steps; so long after the last of them, in milliseconds, the pack is read. */
const QUIET = 150;

interface Watching {
  readonly packs: readonly { readonly pack: Pick<Pack, 'id' | 'hash'>; readonly dir: string }[];
  readonly checks: LintOptions;
  /** Serves a new version from now on. */
  readonly serve: (pack: Pack, dir: string) => Promise<void>;
  /** Tells the author, in words. */
  readonly say: (line: string) => void;
}

/**
 * Follows the folders of the packs that are served: an edit is served once the whole pack is right again; until then its
 * errors are said, and the last good version goes on.
 */
export const watchPacks = ({ packs, checks, serve, say }: Watching): { close(): void } => {
  let closed = false;
  const watchers = packs.map(({ pack, dir }) => {
    let { hash } = pack;
    let told = '';
    let running = Promise.resolve();
    let timer: NodeJS.Timeout | undefined;
    const read = async (): Promise<void> => {
      if (closed) return;
      const { draft, findings } = await inspectPack(dir, checks);
      const errors = findings.filter(({ level }) => level === 'error');
      const foreign = draft !== null && draft.pack.id !== pack.id;
      if (!draft || errors.length > 0 || foreign) {
        const why = foreign ? 'id 改了，须重新启动' : formatReport(errors, `${basename(dir)}/`);
        if (why !== told) say(`内容包 ${basename(dir)} 有误，仍用改动前的版本：\n${why}`);
        told = why;
        return;
      }
      told = '';
      if (draft.pack.hash === hash) return;
      await serve(draft.pack, dir);
      hash = draft.pack.hash;
      say(`内容包 ${basename(dir)} 已更新`);
    };
    const watcher = watch(dir, { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        running = running.then(read).catch(() => say(`内容包 ${basename(dir)} 暂时读不了，仍用改动前的版本`));
      }, QUIET);
    });
    // A folder taken away is the operator's business: the last good version goes on.
    watcher.on('error', () => watcher.close());
    return () => {
      clearTimeout(timer);
      watcher.close();
    };
  });
  return {
    close: () => {
      closed = true;
      for (const stop of watchers) stop();
    },
  };
};
