import { decodeSymbols, symbolFontOf } from '../documents/symbols.ts';
import type { Numbers } from '../documents/word-numbering.ts';
import { below, type Edit, escaped, type Located, locateXml } from './located-xml.ts';

/** What is printed as an empty box, however it was made. */
export const BOX = '□';

/** One stretch of a paragraph's text and where it stands in the markup. */
interface Piece {
  readonly from: number;
  readonly text: string;
  /** A `w:t`; otherwise something drawn (symbol, content control) that stands for one box. */
  readonly node: Located;
  readonly kind: 'text' | 'symbol' | 'control';
  readonly properties: string;
}

export interface Line {
  readonly text: string;
  readonly node: Located;
  readonly pieces: readonly Piece[];
  /** Properties of its runs, or of its mark where it has none: what is written into it looks like this. */
  readonly properties: string;
}

export interface Cell {
  readonly text: string;
  readonly lines: readonly Line[];
  readonly node: Located;
  /** Columns of the grid it covers. */
  readonly span: number;
}

export interface Row {
  readonly cells: readonly Cell[];
  readonly node: Located;
  /** Its first cell goes on from the row above. */
  readonly continued: boolean;
}

export type Part =
  | { readonly kind: 'line'; readonly line: Line }
  | { readonly kind: 'table'; readonly rows: readonly Row[] };

const value = (node: Located | undefined): string | undefined => node?.attributes['w:val'];
const child = (node: Located | undefined, name: string): Located | undefined =>
  node?.children.find(one => one.name === name);

/** What a symbol of a symbol font is seen as, where that is a box, open or ticked. */
const isBoxSymbol = (node: Located): boolean => {
  const font = symbolFontOf(node.attributes['w:font'] ?? '');
  const code = Number.parseInt(node.attributes['w:char'] ?? '', 16);
  if (Number.isNaN(code)) return false;
  const seen = font ? decodeSymbols(font, String.fromCodePoint(code)) : String.fromCodePoint(code);
  return /[□☐▢⬜◻❑❏☑☒⮽🗵🗹🗷◽▫]/u.test(seen);
};
const boxes = /[□☐▢⬜◻❑❏☑☒]/gu;

const fieldPart = (node: Located, type: string): Located | undefined =>
  node.name === 'w:r'
    ? node.children.find(one => one.name === 'w:fldChar' && one.attributes['w:fldCharType'] === type)
    : undefined;

/** A check box of the old form fields that begins at this run, with the run it ends in. */
const fieldBox = (
  runs: readonly Located[],
  at: number,
): { readonly at: number; readonly end: Located } | undefined => {
  const begin = fieldPart(runs[at]!, 'begin');
  if (!child(child(begin, 'w:ffData'), 'w:checkBox')) return undefined;
  const last = runs.findIndex((run, index) => index >= at && fieldPart(run, 'end') !== undefined);
  return last < 0 ? undefined : { at: last, end: runs[last]! };
};

const lineOf = (source: string, node: Located, numbers: Numbers): Line => {
  const number = numbers(node);
  const pieces: Piece[] = [];
  let text = '';
  const mark = child(child(node, 'w:pPr'), 'w:rPr');
  let properties = mark ? source.slice(mark.start, mark.end) : '';
  const add = (said: string, at: Located, kind: Piece['kind'], own: string) => {
    if (said === '') return;
    pieces.push({ from: text.length, text: said, node: at, kind, properties: own });
    text += said;
  };
  const visit = (inner: Located, own: string): void => {
    let passed = -1;
    for (const [at, one] of inner.children.entries()) {
      if (at <= passed) continue;
      const field = fieldBox(inner.children, at);
      if (field) {
        add(BOX, { ...one, end: field.end.end }, 'control', own);
        passed = field.at;
        continue;
      }
      if (
        ['w:pPr', 'w:rPr', 'w:del', 'w:moveFrom', 'w:instrText', 'mc:Fallback', 'w:pict'].includes(one.name)
      )
        continue;
      if (one.name === 'w:r') {
        const look = child(one, 'w:rPr');
        const said = look ? source.slice(look.start, look.end) : '';
        if (said !== '') properties = said;
        visit(one, said);
      } else if (one.name === 'w:t') add(one.text.replace(boxes, BOX), one, 'text', own);
      else if (one.name === 'w:sym' && isBoxSymbol(one)) add(BOX, one, 'symbol', own);
      else if (one.name === 'w:sdt' && child(child(one, 'w:sdtPr'), 'w14:checkbox'))
        add(BOX, one, 'control', own);
      else if (one.name === 'w:tab') text += '\t';
      else visit(one, own);
    }
  };
  visit(node, properties);
  return number === '' || text.trim() === ''
    ? { text, node, pieces, properties }
    : {
        text: number + text,
        node,
        pieces: pieces.map(piece => ({ ...piece, from: piece.from + number.length })),
        properties,
      };
};

