import { createReadStream, createWriteStream } from 'node:fs';
import { access, rename } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { IssueError } from '../issue-error.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/port.ts';
import { StoreUnavailable } from '../store/unavailable.ts';
import { jsonLinesOf } from './json-lines.ts';
import { withStore } from './with-store.ts';

const allLines = async function* (store: Store): AsyncGenerator<string> {
  for (const space of await store.spaces()) {
    for await (const line of store.dump(space)) yield `${line}\n`;
  }
};

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** `backup FILE`: every space with its seals and audit chain. An existing file is never overwritten. */
export const backup = async (settings: Settings, file: string, output: Writable): Promise<void> => {
  if (await exists(file))
    throw new IssueError([{ code: 'backup:exists', message: `${file} 已存在`, hint: '请换一个文件名' }]);
  await withStore(settings, async store => {
    const spaces = await store.spaces();
    await pipeline(Readable.from(allLines(store)), createWriteStream(`${file}.part`, { mode: 0o600 }));
    await rename(`${file}.part`, file);
    output.write(`已备份到 ${file}：${spaces.length === 0 ? '没有数据' : spaces.join('、')}\n`);
    output.write(
      `上传的文件在 ${settings.dataDir}/files，密钥在 secret.key 或 SHENBAO_SECRET，请一并保存。\n`,
    );
  });
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

/** The dumps that a backup file holds, one after the other; each ends with its own count and digest. */
const dumpsIn = async function* (file: string): AsyncGenerator<{ space: string; lines: string[] }> {
  let lines: string[] = [];
  let space = '';
  for await (const line of jsonLinesOf(createReadStream(file))) {
    if (line === '') continue;
    if (lines.length === 0) space = spaceOf(line);
    lines.push(line);
    if (line.startsWith('{"is":"end"')) {
      yield { space, lines };
      lines = [];
    }
  }
  if (lines.length > 0) yield { space, lines };
};

/**
 * `restore FILE` into an empty store. A torn or edited file is refused before anything of that space is written, and
 * what was written is verified against the deployment's secret.
 */
export const restore = async (settings: Settings, file: string, output: Writable): Promise<number> =>
  withStore(settings, async store => {
    const there = await store.spaces();
    if (there.length > 0)
      throw new IssueError([
        {
          code: 'restore:not-empty',
          message: `数据库中已有数据：${there.join('、')}`,
          hint: '请恢复到空的数据文件夹或空的 Redis',
        },
      ]);
    let failed = false;
    for await (const { space, lines } of dumpsIn(file)) {
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
      const report = await store.verify(space);
      failed ||= !report.ok;
      output.write(`${report.ok ? '✓' : '✗'} ${space}：已恢复，${report.length}条办理记录\n`);
      for (const finding of report.findings) output.write(`  ✗ ${finding}\n`);
    }
    if (failed) output.write('恢复后的核对未通过：请确认使用的是备份时的密钥。\n');
    return failed ? 1 : 0;
  });
