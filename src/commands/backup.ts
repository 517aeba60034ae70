import { createReadStream } from 'node:fs';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { Readable } from 'node:stream';
import { FileLock } from '../host/file-lock.ts';
import { forgetHeads } from '../host/heads.ts';
import { IssueError } from '../issue-error.ts';
import { deploymentSecret, type Settings } from '../settings.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/port.ts';
import { StoreUnavailable } from '../store/unavailable.ts';
import { archiveNameAt, archivesIn, outlived } from './backup-shelf.ts';
import { BlobReader, blobOf, blobsIn, isBlobLine } from './blobs.ts';
import { jsonLinesOf } from './json-lines.ts';
import { isSealedFile, readSealedLines, writeSealedLines } from './sealed-file.ts';
import { withStore } from './with-store.ts';

const allLines = async function* (store: Store): AsyncGenerator<string> {
  for (const space of await store.spaces()) {
    for await (const line of store.dump(space)) yield `${line}\n`;
  }
};

/** Everything a new machine needs: the secret, where it is encrypted with the rest, the store, and the files beside it. */
const archiveLines = async function* (settings: Settings, store: Store): AsyncGenerator<string> {
  if (settings.backupPassphrase !== null)
    for await (const line of blobOf('secret.key', await deploymentSecret(settings))) yield `${line}\n`;
  yield* allLines(store);
  for await (const line of blobsIn(settings.dataDir)) yield `${line}\n`;
};

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Write an archive under this name once it has been restored on trial and verified. */
const archive = async (settings: Settings, file: string, output: Writable): Promise<void> => {
  if (await exists(file))
    throw new IssueError([{ code: 'backup:exists', message: `${file} 已存在`, hint: '请换一个文件名' }]);
  const part = `${file}.${process.pid}.part`;
  try {
    await withStore(settings, store =>
      writeSealedLines(part, archiveLines(settings, store), settings.backupPassphrase),
    );
    const tried = await tryArchive(settings, part, dirname(file));
    await rename(part, file);
    output.write(`已备份到 ${file}：${tried}，已试恢复并核对\n`);
  } finally {
    await rm(part, { force: true });
  }
  if (settings.backupPassphrase === null)
    output.write(
      '备份未加密，也不含密钥：请另行保存 secret.key 或 SHENBAO_SECRET，或设置 BACKUP_PASSPHRASE。\n',
    );
};

/** Restore an archive into an empty store that nobody uses, and verify it; throws unless all is as it should be. */
const tryArchive = async (settings: Settings, file: string, folder: string): Promise<string> => {
  const trial = await mkdtemp(join(folder, '.trial-'));
  try {
    const store = await openStore(join(trial, 'trial.sqlite'), {
      auditKey: await deploymentSecret(settings),
    });
    try {
      const blobs = new BlobReader(null);
      const reports = await restoreLines(store, readSealedLines(file, settings.backupPassphrase), blobs);
      const bad = reports.find(({ findings }) => findings.length > 0);
      if (bad)
        throw new IssueError([
          {
            code: 'backup:trial-failed',
            message: `备份的试恢复未通过核对：${bad.space} ${bad.findings[0]}`,
            hint: '请立即运行 shenbao verify 核对现有数据；旧的备份都已保留',
          },
        ]);
      const records = reports.reduce((sum, { length }) => sum + length, 0);
      return `${reports.length}个数据区，${records}条办理记录，${blobs.count}个文件`;
    } finally {
      await store.close();
    }
  } finally {
    await rm(trial, { recursive: true, force: true });
  }
};

/** `backup FILE`: every space with its seals and audit chain, and the files. An existing file is never overwritten. */
export const backup = (settings: Settings, file: string, output: Writable): Promise<void> =>
  archive(settings, resolve(file), output);

