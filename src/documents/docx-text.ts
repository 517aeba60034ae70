import type { FileIssue } from '../model/file.ts';
import { equationText } from './equation.ts';
import { openPackage } from './office-package.ts';
import { refuseContent } from './refusal.ts';
import { decodeSymbols, symbolFontOf } from './symbols.ts';
import { type Numbers, noNumbers, readNumbers } from './word-numbering.ts';
import { type Look, lookOf, overlaid, readStyles, type Styles } from './word-styles.ts';
import { childOf, decodeXml, elements, isOn, parseXml, valueIn, type Xml } from './xml.ts';

/** One table cell with the first of the grid's columns it covers, counted from 0. */
export interface DocxCell {
  readonly column: number;
  readonly text: string;
}

/** What a reader of the document sees, in order: paragraphs outside tables, and table rows. */
export type DocxPart =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'row'; readonly cells: readonly DocxCell[] };

type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly Cell[])[] };

interface Cell {
  readonly column: number;
  readonly blocks: readonly Block[];
}

/** Word's own limit of columns in a table. */
const mostColumns = 63;
/** Tables within tables that are read; own safety cap. Forms have two. */
const deepestTable = 20;

class TooDeep extends Error {}

/** Tracked changes that took text away: nobody sees it any more (ECMA-376 Part 1, 17.13.5). */
const removed = new Set(['w:del', 'w:moveFrom']);
/** Properties, and what is not on the page at its place. */
const unseen = new Set([
  'w:rPr',
  'w:pPr',
  'w:tblPr',
  'w:tblGrid',
  'w:trPr',
  'w:tcPr',
  'w:sdtPr',
  'w:sdtEndPr',
]);
/** Containers of blocks that add nothing of their own. */
const wrappers = new Set(['w:sdtContent', 'w:customXml', 'w:smartTag', 'w:ins', 'w:moveTo', 'w:body']);

const checkbox = (ticked: boolean): string => (ticked ? '☑' : '☐');

/** A complex field whose end has not come. Nobody sees its instruction, unless it draws what it says. */
interface OpenField {
  instructing: boolean;
  instruction: string;
}

/** Reads the tree of a document part as somebody sees it in Word. */
class Reader {
  readonly #styles: Styles;
  /** Open complex fields, outermost first. */
  #fields: OpenField[] = [];
  #tables = 0;
  /** Inside a content control that still shows its prompt. */
  #prompting = 0;

  readonly #chunk: (id: string) => readonly Block[];
  readonly #numbers: Numbers;
  readonly #onWhite: boolean;

  /** `chunk`: what another document holds that is put in at a place, by the id of its relationship. `onWhite`: nothing stands on colour. */
  constructor(styles: Styles, chunk: (id: string) => readonly Block[], numbers: Numbers, onWhite: boolean) {
    this.#styles = styles;
    this.#chunk = chunk;
    this.#numbers = numbers;
    this.#onWhite = onWhite;
  }