const blocks = new Set(['w:p', 'w:tbl']);

const linesIn = (source: string, node: Located, numbers: Numbers): Line[] =>
  below(node, blocks).flatMap(block =>
    block.name === 'w:p'
      ? [lineOf(source, block, numbers)]
      : below(block, new Set(['w:p'])).map(paragraph => lineOf(source, paragraph, numbers)),
  );

const cellOf = (source: string, node: Located, numbers: Numbers): Cell => {
  const lines = linesIn(source, node, numbers);
  const span = Number(value(child(child(node, 'w:tcPr'), 'w:gridSpan')) ?? 1) || 1;
  return {
    node,
    lines,
    span,
    text: lines
      .map(line => line.text)
      .join('\n')
      .trim(),
  };
};

/** A cell that goes on from the one above has nothing of its own. */
const goesOn = (node: Located): boolean => {
  const merge = child(child(node, 'w:tcPr'), 'w:vMerge');
  return merge !== undefined && value(merge) !== 'restart';
};

/** The paragraphs and tables of `word/document.xml` with the numbers Word counts itself, in order; null when it cannot be read. */
export const readPaper = (source: string, numbers: Numbers): Part[] | null => {
  const root = locateXml(source);
  if (!root) return null;
  return below(root, blocks).map((block): Part => {
    if (block.name === 'w:p') return { kind: 'line', line: lineOf(source, block, numbers) };
    const rows = below(block, new Set(['w:tr'])).map((node): Row => {
      const cells = below(node, new Set(['w:tc']));
      return {
        node,
        cells: cells.filter(cell => !goesOn(cell)).map(cell => cellOf(source, cell, numbers)),
        continued: cells[0] !== undefined && goesOn(cells[0]),
      };
    });
    return { kind: 'table', rows };
  });
};

const run = (tag: string, properties: string): string =>
  `<w:r>${properties}<w:t xml:space="preserve">${escaped(tag)}</w:t></w:r>`;

/** Writes a tag behind the last text of a line. */
export const appended = ({ node, properties }: Line, tag: string): Edit => {
  const [from, to] = node.inner;
  return from === to && to === node.end
    ? { from: node.start, to: node.end, by: `<w:p>${run(tag, properties)}</w:p>` }
    : { from: to, to, by: run(tag, properties) };
};

/** A stretch of a line's text that is written anew. */
export interface Change {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

const apply = (piece: Piece, changes: readonly Change[]): string =>
  [...changes]
    .sort((a, b) => b.from - a.from)
    .reduce((text, { from, to, by }) => {
      const starts = from >= piece.from;
      const head = text.slice(0, Math.max(0, from - piece.from));
      return head + (starts ? by : '') + text.slice(Math.max(0, to - piece.from));
    }, piece.text);

/** Writes into a line's text; what the replaced text is set in (underline, font) stays. */
export const rewritten = (line: Line, changes: readonly Change[]): Edit[] => {
  const found: Edit[] = [];
  for (const piece of line.pieces) {
    const end = piece.from + piece.text.length;
    const mine = changes.filter(({ from, to }) => from < end && to > piece.from);
    if (mine.length === 0) continue;
    const text = apply(piece, mine);
    const inRun = `<w:t xml:space="preserve">${escaped(text)}</w:t>`;
    const by = piece.kind === 'control' ? run(text, piece.properties) : inRun;
    found.push({ from: piece.node.start, to: piece.node.end, by });
  }
  return found;
};
