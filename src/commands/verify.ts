import type { Writable } from 'node:stream';
import { FileKeeper, filesFolder } from '../host/files.ts';
import { type Heads, notedHeads } from '../host/heads.ts';
import { fileFindings } from '../host/verify-files.ts';
import type { Result } from '../model/issue.ts';
import { deploymentSecret, type Settings } from '../settings.ts';
import { fileKey } from '../store/at-rest/data-key.ts';
import { withStore } from './with-store.ts';

/** Where the chain is known to have stood, from a receipt or the daily post: `128:3fa9…`. */
export const headFrom = (given: string): Result<{ length: number; head: string }> => {
  const [, length, head] = /^(\d+)[:：]([0-9a-f]{64})$/i.exec(given.trim()) ?? [];
  return length === undefined || head === undefined
    ? {
        ok: false,
        issues: [
          {
            code: 'verify:bad-head',
            message: '校验值的格式不正确',
            hint: '请照抄回执或每日消息中的校验值，形如 128:3fa9…（共64位）',
          },
        ],
      }
    : { ok: true, value: { length: Number(length), head: head.toLowerCase() } };
};

/** What was noted of the chains in the data folder and does not fit with what is there. */
const missing = (
  noted: Heads | 'changed' | null,
  spaces: readonly string[],
  only: string | undefined,
): string[] => {
  if (noted === 'changed') return ['heads.json：不是本系统写入的，或被改动'];
  return Object.keys(noted ?? {})
    .filter(name => !spaces.includes(name) && (only === undefined || only === name))
    .map(name => `${name}：整个数据区缺失`);
};

/**
 * `verify`: recompute seals, audit chain and file contents of every space, or of one. Exit code 1 when anything was edited, is missing
 * or was cut off; each finding names the record or entry.
 */
export const verify = async (
  settings: Settings,
  options: {
    readonly space?: string;
    readonly head?: { readonly length: number; readonly head: string };
  },
  output: Writable,
): Promise<number> =>
  withStore(settings, async store => {
    const secret = await deploymentSecret(settings);
    const keeper = new FileKeeper(filesFolder(settings.dataDir), null, fileKey(secret));
    const noted = await notedHeads(settings.dataDir, secret);
    const spaces = options.space === undefined ? await store.spaces() : [options.space];
    if (spaces.length === 0) output.write('还没有任何记录。\n');
    const gone = missing(noted, spaces, options.space);
    let failed = gone.length > 0;
    for (const finding of gone) output.write(`✗ ${finding}\n`);
    for (const space of spaces) {
      const report = await store.verify(
        space,
        options.head ?? (noted === 'changed' ? undefined : noted?.[space]),
      );
      const findings = [...report.findings, ...(await fileFindings(store, keeper, space))];
      failed ||= findings.length > 0;
      output.write(`${findings.length === 0 ? '✓' : '✗'} ${space}：${report.length}条办理记录\n`);
      for (const finding of findings) output.write(`  ✗ ${finding}\n`);
      output.write(`  校验值 ${report.length}:${report.head}\n`);
    }
    return failed ? 1 : 0;
  });
