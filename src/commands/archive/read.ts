import { createHash } from 'node:crypto';
import { filesIn } from '../../host/file-references.ts';
import { IssueError } from '../../issue-error.ts';
import { type ChainLink, chainFindings } from '../../store/audit-chain.ts';
import { sealKey } from '../../store/seal.ts';
import { BlobReader, isBlobLine } from '../blobs.ts';
import { isSealedFile, readSealedLines } from '../sealed-file.ts';
import { type ArchivedCase, type ArchiveHeader, ArchiveLine } from './lines.ts';
import { fingerprint, isSignedBy, publicText, signingKey } from './signature.ts';

export interface ArchiveReport {
  readonly header: ArchiveHeader;
  readonly cases: number;
  readonly files: number;
  readonly entries: number;
  /** SHA-256 over all lines before the signature. */
  readonly digest: string;
  readonly fingerprint: string;
  /** Signed by this deployment; null: without its secret nobody can say. */
  readonly ours: boolean | null;
  readonly findings: readonly string[];
}

export interface ArchiveVisitor {
  readonly case?: (each: ArchivedCase) => Promise<void>;
  readonly audit?: (text: string) => Promise<void>;
}

const notArchive = (): IssueError =>
  new IssueError([
    { code: 'archive:not-archive', message: '这不是归档文件', hint: '请使用 archive 命令写出的文件' },
  ]);

const read = (line: string): ArchiveLine => {
  try {
    return ArchiveLine.parse(JSON.parse(line));
  } catch {
    throw notArchive();
  }
};

/**
 * Read an archive through: whether it is whole, signed, and has every file that its cases name. Needs no store. With the
 * deployment's secret also the audit chain is computed again, and whether the signature is its own. `files`: where its
 * files are put; null: nowhere.
 */
export const readArchive = async (
  path: string,
  passphrase: string | null,
  secret: Uint8Array | null,
  files: BlobReader = new BlobReader(null),
  visitor: ArchiveVisitor = {},
): Promise<ArchiveReport> => {
  if (!(await isSealedFile(path))) throw notArchive();
  const hash = createHash('sha256');
  const findings: string[] = [];
  const links: ChainLink[] = [];
  const missing = new Map<string, string>();
  let [header, end]: [ArchiveHeader | null, Extract<ArchiveLine, { is: 'signed' }> | null] = [null, null];
  let [lines, cases] = [0, 0];
  for await (const line of readSealedLines(path, passphrase)) {
    if (line === '') continue;
    if (end) throw notArchive();
    if (isBlobLine(line)) {
      const whole = await files.take(line);
      if (whole && missing.get(whole.name) === whole.sha256) missing.delete(whole.name);
    } else {
      const parsed = read(line);
      if (parsed.is === 'signed') {
        end = parsed;
        continue;
      }
      if ((lines === 0) !== (parsed.is === 'archive')) throw notArchive();
      if (parsed.is === 'archive') header = parsed;
      else if (parsed.is === 'audit') {
        links.push(parsed);
        await visitor.audit?.(parsed.text);
      } else {
        cases += 1;
        for (const { id, sha256 } of filesIn(JSON.stringify(parsed.case))) missing.set(`files/${id}`, sha256);
        await visitor.case?.(parsed.case);
      }
    }
    hash.update(line).update('\n');
    lines += 1;
  }
  if (!header) throw notArchive();
  files.end();
  const digest = hash.digest('hex');
  const whole = end !== null && end.lines === lines && end.sha256 === digest;
  if (!whole) findings.push('末尾缺失，或有内容被改动');
  else if (!isSignedBy(end!.key, digest, end!.signature))
    findings.push('签名不符：不是本系统写出的，或被改动');
  for (const name of missing.keys())
    findings.push(`缺少附件 ${name.slice('files/'.length, 'files/'.length + 12)}`);
  if (secret) findings.push(...chainFindings(sealKey(secret), header.notice, links, header.chain));
  return {
    header,
    cases,
    files: files.count,
    entries: links.length,
    digest,
    fingerprint: end ? fingerprint(end.key) : '',
    ours: secret && end ? end.key === publicText(signingKey(secret)) : null,
    findings,
  };
};
