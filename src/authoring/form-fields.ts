import {
  appended,
  BOX,
  type Cell,
  type Change,
  type Line,
  type Part,
  type Row,
  rewritten,
} from './form-paper.ts';
import type { GuessedKind } from './label-kind.ts';
import { boxMark, guessKind, plainLabel } from './label-kind.ts';
import type { Edit } from './located-xml.ts';

export interface FoundField extends GuessedKind {
  readonly id: string;
  readonly label: string;
  /** Where its mark went, for the author: `表1第2行第4格`. */
  readonly place: string;
}

export interface FoundSection {
  /** As printed, with its number. */
  readonly title: string;
  readonly fields: FoundField[];
  readonly repeat?: { readonly id: string; readonly printed: number };
}

export interface FoundBlank {
  readonly title: string;
  readonly kind: 'signature' | 'seal' | 'opinion';
  /** Words of the form it is known by. */
  readonly quote: string;
}

export interface FoundForm {
  readonly sections: readonly FoundSection[];
  readonly blanks: readonly FoundBlank[];
  /** Boxes and cells that nothing was made of, in words for the author. */
  readonly left: readonly string[];
  readonly edits: readonly Edit[];
}

/** Names that mean something else in a template. */
const taken = new Set(['mark', 'n', 'left', 'right', 'lines', 'box', 'pairs']);
const longestLabel = 26;

const heading = /^\s*[一二三四五六七八九十]+、\s*[^。；]{2,40}$/u;
const sealed = /盖\s*章|签\s*字|签\s*章|签\s*名|公\s*章/u;
const blankText =
  /^[\s_＿　]*(?:年\s*月\s*日|万元|亿元|元|人|名|项|个|件|家|台|亩|平方米|岁|[%％])?[\s　]*$/u;

const isBlank = (cell: Cell): boolean => blankText.test(cell.text);
const hasBoxes = (cell: Cell): boolean => optionCount(cell) > 0;
const isLabel = ({ text }: Cell): boolean => {
  const label = plainLabel(text);
  return (
    label.length > 0 &&
    label.length <= longestLabel &&
    /\p{Script=Han}/u.test(label) &&
    !/[。；□]/u.test(label) &&
    !blankText.test(text) &&
    !sealed.test(label)
  );
};

class Finder {
  readonly sections: FoundSection[] = [{ title: '封面', fields: [] }];
  readonly blanks: FoundBlank[] = [];
  readonly left: string[] = [];
  readonly edits: Edit[] = [];
  readonly #ids = new Set<string>(taken);
  #tables = 0;

  find(parts: readonly Part[]): FoundForm {
    for (const part of parts) {
      if (part.kind === 'line') this.#line(part.line);
      else this.#table(part.rows);
    }
    const sections = this.sections.filter(({ fields }) => fields.length > 0);
    return { sections, blanks: this.blanks, left: this.left, edits: this.edits };
  }