/** `backup`: a new archive on the shelf; then those that have outlived their time go. */
export const shelve = async (settings: Settings, now: number, output: Writable): Promise<void> => {
  const { backupDir } = settings;
  if (backupDir === null)
    throw new IssueError([
      { code: 'backup:nowhere', message: '没有写明备份文件', hint: '请写文件名，或设置 BACKUP_DIR' },
    ]);
  await mkdir(backupDir, { recursive: true, mode: 0o700 });
  const lock = FileLock.take(join(backupDir, '.lock'));
  if (lock === null) {
    output.write('另一个进程正在备份。\n');
    return;
  }
  try {
    await archive(settings, join(backupDir, archiveNameAt(now)), output);
    for (const name of outlived(await archivesIn(backupDir)))
      await rm(join(backupDir, name), { force: true });
  } finally {
    lock.release();
  }
};

const notBackup = new IssueError([
  { code: 'restore:not-backup', message: '这不是备份文件', hint: '请使用 backup 命令写出的文件' },
]);

/** The space that a dump's first line names. */
const spaceOf = (line: string): string => {
  try {
    const { space } = JSON.parse(line) as { space?: unknown };
    if (typeof space === 'string' && space !== '') return space;
  } catch {}
  throw notBackup;
};

/** What the verification of one restored space found. */
interface Restored {
  readonly space: string;
  readonly length: number;
  readonly findings: readonly string[];
}

const restoreSpace = async (store: Store, lines: readonly string[]): Promise<Restored> => {
  const space = spaceOf(lines[0]!);
  try {
    await store.restore(space, Readable.from(lines));
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    throw new IssueError([
      {
        code: 'restore:bad-file',
        message: `备份文件不完整或被改动：${space}`,
        hint: '请换一份备份，恢复到空的数据文件夹或空的 Redis',
      },
    ]);
  }
  const { length, findings } = await store.verify(space);
  return { space, length, findings };
};

/** Put the dumps that an archive holds, one after the other, into a store, and its files where `blobs` puts them. */
const restoreLines = async (
  store: Store,
  lines: AsyncIterable<string>,
  blobs: BlobReader,
): Promise<Restored[]> => {
  const restored: Restored[] = [];
  let dump: string[] = [];
  for await (const line of lines) {
    if (line === '') continue;
    if (dump.length === 0 && isBlobLine(line)) {
      await blobs.take(line);
      continue;
    }
    dump.push(line);
    if (line.startsWith('{"is":"end"')) {
      restored.push(await restoreSpace(store, dump));
      dump = [];
    }
  }
  if (dump.length > 0) restored.push(await restoreSpace(store, dump));
  blobs.end();
  return restored;
};

/** The secret comes first in an archive: it must be there before the store is opened with it. */
const restoreSecret = async (settings: Settings, file: string): Promise<void> => {
  if (settings.secret !== null) return;
  const blobs = new BlobReader(settings.dataDir);
  for await (const line of readSealedLines(file, settings.backupPassphrase)) {
    if (!line.includes('"name":"secret.key"')) return;
    await blobs.take(line);
  }
};

/**
 * `restore FILE` into an empty store. A torn or edited file is refused before anything of that space is written, and
 * what was written is verified against the deployment's secret.
 */
export const restore = async (settings: Settings, file: string, output: Writable): Promise<number> => {
  const sealed = await isSealedFile(file);
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 });
  if (sealed) await restoreSecret(settings, file);
  return withStore(settings, async store => {
    const there = await store.spaces();
    if (there.length > 0)
      throw new IssueError([
        {
          code: 'restore:not-empty',
          message: `数据库中已有数据：${there.join('、')}`,
          hint: '请恢复到空的数据文件夹或空的 Redis',
        },
      ]);
    const lines = sealed
      ? readSealedLines(file, settings.backupPassphrase)
      : jsonLinesOf(createReadStream(file));
    const blobs = new BlobReader(settings.dataDir);
    const restored = await restoreLines(store, lines, blobs);
    for (const { space, length, findings } of restored) {
      output.write(`${findings.length === 0 ? '✓' : '✗'} ${space}：已恢复，${length}条办理记录\n`);
      for (const finding of findings) output.write(`  ✗ ${finding}\n`);
    }
    await forgetHeads(settings.dataDir);
    const failed = restored.some(({ findings }) => findings.length > 0);
    if (blobs.count > 0) output.write(`✓ ${blobs.count}个文件\n`);
    if (failed) output.write('恢复后的核对未通过：请确认使用的是备份时的密钥。\n');
    return failed ? 1 : 0;
  });
};