  /** Paragraphs and tables of a body, a cell or a text box. */
  blocks(container: Xml): Block[] {
    const found: Block[] = [];
    let carried = '';
    const add = (block: Block, joins: boolean): void => {
      if (block.kind === 'paragraph') {
        const text = carried + block.text;
        carried = joins ? text : '';
        if (!joins) found.push({ kind: 'paragraph', text });
      } else found.push(block);
    };
    const visit = (node: Xml): void => {
      for (const child of elements(node)) {
        if (child.name === 'w:p') {
          const number = this.#numbers(child);
          const { text, boxes } = this.#paragraph(child);
          const shown = text.trim() === '' ? text : number + text;
          add({ kind: 'paragraph', text: shown }, this.#markIsGone(child));
          found.push(...boxes);
        } else if (child.name === 'w:tbl') found.push(this.#table(child));
        else if (child.name === 'w:sdt')
          this.#control(child, () => visit(childOf(child, 'w:sdtContent') ?? child));
        else if (child.name === 'mc:AlternateContent') visit(alternatives(child)[0] ?? child);
        else if (child.name === 'w:altChunk') found.push(...this.#chunk(child.attributes.id ?? ''));
        else if (wrappers.has(child.name)) visit(child);
      }
    };
    visit(container);
    if (carried !== '') found.push({ kind: 'paragraph', text: carried });
    return found;
  }

  /** A paragraph whose mark was deleted or is hidden runs on into the next. */
  #markIsGone(paragraph: Xml): boolean {
    const mark = childOf(childOf(paragraph, 'w:pPr'), 'w:rPr');
    return mark !== undefined && (childOf(mark, 'w:del') !== undefined || isOn(mark, 'w:vanish') === true);
  }

  #control(node: Xml, visit: () => void): void {
    const prompts = isOn(childOf(node, 'w:sdtPr'), 'w:showingPlcHdr') === true ? 1 : 0;
    this.#prompting += prompts;
    visit();
    this.#prompting -= prompts;
  }

  /** The text of a paragraph; text boxes anchored in it stand where a blank or a colon leaves room for them, else behind. */
  #paragraph(node: Xml): { text: string; boxes: Block[] } {
    const properties = childOf(node, 'w:pPr');
    const look = overlaid(
      this.#styles.plain,
      this.#styles.lookOf(properties && valueIn(properties, 'w:pStyle')),
    );
    const boxes: Block[] = [];
    // An instruction does not run over the end of a paragraph; one that seems to was never closed.
    this.#fields = this.#fields.filter(({ instructing }) => !instructing);
    const text = this.#inline(node, look, boxes);
    const [box, ...more] = boxes;
    const room = text.trim() === '' || /[:：_＿]\s*$/.test(text.slice(-20));
    return box?.kind === 'paragraph' && room ? { text: text + box.text, boxes: more } : { text, boxes };
  }

