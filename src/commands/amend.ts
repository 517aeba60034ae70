import type { Writable } from 'node:stream';
import { amendPack } from '../authoring/amend.ts';
import { IssueError } from '../issue-error.ts';
import { checksFor } from '../pack-checks.ts';
import { readPackFiles } from '../packs/files.ts';
import { inspectPack, loadPack } from '../packs/load.ts';
import { formatReport } from '../packs/report.ts';
import type { Settings } from '../settings.ts';
import { packFolder } from './pack-folder.ts';
import { papersAt, writeFiles } from './papers.ts';

/** `amend PACK PAPER`: an extension or correction of a running notice. Exit code 1 when `check` then finds an error. */
export const amend = async (
  settings: Settings,
  name: string,
  paper: string,
  output: Writable,
): Promise<number> => {
  const dir = await packFolder(settings, name);
  const loaded = await loadPack(dir, checksFor(settings));
  if (!loaded.ok) throw new IssueError(loaded.issues);
  const content = (await readPackFiles(dir))!.content;
  const texts = new Map(
    [...content].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)] as const),
  );
  const [read] = await papersAt([paper]);
  const { files, done } = amendPack(loaded.value, texts, read!);
  await writeFiles(dir, files, 'w');
  const { findings } = await inspectPack(dir, checksFor(settings));
  output.write(`${[...done, formatReport(findings, `${dir}/`)].join('\n')}\n`);
  return findings.some(({ level }) => level === 'error') ? 1 : 0;
};
