import { mkdir, open, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { localMoment } from '../../model/calendar.ts';
import type { Settings } from '../../settings.ts';
import { BlobReader } from '../blobs.ts';
import { type ArchiveVisitor, readArchive } from './read.ts';

/** The deployment's secret where it is there; nothing is made. */
const secretAt = async ({ secret, dataDir }: Pick<Settings, 'secret' | 'dataDir'>): Promise<Buffer | null> =>
  secret === null ? readFile(join(dataDir, 'secret.key')).catch(() => null) : Buffer.from(secret);

/** Two files of JSON Lines that take what is read. */
const sinkIn = async (folder: string): Promise<Required<ArchiveVisitor> & { close(): Promise<void> }> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const [cases, audit] = await Promise.all(
    ['cases', 'audit'].map(name => open(join(folder, `${name}.jsonl`), 'w', 0o600)),
  );
  return {
    case: async each => {
      await cases!.write(`${JSON.stringify(each)}\n`);
    },
    audit: async text => {
      await audit!.write(`${text}\n`);
    },
    close: async () => {
      await Promise.all([cases!.close(), audit!.close()]);
    },
  };
};

/**
 * `verify FILE`: whether an archive is whole and signed, without any store. `extract`: a folder that gets its cases and audit
 * as JSON Lines, and its files by id. Exit code 1 when anything is wrong.
 */
export const verifyArchive = async (
  settings: Pick<Settings, 'secret' | 'dataDir' | 'backupPassphrase'>,
  file: string,
  extract: string | null,
  output: Writable,
): Promise<number> => {
  const secret = await secretAt(settings);
  const folder = extract === null ? null : resolve(extract);
  const sink = folder === null ? null : await sinkIn(folder);
  const report = await readArchive(
    file,
    settings.backupPassphrase,
    secret,
    new BlobReader(folder),
    sink ?? {},
  ).finally(() => sink?.close());
  const { header, findings, ours } = report;
  const { date } = localMoment(header.at, 'Asia/Shanghai');
  output.write(
    `${findings.length === 0 ? '✓' : '✗'} 归档 ${header.notice}：${header.title}（${header.issuer}）\n`,
  );
  output.write(
    `  ${date} 由 ${header.version} 版写出；${report.cases}件申请，${report.files}个附件，${report.entries}条办理记录\n`,
  );
  for (const finding of findings) output.write(`  ✗ ${finding}\n`);
  output.write(
    `  校验值 ${header.chain.length}:${header.chain.head}\n  签名公钥指纹 ${report.fingerprint}\n`,
  );
  if (ours === null) output.write('  本机没有当时的密钥：请核对指纹与归档时记下的是否一致\n');
  if (ours === false) output.write('  ✗ 不是用本机的密钥签名的：请核对指纹与归档时记下的是否一致\n');
  if (folder !== null) output.write(`  内容已取出到 ${folder}\n`);
  return findings.length > 0 ? 1 : 0;
};
