import type { Clause } from '../model/clause.ts';
import type { Manifest } from '../model/pack/manifest.ts';
import type { LoadedDocument } from '../model/pack/pack.ts';
import { splitDocument } from './clauses.ts';
import { decodeUtf8, notUtf8 } from './decode.ts';
import type { PackFiles } from './files.ts';
import { aboutFile, type Finding } from './finding.ts';
import { didYouMean } from './suggest.ts';
import type { YamlSource } from './yaml-source.ts';

const folder = 'sources/';

export interface ReadDocuments {
  readonly documents: readonly LoadedDocument[];
  readonly clauses: ReadonlyMap<string, Clause>;
  readonly findings: readonly Finding[];
}

/** Reads the source documents a manifest names, byte for byte, and splits them into clauses. */
export const readDocuments = (manifest: Manifest, source: YamlSource, files: PackFiles): ReadDocuments => {
  const documents: LoadedDocument[] = [];
  const clauses = new Map<string, Clause>();
  const findings: Finding[] = [];
  for (const [index, document] of manifest.documents.entries()) {
    const path = `${folder}${document.file}`;
    const bytes = files.content.get(path);
    if (bytes === undefined) {
      const there = [...files.content.keys()].filter(name => name.startsWith(folder));
      findings.push({
        level: 'error',
        code: 'pack:missing-file',
        message: `没有文件 ${path}`,
        hint: didYouMean(
          document.file,
          there.map(name => name.slice(folder.length)),
        ),
        at: source.at(['documents', index, 'file']),
      });
      continue;
    }
    const text = decodeUtf8(bytes, true);
    if (text === null) {
      findings.push(notUtf8(path));
      continue;
    }
    if (text.trim() === '') {
      findings.push(aboutFile('error', 'pack:empty-source', path, '原文是空的', '贴上原文'));
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
