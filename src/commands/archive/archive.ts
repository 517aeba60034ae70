import { access, rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { filesIn } from '../../host/file-references.ts';
import type { FileKeeper } from '../../host/files.ts';
import type { House } from '../../host/house.ts';
import { applicationKey, readApplication } from '../../host/records.ts';
import { isErased } from '../../host/retention-lists.ts';
import { IssueError } from '../../issue-error.ts';
import type { Application } from '../../model/application.ts';
import { localMoment } from '../../model/calendar.ts';
import { wholeSpan } from '../../model/window.ts';
import { canonicalEntry } from '../../store/audit-chain.ts';
import type { Store } from '../../store/port.ts';
import { version } from '../../version.ts';
import { blobLines } from '../blobs.ts';
import { casesOf } from '../export.ts';
import { writeSealedLines } from '../sealed-file.ts';
import { type ArchiveHeader, type ArchiveLine, archivedCase, archiveFormat, signedLines } from './lines.ts';
import { type ArchiveReport, readArchive } from './read.ts';
import { signingKey } from './signature.ts';

export interface ArchiveDeps {
  readonly house: House;
  readonly keeper: Pick<FileKeeper, 'stream' | 'has'>;
  readonly secret: Uint8Array;
  /** null: the archive is readable for whoever has the file. */
  readonly passphrase: string | null;
}

const trouble = (code: string, message: string, hint: string): IssueError =>
  new IssueError([{ code: `archive:${code}`, message, hint }]);

/** Numbers named in one sentence. */
const mostNamed = 5;

/** Why a case cannot be put away yet. */
const isOpen = ({ status, undoable }: Application, now: number): boolean =>
  status === 'in-review' || status === 'returned' || (undoable !== null && now < undoable.until);

/** Throws while anything of the notice may still change. */
const mustBeOver = async ({ house }: ArchiveDeps): Promise<void> => {
  const { pack } = house.notices.newest;
  const now = house.now();
  const { closes } = wholeSpan(pack.manifest);
  if (localMoment(now, pack.manifest.timezone).date <= closes)
    throw trouble('window-open', `申报期到${closes}才结束，不能归档`, '请在申报期结束、全部办结后再归档');
  const open: string[] = [];
  for await (const application of casesOf(house.store, pack.id))
    if (isOpen(application, now)) open.push(application.number);
  if (open.length > 0)
    throw trouble(
      'open-cases',
      `还有${open.length}件没有办结：${open.slice(0, mostNamed).join('、')}${open.length > mostNamed ? ' 等' : ''}`,
      '请先办结（运行 shenbao stuck 查看），再归档',
    );
  const { findings } = await house.store.verify(pack.id);
  if (findings.length > 0)
    throw trouble('damaged', `现有数据核对未通过：${findings[0]}`, '请先运行 shenbao verify 查明，再归档');
};

const linesOf = async function* ({ house, keeper }: ArchiveDeps): AsyncGenerator<string> {
  const { pack } = house.notices.newest;
  const { store } = house;
  const { title, issuer } = pack.manifest;
  const audit = await store.audit(pack.id);
  const chain = { length: audit.length, head: audit.at(-1)?.mac ?? (await store.head(pack.id)).head };
  const header: ArchiveHeader = {
    is: 'archive',
    format: archiveFormat,
    notice: pack.id,
    title,
    issuer,
    at: house.now(),
    version,
    chain,
  };
  yield JSON.stringify(header);
  const written = new Set<string>();
  for await (const application of casesOf(store, pack.id)) {
    // What was erased when its time was over, or went into an earlier archive, is here by its lines in the audit.
    if (isErased(application)) continue;
    const line: ArchiveLine = { is: 'case', case: archivedCase(application) };
    const text = JSON.stringify(line);
    yield text;
    for (const { id } of filesIn(text)) {
      if (written.has(id)) continue;
      written.add(id);
      if (!(await keeper.has(id)))
        throw trouble(
          'file-missing',
          `${application.number} 的附件 ${id.slice(0, 12)} 缺失`,
          '请先从备份中找回，再归档',
        );
      yield* blobLines(`files/${id}`, await keeper.stream(id));
    }
  }
  for (const { sequence, entry, mac } of audit) {
    const line: ArchiveLine = { is: 'audit', sequence, text: canonicalEntry(entry), mac };
    yield JSON.stringify(line);
  }
};

/** Read a written archive again; throws unless it is whole and ours. */
const tried = async ({ house, secret, passphrase }: ArchiveDeps, file: string): Promise<ArchiveReport> => {
  const report = await readArchive(file, passphrase, secret);
  const [finding] = report.findings;
  if (finding !== undefined || report.ours !== true)
    throw trouble(
      'unsound',
      `归档文件 ${file} 核对未通过：${finding ?? '不是用本系统的密钥签名的'}`,
      '没有清除任何内容；请换一个文件名重新归档',
    );
  if (report.header.notice !== house.notices.newest.pack.id)
    throw trouble('another-notice', `${file} 是另一份通知的归档：${report.header.notice}`, '请换一个文件名');
  return report;
};

/** Write it beside, read it again, and only then give it its name. */
const write = async (deps: ArchiveDeps, file: string): Promise<ArchiveReport> => {
  await mustBeOver(deps);
  const part = `${file}.${process.pid}.part`;
  try {
    await writeSealedLines(part, signedLines(signingKey(deps.secret), linesOf(deps)), deps.passphrase);
    const report = await tried(deps, part);
    await rename(part, file);
    return report;
  } finally {
    await rm(part, { force: true });
  }
};

const liveCase = async (store: Store, notice: string, number: string): Promise<Application | null> => {
  const [record] = await store.load(notice, [applicationKey(number)]);
  return record ? readApplication(record) : null;
};

/** Erase what stands in the archive exactly as it stands in the store; gives how many, and what differs. */
const erase = async (
  { house, secret, passphrase }: ArchiveDeps,
  file: string,
  { digest }: ArchiveReport,
): Promise<{ readonly erased: number; readonly differing: readonly string[] }> => {
  const notice = house.notices.newest.pack.id;
  const differing: string[] = [];
  let erased = 0;
  await readArchive(file, passphrase, secret, undefined, {
    case: async archived => {
      const { number } = archived;
      const live = await liveCase(house.store, notice, number);
      if (live === null || isErased(live)) return;
      if (JSON.stringify(archivedCase(live)) !== JSON.stringify(archived)) {
        differing.push(number);
        return;
      }
      await house.operate(notice, {
        id: `archive:${number}:${digest.slice(0, 32)}`,
        at: house.now(),
        address: live.applicant.address,
        actor: { id: 'operator:archive' },
        body: { kind: 'operator', command: 'erase-case', data: { number, archive: digest } },
      });
      erased += 1;
    },
  });
  // The files of what was erased go with it.
  await house.drain();
  return { erased, differing };
};

/**
 * `archive PACK --out FILE`: cases, files and audit of a finished notice into one signed file; once that was read again,
 * what people gave is erased from the store, case by case, each with a line in the audit. Interrupted, it is run again
 * with the same file and goes on: an archive that is there is not written again.
 */
export const archive = async (deps: ArchiveDeps, file: string, output: Writable): Promise<number> => {
  const there = await access(file).then(
    () => true,
    () => false,
  );
  const report = there ? await tried(deps, file) : await write(deps, file);
  if (there) output.write(`${file} 已在，核对无误，接着清除。\n`);
  else
    output.write(
      `已归档到 ${file}：${report.cases}件申请，${report.files}个附件，${report.entries}条办理记录，已读回核对\n`,
    );
  const { erased, differing } = await erase(deps, file, report);
  output.write(`已从系统中清除${erased}件申请的内容和附件；编号、时间和办理经过仍可查。\n`);
  if (differing.length > 0)
    output.write(`以下申请在归档后有变动，没有清除，请另存一份归档：${differing.join('、')}\n`);
  output.write(`签名公钥指纹 ${report.fingerprint}（请另处记下；今后用 shenbao verify ${file} 核对）\n`);
  if (deps.passphrase === null) output.write('归档未加密，请妥善保管。\n');
  return differing.length > 0 ? 1 : 0;
};
