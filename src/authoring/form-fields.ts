import { entryTag } from '../model/pack/template-tags.ts';
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
import { boxesIn, type GuessedKind, guessKind, plainLabel } from './label-kind.ts';
import type { Edit } from './located-xml.ts';

export interface FoundField extends GuessedKind {
  readonly id: string;
  readonly label: string;
  /** Where its mark went, for the author: `表1第2行第4格`. */
  readonly place: string;
  /** What the form itself says of how to fill it in. */
  readonly help?: string;
}

export interface FoundSection {
  /** As printed, with its number. */
  readonly title: string;
  readonly fields: FoundField[];
  readonly repeat?: { readonly id: string; readonly printed: number; readonly fixed: boolean };
  /** Printed rows of a table whose columns are the fields. */
  readonly rows?: readonly string[];
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

/** Columns that say who or what a row is. */
const called = /^(?:姓名|成员|作者姓名|名称|.{2,8}(?:名称|姓名))$/u;

/** What is printed in a cell to say what belongs into it. */
const prompt =
  /^[\s　]*(?:[（(]|请|包括|主要从|简述|简要|概述|填写|应|需)[^_＿□]{6,200}[）)。；]?\s*$|^[^_＿□\n]{0,60}(?:字以内|字左右|不超过\d{2,5}字|可另附页)[^_＿□\n]{0,20}\s*$/u;

const isBlank = (cell: Cell): boolean => blankText.test(cell.text);
const hasBoxes = (cell: Cell): boolean => optionCount(cell) > 0;
const isLabel = ({ text }: Cell): boolean => {
  const label = plainLabel(text);
  return (
    label.length > 0 &&
    label.length <= longestLabel &&
    (/\p{Script=Han}/u.test(label) || /^(?:E-?mail|QQ|MSN|ISSN|ISBN|DOI)$/iu.test(label)) &&
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
    for (const [at, part] of parts.entries()) {
      if (part.kind === 'table') this.#table(part.rows);
      else {
        this.#line(part.line);
        const below = blankLinesBehind(parts, at);
        if (heading.test(part.line.text) && below.length > 1) this.#room(part.line.text, below, '表外');
      }
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

  /** What the cover asks is often printed again inside: the same answer belongs into both. */
  #again(label: string, context: string, kind: FoundField['kind']): FoundField | undefined {
    const [cover] = this.sections;
    if (context !== '' || this.#tables === 0 || this.#section.repeat) return undefined;
    const here = `表${this.#tables}第`;
    const same = cover!.fields.filter(field => field.label === label && field.kind === kind);
    return same.length === 1 && !same[0]!.place.startsWith(here) ? same[0] : undefined;
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
        const changes = boxesIn(line.text).flatMap(({ from, to, option }): Change[] => {
          const named = chosen.find(one => one === option) ?? chosen.find(one => option.startsWith(one));
          return named === undefined ? [] : [{ from, to, by: `【box.${field.id}.${named}】` }];
        });
        at += changes.length;
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
    const named = plainLabel(label === '' ? quote : label).slice(0, 30);
    const title = /\p{Script=Han}/u.test(named.replace(/[年月日]/gu, '')) ? named : '盖章';
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
        /([\p{Script=Han}A-Za-z（）()/、 　-]{2,24})[:：]([ _＿\t　]*(?:年[ _＿\t　]*月(?:[ _＿\t　]*日)?[ _＿\t　]*)?)(?=$|[\p{Script=Han}（(□])/gu,
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
    if (sealed.test(text)) {
      // A sentence about signing is no place for it.
      if (/^[\s　]*(?:注|本|请|说明|备注)[^\n]{20}/u.test(text)) return;
      if (!/[，,。；]/u.test(text) || /[\s　]{3,}|年[\s　]*月/u.test(text.trim())) this.#blank(text, '');
    } else if (heading.test(text)) this.#open(text);
    else {
      const open = this.#tables === 0 && text.length <= 40;
      if (!this.#inline(line, '表外', '', open) && this.#tables === 0 && !/[：:。，]/u.test(text))
        this.#ruled(line);
    }
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
      const title = only?.lines.find(({ text }) => text.trim() !== '')?.text ?? '';
      if (only && heading.test(title) && !sealed.test(only.text)) {
        this.#open(title);
        if (!this.#room(title, only.lines.slice(1), where(0))) this.#prompts(only.lines, where(0));
        context = '';
        continue;
      }
      const below =
        this.#repeated(rows, at, name) ||
        this.#people(rows, at, name) ||
        this.#grid(rows, at, name) ||
        this.#alike(rows, at, name, context);
      if (below > 0) {
        at += below;
        context = '';
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

  /** A heading with empty lines below it, and nothing else: it is itself what is asked. True when it is. */
  #room(title: string, below: readonly Line[], place: string): boolean {
    if (below.length < 1 || below.some(({ text }) => text.trim() !== '')) return false;
    const label = plainLabel(title.replace(/^\s*[一二三四五六七八九十]+、/u, '').split(/[（(：:]/u)[0]!);
    if (label.length < 2 || label.length > longestLabel || /说明|须知|承诺|意见/u.test(label)) return false;
    const field = { ...this.#field(label, '', '', place), kind: 'paragraph' as const, because: null };
    this.#section.fields.push(field);
    this.edits.push(appended(below[0]!, `【${field.id}】`));
    return true;
  }

  /** `1．已有基础：` with an empty line below, in the cell of a heading: each is asked by itself. */
  #prompts(lines: readonly Line[], place: string): void {
    for (const [at, { text }] of lines.entries()) {
      const below = lines[at + 1];
      const [, label] =
        /^[\s　]*(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)])?\s?([^：:。；□]{2,30})[：:][\s　]*$/u.exec(text) ?? [];
      if (label === undefined || !below || below.text.trim() !== '' || sealed.test(text)) continue;
      const field = {
        ...this.#field(plainLabel(label), '', '', place),
        kind: 'paragraph' as const,
        because: null,
      };
      this.#section.fields.push(field);
      this.edits.push(appended(below, `【${field.id}】`));
    }
  }

  /** `项目负责人          ` on the cover: a label and an underlined blank, with no colon between them. */
  #ruled(line: Line): boolean {
    const found = [
      ...line.text.matchAll(
        /([\p{Script=Han}、]{2,14}\d?)([ 　_＿\u2002\u2003]{5,}(?:年\s*月\s*日[ 　]*)?)/gu,
      ),
    ];
    const changes: Change[] = [];
    for (const match of found) {
      const label = plainLabel(match[1]!);
      if (sealed.test(label) || /附件|说明|制表$/u.test(label)) continue;
      const field = this.#field(label, match[2]!, '', '表外');
      this.#section.fields.push(field);
      const from = match.index + match[1]!.length;
      changes.push({ from, to: from + match[2]!.length, by: `  【${field.id}】  ` });
    }
    if (changes.length > 0) this.edits.push(...rewritten(line, changes));
    return changes.length > 0;
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
    if (rest.length === 0 && this.#room(cell.text, cell.lines.slice(1), place)) return 0;
    if (isLabel(cell) && next && next.cells.length > 1) {
      this.#open(cell.text.replace(/\s*\n\s*/gu, ''));
      return 0;
    }
    for (const line of cell.lines) this.#inline(line, place, context, false);
    return 0;
  }

  /** 指导情况, with room to write above the signature: both are asked. */
  #signed(printed: string, cell: Cell, place: string): void {
    const label = plainLabel(printed);
    const [first] = cell.lines;
    if (label === '' || !first || first.text.trim() !== '' || cell.lines.length < 3) return;
    if (/意见|审|批|推荐|承诺|声明|盖章|签/u.test(label)) return;
    const field = { ...this.#field(label, '', '', place), kind: 'paragraph' as const, because: null };
    this.#section.fields.push(field);
    this.edits.push(appended(first, `【${field.id}】`));
  }

  /** `label | blank | label | blank`, with a merged cell in front that says whose they are. */
  #pairs(cells: readonly Cell[], where: (cell: number) => string, before: string): string {
    let context = before;
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]!;
      const next = cells[i + 1];
      if (sealed.test(cell.text)) {
        const label = isLabel(cells[i - 1] ?? cell) ? (cells[i - 1]?.text ?? '') : '';
        this.#signed(label, cell, where(i));
        this.#blank(cell.text, label);
      } else if (
        isLabel(cell) &&
        next &&
        prompt.test(next.text) &&
        !hasBoxes(next) &&
        !sealed.test(next.text)
      ) {
        const help = next.text.replace(/\s+/gu, '').slice(0, 200);
        const field = {
          ...this.#field(plainLabel(cell.text), '', context, where(i + 1)),
          kind: 'paragraph' as const,
        };
        this.#section.fields.push({ ...field, because: null, help });
        this.edits.push(appended(next.lines.at(-1)!, `【${field.id}】`));
        i += 1;
      } else if (isLabel(cell) && next && (isBlank(next) || (hasBoxes(next) && optionCount(next) > 0))) {
        const label = plainLabel(cell.text);
        if (/意见$/u.test(label) && isBlank(next)) this.#blank('', label);
        else {
          const cover = this.#again(label, context, guessKind(label, next.text).kind);
          if (cover) {
            this.#write(cover, next.lines);
            i += 1;
            continue;
          }
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
      repeat: { id, printed: empty, fixed: false },
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

  /** People or things below a row of columns that begins with their name, each row under a role or a number. */
  #people(rows: readonly Row[], at: number, name: string): number {
    const { cells } = rows[at]!;
    const first = cells.findIndex(cell => isLabel(cell) && called.test(plainLabel(cell.text)));
    const columns = first < 0 ? [] : cells.slice(first);
    if (columns.length < 3 || !columns.every(isLabel) || first > 2) return 0;
    const entries: (readonly Cell[])[] = [];
    for (const row of rows.slice(at + 1)) {
      const own = row.cells.slice(-columns.length);
      const lead = row.cells.slice(0, -columns.length);
      if (
        row.cells.length < columns.length ||
        lead.length > 2 ||
        !lead.every(cell => isLabel(cell) || isBlank(cell))
      )
        break;
      // 团队负责人 may be printed in a column of its own; the name is never.
      const open = own.filter(cell => isBlank(cell) || optionCount(cell) > 1);
      if (
        !isBlank(own[0]!) ||
        open.length < own.length - 1 ||
        !own.every(cell => open.includes(cell) || isLabel(cell))
      )
        break;
      entries.push(own);
    }
    if (entries.length < 2) return 0;
    const kept = this.#section;
    const whose = plainLabel(cells[0]!.text);
    const title =
      first > 0 && whose !== '' ? whose : plainLabel(kept.title.replace(/^[一二三四五六七八九十]+、/u, ''));
    const id = this.#id(title === '封面' ? '名单' : title);
    const group: FoundSection = {
      title: title === '封面' ? `${name}名单` : title,
      fields: [],
      repeat: { id, printed: entries.length, fixed: true },
    };
    this.sections.push(group);
    columns.forEach((column, i) => {
      if (entries.some(own => isLabel(own[i]!))) return;
      const field = this.#field(plainLabel(column.text), entries[0]![i]!.text, '', '');
      const place = `${name}第${at + 2}到${at + 1 + entries.length}行“${field.label}”一列`;
      group.fields.push({ ...field, place });
      for (const [entry, own] of entries.entries())
        this.#write({ ...field, id: entryTag(id, entry + 1, field.id) }, own[i]!.lines);
    });
    this.sections.push({ title: kept.title, fields: [] });
    return entries.length;
  }

  /** Rows with a name of their own below a row of columns: a field for each figure, printed once for each year or row. */
  #grid(rows: readonly Row[], at: number, name: string): number {
    const { cells } = rows[at]!;
    const heads = cells.slice(1);
    if (heads.filter(isLabel).length < 2 || !heads.every(cell => isLabel(cell) || isBlank(cell))) return 0;
    const lines: Row[] = [];
    for (const row of rows.slice(at + 1)) {
      if (row.cells.length !== cells.length || !isLabel(row.cells[0]!) || !row.cells.slice(1).every(isBlank))
        break;
      lines.push(row);
    }
    if (lines.length === 0) return 0;
    const columns = heads.map(cell => plainLabel(cell.text) || '名称');
    const names = lines.map(row => plainLabel(row.cells[0]!.text));
    // Figures of several years are asked year by year, whichever way the table lies.
    const timed = columns.every(column => /\d{4}|年|季|月/u.test(column));
    const [fieldNames, rowNames] = timed ? [names, columns] : [columns, names];
    const kept = this.#section;
    const table: FoundSection = {
      title: kept.title === '封面' ? `${name}` : kept.title,
      fields: [],
      ...(rowNames.length > 1 ? { rows: rowNames } : {}),
    };
    this.sections.push(table);
    const fields = fieldNames.map((label, i) => {
      const field = this.#field(
        label,
        timed ? lines[i]!.cells[1]!.text : lines[0]!.cells[i + 1]!.text,
        '',
        '',
      );
      const of = timed ? `第${at + 2 + i}行` : `第${i + 2}列`;
      // Beside the name of a year the unit would stand in the middle of the label.
      const bare =
        field.unit === undefined ? field.label : field.label.replace(/[（(][^（()）]{1,4}[）)]$/u, '');
      table.fields.push({ ...field, label: bare, place: `${name}${of}（每${timed ? '列' : '行'}一格）` });
      return field;
    });
    for (const [i, row] of lines.entries())
      row.cells.slice(1).forEach((cell, j) => {
        const field = fields[timed ? i : j]!;
        const rowName = rowNames[timed ? j : i]!.replace(/[^\p{L}\p{N}_-]/gu, '');
        const id = rowNames.length > 1 ? `${field.id}_${rowName}` : field.id;
        this.#write({ ...field, id }, cell.lines);
      });
    this.sections.push({ title: kept.title, fields: [] });
    return lines.length;
  }

  /** The same labels row after row, a blank behind each: as many entries as rows are printed. */
  #alike(rows: readonly Row[], at: number, name: string, context: string): number {
    const first = pairsIn(rows[at]!.cells);
    if (!first || first.pairs.length < 2) return 0;
    const labels = first.pairs.map(([label]) => plainLabel(label.text)).join();
    const alike = [first];
    for (const row of rows.slice(at + 1)) {
      const next = pairsIn(row.cells);
      if (next?.context !== '' || next.pairs.map(([label]) => plainLabel(label.text)).join() !== labels)
        break;
      alike.push(next);
    }
    if (alike.length < 2) return 0;
    const kept = this.#section;
    const whose =
      first.context || context || plainLabel(kept.title.replace(/^[一二三四五六七八九十]+、/u, ''));
    const id = this.#id(whose);
    const group: FoundSection = {
      title: whose,
      fields: [],
      repeat: { id, printed: alike.length, fixed: true },
    };
    this.sections.push(group);
    first.pairs.forEach(([label, blank], i) => {
      const field = this.#field(plainLabel(label.text), blank.text, '', '');
      group.fields.push({
        ...field,
        place: `${name}第${at + 1}到${at + alike.length}行“${field.label}”旁边`,
      });
      for (const [entry, { pairs }] of alike.entries())
        this.#write({ ...field, id: entryTag(id, entry + 1, field.id) }, pairs[i]![1].lines);
    });
    this.sections.push({ title: kept.title, fields: [] });
    return alike.length - 1;
  }
}

/** Empty lines behind a line, up to the next one with text or a table. */
const blankLinesBehind = (parts: readonly Part[], at: number): Line[] => {
  const lines: Line[] = [];
  for (const part of parts.slice(at + 1)) {
    if (part.kind === 'table') return [];
    if (part.line.text.trim() !== '') return lines;
    lines.push(part.line);
  }
  return lines;
};

/** A row of labels with a blank behind each, perhaps behind a cell that says whose they are. */
const pairsIn = (
  cells: readonly Cell[],
): { readonly context: string; readonly pairs: readonly (readonly [Cell, Cell])[] } | null => {
  const headed = cells.length % 2 === 1 && cells[0] !== undefined && isLabel(cells[0]);
  const rest = headed ? cells.slice(1) : cells;
  if (rest.length === 0 || rest.length % 2 === 1) return null;
  const pairs = Array.from({ length: rest.length / 2 }, (_, i) => [rest[2 * i]!, rest[2 * i + 1]!] as const);
  return pairs.every(([label, blank]) => isLabel(label) && isBlank(blank))
    ? { context: headed ? plainLabel(cells[0]!.text) : '', pairs }
    : null;
};

const optionCount = (cell: Cell): number =>
  cell.text.split('\n').reduce((count, line) => count + boxesIn(line).length, 0);

/** Fields, repeating rows and places for seals of an office's own form, and where each mark goes in it. */
export const findFields = (parts: readonly Part[]): FoundForm => new Finder().find(parts);