  #inline(node: Xml, look: Look, boxes: Block[]): string {
    let text = '';
    for (const child of elements(node)) {
      if (removed.has(child.name) || unseen.has(child.name)) continue;
      switch (child.name) {
        case 'w:r':
          text += this.#run(child, look, boxes);
          break;
        case 'w:sdt':
          this.#control(child, () => {
            const ticked = childOf(childOf(childOf(child, 'w:sdtPr'), 'w14:checkbox'), 'w14:checked');
            const box = childOf(childOf(child, 'w:sdtPr'), 'w14:checkbox');
            text += box
              ? checkbox(
                  ticked !== undefined && !['0', 'false'].includes(ticked.attributes['w14:val'] ?? '1'),
                )
              : this.#inline(childOf(child, 'w:sdtContent') ?? child, look, boxes);
          });
          break;
        case 'm:t':
          text += this.#shown(look) ? plainText(child) : '';
          break;
        case 'mc:AlternateContent':
          text += this.#firstSeen(child, look, boxes);
          break;
        default:
          text += this.#inline(child, look, boxes);
      }
    }
    return text;
  }

  /** The first alternative that shows anything: what is drawn for new programs, else what old ones are given. */
  #firstSeen(node: Xml, look: Look, boxes: Block[]): string {
    for (const alternative of alternatives(node)) {
      const count = boxes.length;
      const text = this.#inRun(alternative, look, boxes);
      if (text !== '' || boxes.length > count) return text;
    }
    return '';
  }

  #shown(look: Look): boolean {
    return (
      !look.hidden &&
      !look.struck &&
      !look.doubleStruck &&
      !(look.white && this.#onWhite) &&
      !((look.size ?? leastSeen) < leastSeen) &&
      !this.#fields.some(({ instructing }) => instructing) &&
      this.#prompting === 0
    );
  }

  #run(node: Xml, paragraph: Look, boxes: Block[]): string {
    const properties = childOf(node, 'w:rPr');
    const style = properties && valueIn(properties, 'w:rStyle');
    const look = overlaid(overlaid(paragraph, this.#styles.lookOf(style)), lookOf(properties));
    const prompts = this.#styles.isPlaceholder(style) ? 1 : 0;
    this.#prompting += prompts;
    const text = this.#inRun(node, look, boxes);
    this.#prompting -= prompts;
    return text;
  }

  #inRun(node: Xml, look: Look, boxes: Block[]): string {
    let text = '';
    for (const child of elements(node)) {
      if (unseen.has(child.name) || removed.has(child.name)) continue;
      if (child.name === 'w:fldChar') {
        text += this.#field(child, look);
        continue;
      }
      const shown = this.#shown(look);
      switch (child.name) {
        case 'w:t': {
          const font = symbolFontOf(look.font ?? '');
          const said = plainText(child);
          this.#instruct(said);
          text += shown ? (font ? decodeSymbols(font, said) : said) : '';
          break;
        }
        case 'w:sym': {
          const font = symbolFontOf(child.attributes['w:font'] ?? '');
          const character = String.fromCodePoint(
            Number.parseInt(child.attributes['w:char'] ?? '', 16) % 0x10000 || 0x20,
          );
          text += shown ? (font ? decodeSymbols(font, character) : character) : '';
          break;
        }
        case 'w:tab':
        case 'w:ptab':
          text += shown ? ' ' : '';
          break;
        case 'w:br':
        case 'w:cr':
          text += shown ? '\n' : '';
          break;
        case 'w:noBreakHyphen':
          text += shown ? '-' : '';
          break;
        case 'w:ruby':
          text += this.#inline(childOf(child, 'w:rubyBase') ?? child, look, boxes);
          break;
        case 'w:drawing':
        case 'w:pict':
          if (shown) this.#boxesIn(child, boxes);
          break;
        case 'mc:AlternateContent':
          text += this.#firstSeen(child, look, boxes);
          break;
        case 'w:instrText':
          this.#instruct(plainText(child));
          break;
        case 'w:delText':
        case 'w:object':
          break;
        default:
          text += this.#inline(child, look, boxes);
      }
    }
    return text;
  }

  /** Text inside an instruction goes on with it. */
  #instruct(text: string): void {
    const field = this.#fields.at(-1);
    if (field?.instructing) field.instruction += text;
  }

  /** Begin, separator or end of a field; form fields of the old kind show what they hold. */
  #field(mark: Xml, look: Look): string {
    const field = this.#fields.at(-1);
    switch (mark.attributes['w:fldCharType']) {
      case 'begin': {
        const shown = this.#shown(look);
        const data = childOf(mark, 'w:ffData');
        this.#fields.push({ instructing: true, instruction: '' });
        return shown && data ? formField(data) : '';
      }
      case 'separate':
        // A field that draws its instruction has nothing else to show.
        if (field && equationText(field.instruction) === null) field.instructing = false;
        return '';
      case 'end': {
        this.#fields.pop();
        const drawn = field?.instructing ? equationText(field.instruction) : null;
        return drawn !== null && this.#shown(look) ? drawn : '';
      }
      default:
        return '';
    }
  }

  #boxesIn(node: Xml, boxes: Block[]): void {
    for (const child of elements(node)) {
      const hidden =
        ['1', 'true', 'on'].includes(childOf(child, 'wp:docPr')?.attributes.hidden ?? '') ||
        /visibility:\s{0,9}hidden/.test(child.attributes.style ?? '');
      if (hidden) continue;
      if (child.name === 'w:txbxContent') {
        const fields = this.#fields;
        this.#fields = [];
        boxes.push(...this.blocks(child));
        this.#fields = fields;
      } else if (child.name === 'mc:AlternateContent') {
        for (const alternative of alternatives(child)) {
          const count = boxes.length;
          this.#boxesIn(alternative, boxes);
          if (boxes.length > count) break;
        }
      } else this.#boxesIn(child, boxes);
    }
  }

  #table(node: Xml): Block {
    this.#tables += 1;
    if (this.#tables > deepestTable) throw new TooDeep();
    const rows: Cell[][] = [];
    /** Columns whose cell above may go on below. */
    let above = new Set<number>();
    const visit = (container: Xml): void => {
      for (const child of elements(container)) {
        if (child.name === 'w:sdt')
          this.#control(child, () => visit(childOf(child, 'w:sdtContent') ?? child));
        else if (wrappers.has(child.name)) visit(child);
        else if (child.name === 'w:tr') {
          const properties = childOf(child, 'w:trPr');
          if (properties && (childOf(properties, 'w:del') || isOn(properties, 'w:hidden'))) continue;
          const { cells, open } = this.#row(child, above);
          rows.push(cells);
          above = open;
        }
      }
    };
    visit(node);
    this.#tables -= 1;
    return { kind: 'table', rows };
  }

  #row(node: Xml, above: ReadonlySet<number>): { cells: Cell[]; open: Set<number> } {
    const cells: Cell[] = [];
    const open = new Set<number>();
    const before = valueIn(childOf(node, 'w:trPr') ?? node, 'w:gridBefore');
    let column = Math.min(Number(before ?? 0) || 0, mostColumns);
    const visit = (container: Xml): void => {
      for (const child of elements(container)) {
        if (child.name === 'w:sdt')
          this.#control(child, () => visit(childOf(child, 'w:sdtContent') ?? child));
        else if (wrappers.has(child.name)) visit(child);
        else if (child.name === 'w:tc') {
          const properties = childOf(child, 'w:tcPr');
          const merge = properties && childOf(properties, 'w:vMerge');
          const goesOn = merge && merge.attributes['w:val'] !== 'restart';
          const covered =
            (goesOn && above.has(column)) ||
            (properties && childOf(properties, 'w:hMerge') && valueIn(properties, 'w:hMerge') !== 'restart');
          if (merge) open.add(column);
          if (!covered) cells.push({ column, blocks: this.blocks(child) });
          const span = Number((properties && valueIn(properties, 'w:gridSpan')) ?? 1) || 1;
          column = Math.min(column + Math.max(1, span), 2 * mostColumns);
        }
      }
    };
    visit(node);
    return { cells, open };
  }
}

