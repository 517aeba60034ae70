import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Clause } from '../model/clause.ts';
import type { Result } from '../model/issue.ts';
import type { LoadedDocument, Pack } from '../model/pack/pack.ts';
import { splitDocument } from './clauses.ts';
import type { Draft } from './draft.ts';
import { hashOf, largestFile, type PackFiles, readPackFiles } from './files.ts';
import { type Finding, issueOf } from './finding.ts';
import { type PackFileName, packSchemas, standIns } from './json-schema.ts';
import { type LintOptions, lintPack } from './lint.ts';
import { checkSchema } from './schema-issues.ts';
import { nearest } from './suggest.ts';
import { parseYaml, type YamlSource } from './yaml-source.ts';

const fileNames = Object.keys(packSchemas) as PackFileName[];

const wholeFile = (
  level: Finding['level'],
  code: string,
  file: string,
  message: string,
  hint: string,
): Finding => ({
  level,
  code,
  message,
  hint,
  at: { file, line: 1, column: 1 },
});

/** UTF-8 text, or null when the bytes are something else (a file saved as GBK). */
const decode = (bytes: Uint8Array, keepMark: boolean): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: keepMark }).decode(bytes);
  } catch {
    return null;
  }
};

const notUtf8 = (file: string): Finding =>
  wholeFile('error', 'pack:encoding', file, '文件不是 UTF-8 编码', '用编辑器“另存为”，编码选 UTF-8');

/** Files an author may have meant as one of the pack's own. */
const misnamed = (files: PackFiles): Finding[] =>
  [...files.content.keys()]
    .filter(
      path => !path.includes('/') && /\.ya?ml$/i.test(path) && !fileNames.includes(path as PackFileName),
    )
    .map(path => {
      const meant = nearest(path, fileNames);
      return wholeFile(
        'warning',
        'pack:unused-file',
        path,
        '这个文件不会被读取',
        meant ? `是不是“${meant}”？` : '删去它，或改名',
      );
    });

const readYaml = (
  files: PackFiles,
): { sources: Partial<Record<PackFileName, YamlSource>>; findings: Finding[] } => {
  const sources: Partial<Record<PackFileName, YamlSource>> = {};
  const findings: Finding[] = [];
  for (const name of fileNames) {
    const bytes = files.content.get(name);
    if (bytes === undefined) {
      if (!(name in standIns)) {
        findings.push(
          wholeFile('error', 'pack:missing-file', name, '缺少这个文件', '从别的通知的文件夹里复制一份来改'),
        );
      }
      continue;
    }
    const text = decode(bytes, false);
    const parsed = text === null ? { source: null, findings: [notUtf8(name)] } : parseYaml(name, text);
    findings.push(...parsed.findings);
    if (parsed.source) sources[name] = parsed.source;
  }
  return { sources, findings };
};

const readDocuments = (
  manifest: Pack['manifest'],
  source: YamlSource,
  files: PackFiles,
): { documents: LoadedDocument[]; clauses: Map<string, Clause>; findings: Finding[] } => {
  const documents: LoadedDocument[] = [];
  const clauses = new Map<string, Clause>();
  const findings: Finding[] = [];
  for (const [index, document] of manifest.documents.entries()) {
    const path = `sources/${document.file}`;
    const bytes = files.content.get(path);
    if (bytes === undefined) {
      const there = [...files.content.keys()]
        .filter(name => name.startsWith('sources/'))
        .map(name => name.slice(8));
      const meant = nearest(document.file, there);
      findings.push({
        level: 'error',
        code: 'pack:missing-file',
        message: `没有文件 ${path}`,
        hint: meant ? `是不是“${meant}”？` : '把原文放进 sources 文件夹，这里写文件名',
        at: source.at(['documents', index, 'file']),
      });
      continue;
    }
    const text = decode(bytes, true);
    if (text === null || text === '') {
      findings.push(
        text === null
          ? notUtf8(path)
          : wholeFile('error', 'pack:empty-source', path, '原文是空的', '贴上通知原文'),
      );
      continue;
    }
    documents.push({ ...document, text });
    const split = splitDocument(document.id, document.structure, text);
    for (const clause of split.clauses) clauses.set(clause.id, clause);
    for (const note of split.notes) {
      findings.push({
        level: 'warning',
        code: 'clause:numbering',
        message: note.message,
        hint: '对照原件，看是否漏了一段',
        at: { file: path, line: note.line, column: 1 },
      });
    }
  }
  return { documents, clauses, findings };
};

const isTemplate = (path: string): boolean => /^templates\/[^/]+\.docx$/i.test(path);

/** Everything about a pack: the draft when its files are well-formed, and all findings. */
export interface Inspection {
  readonly draft: Draft | null;
  readonly findings: readonly Finding[];
}

/** Reads and checks a pack completely, warnings included. Never throws on what an author may have written. */
export const inspectPack = async (dir: string, options: LintOptions = {}): Promise<Inspection> => {
  const files = await readPackFiles(dir);
  if (!files) {
    return {
      draft: null,
      findings: [wholeFile('error', 'pack:missing-folder', 'pack.yaml', `没有文件夹 ${dir}`, '检查路径')],
    };
  }
  const findings: Finding[] = files.tooLarge.map(path =>
    wholeFile('error', 'pack:too-large', path, `文件超过 ${largestFile / 1024 / 1024} MB`, '换成较小的文件'),
  );
  findings.push(...misnamed(files));
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
  if (!manifest) return { draft: null, findings };

  const loaded = readDocuments(manifest, yaml.sources['pack.yaml']!, files);
  findings.push(...loaded.findings);
  if (
    !eligibility ||
    !form ||
    !faq ||
    !contacts ||
    !review ||
    !wording ||
    findings.some(f => f.level === 'error')
  ) {
    return { draft: null, findings };
  }

  const pack: Pack = {
    id: manifest.id,
    hash: hashOf(files.content),
    manifest,
    documents: loaded.documents,
    clauses: loaded.clauses,
    eligibility,
    form,
    faq,
    contacts,
    review,
    wording,
    templates: new Map(
      [...files.content]
        .filter(([path]) => isTemplate(path))
        .map(([path, bytes]) => [path.slice('templates/'.length), bytes]),
    ),
  };
  const draft: Draft = { pack, sources: yaml.sources };
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
