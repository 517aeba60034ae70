import mammoth from 'mammoth';
import PizZip from 'pizzip';
import type { Issue, Result } from '../model/issue.ts';
import { officeZipLimits, unzip } from './unzip.ts';

/** One table cell with the first of the grid's columns it covers, counted from 0. */
export interface DocxCell {
  readonly column: number;
  readonly text: string;
}

/** What a reader of the document sees, in order: paragraphs outside tables, and table rows. */
export type DocxPart =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'row'; readonly cells: readonly DocxCell[] };

const trouble = (code: string, message: string): { ok: false; issues: Issue[] } => ({
  ok: false,
  issues: [{ code, message }],
});

/** The part of mammoth's document model that is used (mammoth/lib/documents.js). */
interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly checked?: boolean;
  readonly children?: readonly Node[];
  readonly colSpan?: number;
  readonly rowSpan?: number;
}

/** Word's own limit of columns in a table. */
const mostColumns = 63;

const textOf = (node: Node): string => {
  switch (node.type) {
    case 'text':
      return typeof node.value === 'string' ? node.value : '';
    case 'tab':
      return ' ';
    case 'break':
      return '\n';
    case 'checkbox':
      return node.checked ? '☑' : '☐';
    default:
      return (node.children ?? []).map(textOf).join('');
  }
};

const paragraphsOf = (node: Node): string[] =>
  node.type === 'paragraph' ? [textOf(node)] : (node.children ?? []).flatMap(paragraphsOf);

const hasTable = (node: Node): boolean =>
  (node.children ?? []).some(child => child.type === 'table' || hasTable(child));

function* rowsOf(table: Node): Generator<DocxPart> {
  /** Column -> rows below that a cell above still covers. */
  const covered = new Map<number, number>();
  for (const row of table.children ?? []) {
    const cells: DocxCell[] = [];
    const nested: Node[] = [];
    const started: (readonly [number, number])[] = [];
    let column = 0;
    for (const cell of row.children ?? []) {
      while ((covered.get(column) ?? 0) > 0) {
        column += 1;
      }
      cells.push({ column, text: paragraphsOf(cell).join('\n') });
      if (hasTable(cell)) {
        nested.push(cell);
      }
      for (let span = 0; span < Math.min(cell.colSpan ?? 1, mostColumns); span += 1) {
        started.push([column, cell.rowSpan ?? 1]);
        column += 1;
      }
    }
    for (const [key, rows] of covered) {
      covered.set(key, Math.max(0, rows - 1));
    }
    for (const [key, rows] of started) {
      covered.set(key, rows - 1);
    }
    yield { kind: 'row', cells };
    for (const cell of nested) {
      yield* partsOf(cell);
    }
  }
}

function* partsOf(node: Node): Generator<DocxPart> {
  for (const child of node.children ?? []) {
    if (child.type === 'table') {
      yield* rowsOf(child);
    } else if (child.type === 'paragraph') {
      yield { kind: 'paragraph', text: textOf(child) };
    } else {
      yield* partsOf(child);
    }
  }
}

/**
 * What is parsed at most, all parts together; own safety caps. A filled form has 0.1 MB and 4,000 tags, one edited by hand
 * some ten times as many; 100,000 tags take half a second.
 */
const most = { bytes: 4 * 1024 * 1024, tags: 100_000 };

const tagsIn = (markup: Uint8Array): number =>
  markup.reduce((sum, byte) => (byte === 0x3c ? sum + 1 : sum), 0);

/**
 * Text and tables of a .docx. The archive is unpacked under caps and packed anew before the parser sees it, so both
 * read the same entries. Issues: those of `unzip`, `file:too-large`, `file:unreadable`.
 */
export const readDocx = async (bytes: Uint8Array): Promise<Result<readonly DocxPart[]>> => {
  const archive = unzip(bytes, officeZipLimits);
  if (!archive.ok) {
    return archive;
  }
  const unreadable = trouble('file:unreadable', '文件已损坏，无法读取。');
  const clean = new PizZip();
  const left = { ...most };
  for (const [name, content] of archive.value) {
    if (!/\.(xml|rels)$/i.test(name)) {
      continue;
    }
    left.bytes -= content.length;
    left.tags -= left.bytes < 0 ? 0 : tagsIn(content);
    if (left.bytes < 0 || left.tags < 0) {
      return trouble('file:too-large', '文件内容过多，无法读取。');
    }
    if (Buffer.from(content).includes('<!DOCTYPE')) {
      return unreadable;
    }
    clean.file(name, content);
  }
  try {
    let parts: readonly DocxPart[] = [];
    await mammoth.convertToHtml(
      { buffer: clean.generate({ type: 'nodebuffer', compression: 'STORE' }) },
      {
        externalFileAccess: false,
        transformDocument: (document: Node) => {
          parts = [...partsOf(document)];
          return { ...document, children: [] };
        },
      },
    );
    return { ok: true, value: parts };
  } catch {
    return unreadable;
  }
};