const plainText = (node: Xml): string => node.children.filter(child => typeof child === 'string').join('');

const alternatives = (node: Xml): Xml[] => [
  ...elements(node).filter(({ name }) => name === 'mc:Choice'),
  ...elements(node).filter(({ name }) => name === 'mc:Fallback'),
];

/** ECMA-376 Part 1, 17.16.17: check box and list of the old form fields; a text field shows its result. */
const formField = (data: Xml): string => {
  const box = childOf(data, 'w:checkBox');
  if (box) return checkbox(isOn(box, 'w:checked') ?? isOn(box, 'w:default') ?? false);
  const list = childOf(data, 'w:ddList');
  if (!list) return '';
  const entries = elements(list).filter(({ name }) => name === 'w:listEntry');
  const chosen = Number(valueIn(list, 'w:result') ?? valueIn(list, 'w:default') ?? 0);
  return entries[chosen]?.attributes['w:val'] ?? '';
};

const textOf = (blocks: readonly Block[]): string =>
  blocks
    .map(block =>
      block.kind === 'paragraph'
        ? block.text
        : block.rows.flatMap(row => row.map(({ blocks: inner }) => textOf(inner))).join('\n'),
    )
    .join('\n');

function* partsOf(blocks: readonly Block[]): Generator<DocxPart> {
  for (const block of blocks) {
    if (block.kind === 'paragraph') {
      yield block;
      continue;
    }
    for (const row of block.rows) {
      yield { kind: 'row', cells: row.map(cell => ({ column: cell.column, text: textOf(cell.blocks) })) };
      for (const cell of row) yield* partsOf(cell.blocks.filter(({ kind }) => kind === 'table'));
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

type Read<T> = { ok: true; value: T } | { ok: false; issues: [FileIssue] };

class Unread extends Error {
  readonly refusal: ReturnType<typeof refuseContent>;
  constructor(refusal: ReturnType<typeof refuseContent>) {
    super('chunk');
    this.refusal = refusal;
  }
}

/** Smaller letters are dots, in half points; own choice (2 pt). */
const leastSeen = 4;

/** A shade, a marker or a filled shape, on which white letters would be seen: anywhere, so that no label is lost. */
const colour =
  /:fill\s{0,3}=\s{0,3}["'](?!auto|f{6})|<\w{1,9}:highlight|fillcolor|solidFill|<\w{1,9}:background/i;
const coloured = (...parts: readonly (Uint8Array | undefined)[]): boolean =>
  parts.some(part => part !== undefined && colour.test(decodeXml(part) ?? ''));

/** `depth`: 1 for a document that another one puts in (ECMA-376 Part 1, 17.17.2.1). */
const blocksOf = (bytes: Uint8Array, depth: 0 | 1, numbered: boolean): Read<readonly Block[]> => {
  const opened = openPackage(bytes);
  if (!opened.ok) return opened;
  const { parts, main, relationshipsOf } = opened.value;
  const content = main === undefined ? undefined : parts.get(main);
  if (main === undefined || !content) return refuseContent('unreadable');
  const relations = relationshipsOf(main);
  const stylesPart = relations?.find(({ kind }) => kind === 'styles')?.target;
  const styles = parts.get(stylesPart ?? '');
  const numbersPart = relations?.find(({ kind }) => kind === 'numbering')?.target;
  const numbering = numbered ? parts.get(numbersPart ?? '') : undefined;
  const read = [content, styles, numbering].filter(part => part !== undefined);
  const bytesRead = read.reduce((sum, part) => sum + part.length, 0);
  if (bytesRead > most.bytes || read.reduce((sum, part) => sum + tagsIn(part), 0) > most.tags)
    return refuseContent('too-large');
  const root = parseXml(content);
  const body = root && childOf(root, 'w:body');
  if (!body) return refuseContent('unreadable');
  const chunk = (id: string): readonly Block[] => {
    const part = parts.get(relations?.find(relation => relation.id === id)?.target ?? '');
    const inner = part && depth === 0 ? blocksOf(part, 1, numbered) : refuseContent('other-word');
    if (!inner.ok) throw new Unread(inner);
    return inner.value;
  };
  try {
    const styleTree = styles ? parseXml(styles) : null;
    const lists = numbering ? parseXml(numbering) : null;
    const numbers = lists ? readNumbers(lists, styleTree) : noNumbers;
    return {
      ok: true,
      value: new Reader(readStyles(styleTree), chunk, numbers, !coloured(content, styles)).blocks(body),
    };
  } catch (error) {
    if (error instanceof TooDeep) return refuseContent('unreadable');
    if (error instanceof Unread) return error.refusal;
    throw error;
  }
};

/**
 * Text and tables of a .docx as somebody sees them in Word: deleted, struck-out and hidden text, instructions of fields and
 * prompts of empty content controls are not there. The document is found as Word finds it, by relationships; a document
 * that is put in at a place stands there. Issues: those of `openPackage`, `file:too-large`, `file:unreadable`,
 * `file:other-word` when what is put in is of another kind. `numbered`: with the numbers Word counts itself, as a notice needs
 * them; the labels of a form are known without.
 */
export const readDocx = (
  bytes: Uint8Array,
  { numbered = false }: { readonly numbered?: boolean } = {},
): Read<readonly DocxPart[]> => {
  const blocks = blocksOf(bytes, 0, numbered);
  return blocks.ok ? { ok: true, value: [...partsOf(blocks.value)] } : blocks;
};
