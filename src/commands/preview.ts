import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { fieldPlaces } from '../authoring/mark-places.ts';
import { sampleData } from '../authoring/sample.ts';
import { renderForm } from '../documents/render-form.ts';
import { IssueError } from '../issue-error.ts';
import { rehearsalChecks } from '../pack-checks.ts';
import { loadPack } from '../packs/load.ts';
import type { Settings } from '../settings.ts';
import { packFolder } from './pack-folder.ts';

/** LibreOffice takes some seconds to start; after so many milliseconds it hangs. */
const PATIENCE = 60_000;

const run = (program: string, args: readonly string[]): Promise<void> =>
  new Promise((resolved, failed) => {
    execFile(program, args, { timeout: PATIENCE }, error => (error ? failed(error) : resolved()));
  });

/** The pages as pictures, where this machine has LibreOffice and poppler; else what could be made. */
const pictures = async (docx: string, folder: string): Promise<string[]> => {
  try {
    await run('soffice', ['--headless', '--convert-to', 'pdf', '--outdir', folder, docx]);
    const pdf = docx.replace(/\.docx$/u, '.pdf');
    await run('pdftoppm', ['-r', '80', '-png', pdf, pdf.replace(/\.pdf$/u, '')]).catch(() => null);
    return [pdf];
  } catch {
    return [];
  }
};

/** `preview PACK`: the form filled with examples, and where each mark stands. */
export const preview = async (
  settings: Settings,
  name: string,
  folder: string,
  output: Writable,
): Promise<number> => {
  const dir = await packFolder(settings, name);
  const loaded = await loadPack(dir, rehearsalChecks);
  if (!loaded.ok) throw new IssueError(loaded.issues);
  const pack = loaded.value;
  const template = pack.templates.get(pack.form.template)!;
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${pack.id}-样张.docx`);
  await writeFile(path, renderForm(template, sampleData(pack)));
  const made = await pictures(path, folder);
  output.write(
    `${[
      ...fieldPlaces(pack.form, template),
      `填好的样张：${[path, ...made].join('、')}`,
      ...(made.length === 0 ? ['这台机器没有 LibreOffice，请用 Word 打开样张看。'] : []),
    ].join('\n')}\n`,
  );
  return 0;
};
