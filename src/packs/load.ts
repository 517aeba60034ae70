import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Result } from '../model/issue.ts';
import type { Pack } from '../model/pack/pack.ts';
import { commonFolder, keptCommon, productCommon } from './common.ts';
import { completeForm } from './complete-form.ts';
import type { Draft } from './draft.ts';
import { hashOf, largestFile, readPackFiles } from './files.ts';
import { aboutFile, type Finding, issueOf } from './finding.ts';
import { type PackFileName, packSchemas, standIns } from './json-schema.ts';
import { type LintOptions, lintPack } from './lint.ts';
import { readDocuments } from './read-documents.ts';
import { readYaml } from './read-yaml.ts';
import { checkSchema } from './schema-issues.ts';

const isTemplate = (path: string): boolean => /^templates\/[^/]+\.docx$/i.test(path);

/** Everything about a pack: the draft when its files are well-formed, and all findings. */
export interface Inspection {
  readonly draft: Draft | null;
  readonly findings: readonly Finding[];
}

/** Packs by hash while they are in use. */
const inUse = new Map<string, WeakRef<Pack>>();

/** Packs of one content are one object, however often their folder is read: what is made from one, like its index, is made once. */
const shared = (pack: Pack): Pack => {
  const before = inUse.get(pack.hash)?.deref();
  if (before) return before;
  inUse.set(pack.hash, new WeakRef(pack));
  return pack;
};

/** Reads and checks a pack completely, warnings included. Never throws on what an author may have written. */
export const inspectPack = async (dir: string, options: LintOptions = {}): Promise<Inspection> => {
  const files = await readPackFiles(dir);
  if (!files) {
    return {
      draft: null,
      findings: [aboutFile('error', 'pack:missing-folder', 'pack.yaml', `没有文件夹 ${dir}`, '检查路径')],
    };
  }
  const findings: Finding[] = files.tooLarge.map(path =>
    aboutFile('error', 'pack:too-large', path, `文件超过 ${largestFile / 1024 / 1024} MB`, '换成较小的文件'),
  );
  const yaml = readYaml(files);
  findings.push(...yaml.findings);

  const read = <N extends PackFileName>(name: N): z.output<(typeof packSchemas)[N]> | undefined => {
    const source = yaml.sources[name];
    if (!source) {
      const absent = !files.content.has(name) && name in standIns;
      return absent
        ? (packSchemas[name].parse(standIns[name]) as z.output<(typeof packSchemas)[N]>)
        : undefined;
    }
    const checked = checkSchema(name, source);
    if ('value' in checked) return checked.value;
    findings.push(...checked.findings);
    return undefined;
  };
  const manifest = read('pack.yaml');
  const eligibility = read('eligibility.yaml');
  const form = read('form.yaml');
  const faq = read('faq.yaml');
  const contacts = read('contacts.yaml');
  const review = read('review.yaml');
  const wording = read('wording.yaml');
  const retention = read('retention.yaml');
  const signoff = read('signoff.yaml');
  if (!manifest) return { draft: null, findings };

  const loaded = readDocuments(manifest, yaml.sources['pack.yaml']!, files);
  findings.push(...loaded.findings);
  const broken = findings.some(finding => finding.level === 'error');
  if (broken || !eligibility || !form || !faq || !contacts || !review || !wording || !retention || !signoff) {
    return { draft: null, findings };
  }

  const kept = keptCommon(files.content);
  const library = kept ?? (await productCommon());
  findings.push(...library.findings);
  if (library.findings.length > 0) return { draft: null, findings };
  // A kept copy brings the library along among its own files. Packs of before there was one do without, in the hash too.
  const ofLibrary = kept || faq.topics === undefined ? [] : [...library.content];
  const hashed = new Map([
    ...files.content,
    ...ofLibrary.map(([path, bytes]) => [commonFolder + path, bytes] as const),
  ]);

  const pack = shared({
    id: manifest.id,
    hash: hashOf(hashed),
    manifest,
    documents: loaded.documents,
    clauses: loaded.clauses,
    eligibility,
    form: completeForm(form, eligibility),
    faq,
    common: library.common,
    contacts,
    review,
    wording,
    retention,
    templates: new Map(
      [...files.content]
        .filter(([path]) => isTemplate(path))
        .map(([path, bytes]) => [path.slice('templates/'.length), bytes]),
    ),
  });
  const draft: Draft = { pack, signoff, sources: yaml.sources };
  return { draft, findings: [...findings, ...lintPack(draft, options)] };
};

/** Loads one pack. Issues carry `file:line:column`, relative to the pack's folder; there is at least one on failure. */
export const loadPack = async (dir: string, options: LintOptions = {}): Promise<Result<Pack>> => {
  const { draft, findings } = await inspectPack(dir, options);
  const errors = findings.filter(finding => finding.level === 'error');
  if (draft && errors.length === 0) return { ok: true, value: draft.pack };
  return { ok: false, issues: errors.map(issueOf) };
};

/** Folders under `root` that hold a `pack.yaml`, sorted by name. */
export const listPacks = async (root: string): Promise<string[]> => {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries.filter(e => e.isDirectory()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const names = await readdir(join(root, entry.name)).catch(() => [] as string[]);
    if (names.includes('pack.yaml')) found.push(join(root, entry.name));
  }
  return found;
};

/** Paths of a pack's dialogues (`transcripts/*.yaml`), sorted. Their content is the test runner's business. */
export const listTranscripts = async (dir: string): Promise<string[]> => {
  const folder = join(dir, 'transcripts');
  const names = await readdir(folder).catch(() => [] as string[]);
  return names
    .filter(name => /\.ya?ml$/i.test(name))
    .sort()
    .map(name => join(folder, name));
};