  get #section(): FoundSection {
    return this.sections.at(-1)!;
  }

  #id(label: string): string {
    const base =
      label
        .replace(/[（(].*?[）)]/gu, '')
        .replace(/[^\p{L}\p{N}_-]/gu, '')
        .slice(0, 20) || '栏目';
    let id = base;
    for (let n = 2; this.#ids.has(id); n++) id = `${base}${n}`;
    this.#ids.add(id);
    return id;
  }

  /** A label of the form that stands a second time says whose it is. */
  #field(label: string, cell: string, context: string, place: string): FoundField {
    const same = this.#section.fields.some(field => field.label === label);
    const shown = same && context !== '' && context !== label ? `${label}（${context}）` : label;
    const again = this.#section.fields.some(field => field.label === shown);
    const id = this.#id(context !== '' && this.#ids.has(label) ? `${context}${label}` : label);
    return { ...guessKind(label, cell), id, label: again ? `${shown}（${id}）` : shown, place };
  }

  /** Marks go behind the boxes of a cell, over its blanks, or into its first empty line. */
  #write(field: FoundField, lines: readonly Line[]): void {
    const chosen = field.options ?? (field.kind === 'yes-no' ? ['是', '否'] : undefined);
    if (chosen) {
      let at = 0;
      for (const line of lines) {
        const changes: Change[] = [];
        for (const box of line.text.matchAll(boxMark)) {
          const behind = plainLabel(line.text.slice(box.index + box[0].length));
          const option = chosen.find(one => behind.startsWith(one));
          if (option === undefined) continue;
          at += 1;
          changes.push({
            from: box.index,
            to: box.index + box[0].length,
            by: `【box.${field.id}.${option}】`,
          });
        }
        if (changes.length > 0) this.edits.push(...rewritten(line, changes));
      }
      if (at > 0) return;
    }
    const line = lines.find(({ text }) => text.trim() !== '') ?? lines[0];
    if (!line) return;
    const date = /[\s_＿　]*年[\s_＿　]*月[\s_＿　]*日/u.exec(line.text);
    const blank = date ?? /[_＿]{2,}|[\s　]{2,}/u.exec(line.text);
    if (blank && line.pieces.length > 0)
      this.edits.push(
        ...rewritten(line, [{ from: blank.index, to: blank.index + blank[0].length, by: `【${field.id}】` }]),
      );
    else if (line.text.trim() !== '' && line.pieces[0])
      this.edits.push(...rewritten(line, [{ from: 0, to: 1, by: `【${field.id}】${line.text[0]}` }]));
    else this.edits.push(appended(line, `【${field.id}】`));
  }

  #open(title: string): void {
    this.sections.push({ title: title.trim().replace(/[:：]\s*$/u, ''), fields: [] });
  }

  #blank(text: string, label: string): void {
    const quote =
      text
        .split('\n')
        .find(one => sealed.test(one))
        ?.trim()
        .split(/\s{2,}|\t/u)[0] ?? label;
    const title = plainLabel(label === '' ? quote : label).slice(0, 30);
    if (this.blanks.some(blank => blank.title === title && blank.quote === quote)) return;
    const kind = /意见|审核|审批|推荐/u.test(title)
      ? 'opinion'
      : /签/u.test(quote) && !/盖|公章/u.test(quote)
        ? 'signature'
        : 'seal';
    this.blanks.push({ title, kind, quote });
  }

  /** `单位名称：______ 联系电话：______`, on the cover or in a cell. True when something was found. */
  #inline(line: Line, place: string, context: string, open: boolean): boolean {
    const found = [
      ...line.text.matchAll(
        /([\p{Script=Han}A-Za-z（）()/、 　-]{2,24})[:：]([ _＿\t　]*(?:年[ _＿\t　]*月[ _＿\t　]*日)?)(?=$|[\p{Script=Han}（(□])/gu,
      ),
    ];
    const changes: Change[] = [];
    let fields = 0;
    for (const match of found) {
      const label = plainLabel(match[1]!);
      const blank = match[2]!;
      const rest = line.text.slice(match.index + match[0].length);
      const last = rest.trim() === '';
      if (
        label.length < 2 ||
        label.length > 16 ||
        /附件|说明$|注$|如下|要求$|单位盖章|日$|的|尊敬|各|事项|理由|备注/u.test(label) ||
        sealed.test(label)
      )
        continue;
      if (rest.startsWith(BOX)) {
        const upto = rest.search(/[\p{Script=Han}]{2,12}[:：]/u);
        const field = this.#field(label, upto > 0 ? rest.slice(0, upto) : rest, context, place);
        if (!field.options) continue;
        this.#section.fields.push(field);
        this.#write(field, [line]);
        fields += 1;
        continue;
      }
      if (blank.length < 2 && !(last && open)) continue;
      const field = this.#field(label, blank, context, place);
      this.#section.fields.push(field);
      fields += 1;
      const from = match.index + match[0].length - blank.length;
      if (
        blank.length > 0 &&
        line.pieces.some(piece => piece.from < from + blank.length && piece.from + piece.text.length > from)
      )
        changes.push({ from, to: from + blank.length, by: `【${field.id}】` });
      else if (last) this.edits.push(appended(line, `【${field.id}】`));
    }
    if (changes.length > 0) this.edits.push(...rewritten(line, changes));
    return fields > 0;
  }

  #line(line: Line): void {
    const { text } = line;
    if (sealed.test(text)) this.#blank(text, '');
    else if (heading.test(text)) this.#open(text);
    else this.#inline(line, '表外', '', this.#tables === 0 && text.length <= 40);
  }

  #table(rows: readonly Row[]): void {
    this.#tables += 1;
    const name = `表${this.#tables}`;
    let context = '';
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at]!;
      const { cells } = row;
      const where = (cell: number) => `${name}第${at + 1}行第${cell + 1}格`;
      const only = cells.length === 1 ? cells[0]! : null;
      if (only && heading.test(only.text)) {
        this.#open(only.text);
        context = '';
        continue;
      }
      const below = this.#repeated(rows, at, name) || this.#grid(rows, at, name);
      if (below > 0) {
        at += below;
        continue;
      }
      if (only) {
        at += this.#wide(only, rows[at + 1], where(0), context);
        continue;
      }
      if (!row.continued) context = '';
      context = this.#pairs(cells, where, context);
    }
  }

  /** A row of one cell: a label above an empty one, a label with room below, lines to fill in, or a seal. */
  #wide(cell: Cell, next: Row | undefined, place: string, context: string): number {
    if (sealed.test(cell.text)) {
      this.#blank(cell.text, cell.lines.find(({ text }) => text.trim() !== '')?.text ?? '');
      return 0;
    }
    const [first, ...rest] = cell.lines.filter(({ text }, index) => index === 0 || text.trim() !== '');
    const roomy = cell.lines.length > 1 && rest.length === 0;
    const nextIs = next?.cells.length === 1 && isBlank(next.cells[0]!);
    if (first && isLabel(cell) && (roomy || nextIs || /[:：]\s*$/u.test(cell.text))) {
      const label = plainLabel(cell.text);
      const guess = this.#field(label, '', context, place);
      const field = guess.kind === 'line' ? { ...guess, kind: 'paragraph' as const } : guess;
      this.#section.fields.push(field);
      const target = nextIs ? next!.cells[0]!.lines[0]! : (cell.lines[1] ?? first);
      this.edits.push(appended(target, `【${field.id}】`));
      return nextIs ? 1 : 0;
    }
    if (isLabel(cell) && next && next.cells.length > 1) {
      this.#open(cell.text);
      return 0;
    }
    for (const line of cell.lines) this.#inline(line, place, context, false);
    return 0;
  }

  /** `label | blank | label | blank`, with a merged cell in front that says whose they are. */
  #pairs(cells: readonly Cell[], where: (cell: number) => string, before: string): string {
    let context = before;
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]!;
      const next = cells[i + 1];
      if (sealed.test(cell.text))
        this.#blank(cell.text, isLabel(cells[i - 1] ?? cell) ? (cells[i - 1]?.text ?? '') : '');
      else if (isLabel(cell) && next && (isBlank(next) || (hasBoxes(next) && optionCount(next) > 0))) {
        const label = plainLabel(cell.text);
        if (/意见$/u.test(label) && isBlank(next)) this.#blank('', label);
        else {
          const field = this.#field(label, next.text, context, where(i + 1));
          const wide =
            field.kind === 'line' && next.lines.length > 2 ? { ...field, kind: 'paragraph' as const } : field;
          this.#section.fields.push(wide);
          this.#write(wide, next.lines);
        }
        i += 1;
      } else if (isLabel(cell)) {
        const inline = cell.lines.some(line => this.#inline(line, where(i), context, false));
        if (!inline && i === 0 && cells.length > 1) context = plainLabel(cell.text);
      } else if (hasBoxes(cell)) this.left.push(`${where(i)}的方框前面没有栏目名称`);
      else for (const line of cell.lines) this.#inline(line, where(i), context, false);
    }
    return context;
  }

  /** A row of labels above rows to fill in: as many entries as people have. */
  #repeated(rows: readonly Row[], at: number, name: string): number {
    const { cells } = rows[at]!;
    if (cells.length < 2 || !cells.every(isLabel)) return 0;
    const counts = (cell: Cell) => /^\s*\d*\s*$/u.test(cell.text);
    let empty = 0;
    for (const row of rows.slice(at + 1)) {
      if (
        row.cells.length !== cells.length ||
        !row.cells.every((cell, i) => (i === 0 ? counts(cell) || isBlank(cell) : isBlank(cell)))
      )
        break;
      empty += 1;
    }
    if (empty === 0 || (empty === 1 && cells.length < 3)) return 0;
    const numbered = /^序号$|^编号$/u.test(plainLabel(cells[0]!.text));
    const title = plainLabel(this.#section.title.replace(/^[一二三四五六七八九十]+、/u, ''));
    const id = this.#id(`${title}明细`);
    const group: FoundSection = {
      title: this.#section.title === '封面' ? `${name}明细` : `${this.#section.title}（明细）`,
      fields: [],
      repeat: { id, printed: empty },
    };
    const after = this.#section;
    this.sections.push(group);
    const first = rows[at + 1]!.cells;
    cells.forEach((cell, i) => {
      const opening = i === 0 ? `【#${id}】` : '';
      const closing = i === cells.length - 1 ? `【/${id}】` : '';
      let tag = '【n】';
      if (!(i === 0 && numbered)) {
        const field = this.#field(
          plainLabel(cell.text),
          '',
          '',
          `${name}第${at + 2}行第${i + 1}格（每项一行）`,
        );
        group.fields.push(field);
        tag = `【${field.id}】`;
      }
      const line = first[i]!.lines[0];
      if (!line) return;
      const whole = `${opening}${tag}${closing}`;
      if (line.pieces.length > 0)
        this.edits.push(...rewritten(line, [{ from: 0, to: line.text.length, by: whole }]));
      else this.edits.push(appended(line, whole));
    });
    for (const row of rows.slice(at + 2, at + 1 + empty))
      this.edits.push({ from: row.node.start, to: row.node.end, by: '' });
    this.sections.push({ title: after.title, fields: [] });
    return empty;
  }

  /** Rows with a name of their own below a row of columns: one field a cell (营业收入 · 2023年). */
  #grid(rows: readonly Row[], at: number, name: string): number {
    const { cells } = rows[at]!;
    const columns = cells.slice(1);
    if (columns.filter(isLabel).length < 2 || !columns.every(cell => isLabel(cell) || isBlank(cell)))
      return 0;
    let filled = 0;
    for (const row of rows.slice(at + 1)) {
      if (row.cells.length !== cells.length || !isLabel(row.cells[0]!) || !row.cells.slice(1).every(isBlank))
        break;
      filled += 1;
      row.cells.slice(1).forEach((cell, i) => {
        const rowName = plainLabel(row.cells[0]!.text);
        const column = plainLabel(cells[i + 1]!.text) || '名称';
        const field = {
          ...this.#field(`${rowName}_${column}`, cell.text, '', `${name}第${at + 1 + filled}行第${i + 2}格`),
          ...guessKind(rowName + column, cell.text),
        };
        this.#section.fields.push({ ...field, label: `${rowName}（${column}）` });
        this.#write(field, cell.lines);
      });
    }
    return filled;
  }
}

const optionCount = (cell: Cell): number => cell.text.match(boxMark)?.length ?? 0;

/** Fields, repeating rows and places for seals of an office's own form, and where each mark goes in it. */
export const findFields = (parts: readonly Part[]): FoundForm => new Finder().find(parts);
