import type { Result } from '../model/issue.ts';
import { optionsOf, traitsOf } from '../model/pack/field-kinds.ts';
import type { Field, Form, FormSection } from '../model/pack/form.ts';
import { readBoxes } from './boxes.ts';
import { type DocxCell, type DocxPart, readDocx } from './docx-text.ts';
import { printable } from './form-data.ts';
import { bareLabel, type FormPlace, fieldsFor, placeOf } from './form-labels.ts';
import { unknownSymbol } from './symbols.ts';
import { gridValues, type TableHead, tableHead } from './table-head.ts';

/** `form`: it carries the form's title or most of its labels; `partly`: some of them, as other papers do. */
export type Likeness = 'form' | 'partly';

export interface FormReading {
  readonly likeness: Likeness;
  /** Field id -> what is written there; `group.index.field` for repeating groups. Not yet validated. */
  readonly values: Readonly<Record<string, string>>;
  /** Keys to be confirmed: two places disagree, it is unclear which box is ticked, a cell could not be divided. */
  readonly doubtful: readonly string[];
}

/** Without line breaks made to fit a cell, and without the underscores that a blank is printed with. */
const oneLine = (text: string): string => {
  const line = text
    .split('\n')
    .map(part => part.trim())
    .join('');
  let from = 0;
  let to = line.length;
  while (isUnderscore(line[from])) from += 1;
  while (to > from && isUnderscore(line[to - 1])) to -= 1;
  // One underscore may belong to the name; a blank has several.
  return line.slice(from > 1 ? from : 0, line.length - to > 1 ? to : line.length).trim();
};

const isUnderscore = (character: string | undefined): boolean => character === '_' || character === '＿';

/** A picture of a symbol font is no text. */
const lettersOnly = (text: string): string => text.replaceAll(unknownSymbol, '');

/** What Word and WPS print into a content control that nobody has filled in, where it is not marked as such. */
const prompt =
  /^(?:请?(?:单击|点击|单击或点击|点按|按一下)(?:或点击)?(?:此处|这里|以)|选择一项|选取一项|Click (?:or tap )?(?:here )?to enter|Choose an item)/iu;

/** Nothing but what a printed blank holds: 「年  月  日」, or the prompt to fill it in. */
const isBlank = (value: string, printed: string): boolean =>
  (value.length < 40 && prompt.test(value)) ||
  [...value].every(character => printed.includes(character) || /[\s_＿]/.test(character));

/** Values of the form itself or of one entry of a group. */
class Sheet {
  readonly values = new Map<string, string>();
  readonly doubtful = new Set<string>();
  /** Fields whose label was met, filled or not. */
  readonly met = new Set<string>();

  set(field: Field, raw: string): void {
    const traits = traitsOf(field);
    const text = printable(raw);
    const boxes = traits.choose === 'one' ? readBoxes({ options: [...optionsOf(field)] }, text) : null;
    const value = boxes ? boxes.value : lettersOnly(traits.lines === 'many' ? text : oneLine(text));
    if (boxes?.doubtful) {
      this.doubtful.add(field.id);
    }
    if (value === null || isBlank(value, traits.blank)) {
      return;
    }
    const earlier = this.values.get(field.id);
    if (earlier !== undefined && earlier.replace(/\s/g, '') !== value.replace(/\s/g, '')) {
      this.doubtful.add(field.id);
    }
    this.values.set(field.id, value);
  }
}

/** Mobile, landline with or without area code and extension, 400 numbers. */
const phoneShape =
  /(?<!\d)(?:(?:\+?86[-\s]?)?1[3-9]\d(?:[-\s]?\d{4}){2}|[(（]?0\d{2,3}[)）]?[-—－–\s]{0,8}\d{7,8}(?:[-—转]\d{1,6})?|400(?:[-\s]?\d){7}|\d{7,8})(?!\d)/;

/** Longest name and phone number in one cell, in characters; what is longer is something else. */
const longestCombined = 200;

/** Divides「张三 023-58220000」between the two fields of a combined label. */
const setCombined = (sheet: Sheet, fields: readonly Field[], text: string): void => {
  const phone = fields.find(field => traitsOf(field).personal === 'number');
  const other = fields.find(field => field !== phone);
  const found = text.length > longestCombined ? null : phoneShape.exec(text);
  if (!phone || !other || fields.length !== 2 || !found) {
    sheet.set(fields[0]!, text);
    if (text.trim() !== '') {
      sheet.doubtful.add(fields[0]!.id);
    }
    return;
  }
  sheet.set(phone, found[0]);
  sheet.set(other, text.replace(found[0], ' ').replace(/[，,、;；/\s]+/g, ' '));
};

/** Lines that a title is printed on at most. */
const titleLines = 4;

class FormReader {
  private readonly form: Form;
  private readonly main = new Sheet();
  private readonly groups = new Map<string, Sheet[]>();
  private place: FormPlace = 'cover';
  /** Labels that stand above their answers: column -> fields. */
  private above = new Map<number, readonly Field[]>();
  /** What the columns of the table being read stand for, where a row of it said so. */
  private head: TableHead | null = null;
  /** Fields of the form whose label was met anywhere, and whether its title or one of its headings was. */
  private readonly known = new Set<string>();
  private titled = false;
  /** The field whose label was met last in a table. */
  private last: Field | null = null;
  private headed = false;
  /** The last paragraphs outside tables, bare: a title may be printed on several lines. */
  private latest: readonly string[] = [];

  constructor(form: Form) {
    this.form = form;
  }

  read(part: DocxPart): void {
    const place = this.heading(part);
    const alone = part.kind === 'paragraph' ? part : part.cells.length === 1 ? part.cells[0]! : null;
    if (alone) {
      this.meetTitle(alone.text);
    }
    if (place !== undefined) {
      this.headed ||= typeof place === 'object';
      this.place = place;
      this.above.clear();
      this.head = null;
    } else if (part.kind === 'row') {
      this.readRow(part.cells);
    } else {
      this.readLine(part.text);
    }
  }

  private meetTitle(text: string): void {
    const line = bareLabel(text);
    if (line === '' || line.length > 80) {
      this.latest = line === '' ? this.latest : [];
      return;
    }
    this.latest = [...this.latest, line].slice(-titleLines);
    const title = bareLabel(this.form.title);
    this.titled ||= this.latest.some((_, from) => {
      const shown = this.latest.slice(from).join('');
      return title.endsWith(shown) && shown.length * 2 > title.length;
    });
  }

  /** A heading stands alone, outside tables or in a row of one cell that answers nothing. */
  private heading(part: DocxPart): FormPlace | undefined {
    if (part.kind === 'paragraph') {
      return placeOf(this.form, part.text);
    }
    const [cell, second] = part.cells;
    return cell && !second && !this.above.has(cell.column) ? placeOf(this.form, cell.text) : undefined;
  }

  /** 「中心名称：……」in one piece. */
  private readLine(text: string): void {
    const [label = '', ...rest] = text.split(/[:：]/);
    const fields = rest.length > 0 ? fieldsFor(this.form, this.place, label) : [];
    if (fields.length > 0) {
      for (const { id } of fields) {
        this.known.add(id);
      }
      this.fill(fields, rest.join('：'));
    }
  }

  private readRow(cells: readonly DocxCell[]): void {
    const here = typeof this.place === 'object' ? this.place : null;
    if (this.head && this.readBelow(this.head, cells)) {
      return;
    }
    this.head = tableHead(this.form, here, cells);
    if (this.head) {
      this.above.clear();
      return;
    }
    const labels = cells.map(cell => {
      const fields = fieldsFor(this.form, this.place, cell.text, this.last);
      this.last = fields.at(-1) ?? this.last;
      return fields;
    });
    const group = typeof this.place === 'object' && this.place.repeat ? this.place : null;
    const above = this.above;
    this.above = new Map();
    labels.forEach((fields, index) => {
      const cell = cells[index]!;
      if (fields.length > 0) {
        this.meet(group, fields);
        if (index + 1 === cells.length || labels[index + 1]!.length > 0) {
          this.above.set(cell.column, fields);
        }
        return;
      }
      const before = labels[index - 1] ?? [];
      const asked = before.length > 0 ? before : above.get(cell.column);
      if (asked) {
        const more = before.length > 0 ? this.optionsFrom(before, cells, labels, index) : [];
        this.fill(asked, [cell.text, ...more].join('  '));
      } else {
        this.readLine(cell.text);
      }
    });
    if (group && labels[0]?.length === 0 && labels.slice(1).some(fields => fields.length > 0)) {
      this.fillTitle(group, cells[0]!.text, above.has(cells[0]!.column));
    }
  }

  /** A row below a head that names its columns: false when it is something else. */
  private readBelow(head: TableHead, cells: readonly DocxCell[]): boolean {
    if (head.kind === 'grid') {
      const values = gridValues(head, cells);
      for (const [field, text] of values ?? []) {
        this.known.add(field.id);
        this.main.set(field, text);
      }
      return values !== null;
    }
    if (!cells.some(({ column }) => head.fields.has(column)) || tableHead(this.form, head.section, cells)) {
      return false;
    }
    if (cells.every(({ text }) => fieldsFor(this.form, head.section, text).length === 0)) {
      const sheet = new Sheet();
      for (const { column, text } of cells) {
        const field = head.fields.get(column);
        if (field) {
          this.known.add(field.id);
          sheet.set(field, text);
        }
      }
      this.groups.set(head.section.id, [...(this.groups.get(head.section.id) ?? []), sheet]);
      return true;
    }
    return false;
  }

  /** Options of a choice that stand in cells of their own behind the first. */
  private optionsFrom(
    [field]: readonly Field[],
    cells: readonly DocxCell[],
    labels: readonly (readonly Field[])[],
    index: number,
  ): string[] {
    const options = field?.options ?? [];
    const more: string[] = [];
    for (let at = index + 1; at < cells.length && labels[at]!.length === 0; at += 1) {
      const { text } = cells[at]!;
      if (!options.some(({ value }) => text.includes(value))) break;
      more.push(text);
    }
    return more;
  }

  /** A name written into the place of「（单位名称）」beside the labels of its block. */
  private fillTitle(group: FormSection, text: string, answered: boolean): void {
    const title = group.fields[0]!;
    if (!answered && !this.sheet(group).met.has(title.id)) {
      this.sheet(group).met.add(title.id);
      this.fill([title], text.replace(`（${title.label}）`, ''));
    }
  }

  /** A label that was met already opens the next entry of a group. */
  private meet(group: FormSection | null, fields: readonly Field[]): void {
    if (group && (!this.groups.has(group.id) || fields.some(field => this.sheet(group).met.has(field.id)))) {
      this.groups.set(group.id, [...(this.groups.get(group.id) ?? []), new Sheet()]);
    }
    const sheet = this.sheet(group);
    for (const field of fields) {
      sheet.met.add(field.id);
      this.known.add(field.id);
    }
  }

  private fill(fields: readonly Field[], text: string): void {
    const sheet = this.sheet(typeof this.place === 'object' && this.place.repeat ? this.place : null);
    if (fields.length === 1) {
      sheet.set(fields[0]!, text);
    } else {
      setCombined(sheet, fields, text);
    }
  }

  private sheet(group: FormSection | null): Sheet {
    return (group && this.groups.get(group.id)?.at(-1)) ?? this.main;
  }

  /** `null`: not one label or heading of the form is in it. */
  likeness(): Likeness | null {
    const single = this.form.sections.flatMap(section => (section.repeat ? [] : section.fields));
    const most = single.filter(({ id }) => this.known.has(id)).length * 2 > single.length;
    if (most || (this.titled && this.known.size > 0)) return 'form';
    return this.headed || this.known.size > 0 ? 'partly' : null;
  }

  result(likeness: Likeness): FormReading {
    const filled = [...this.groups].flatMap(([id, sheets]) =>
      sheets
        .filter(sheet => sheet.values.size > 0)
        .map((sheet, index) => ({ sheet, prefix: `${id}.${index}.` })),
    );
    const all = [{ sheet: this.main, prefix: '' }, ...filled];
    return {
      likeness,
      values: Object.fromEntries(
        all.flatMap(({ sheet, prefix }) => [...sheet.values].map(([id, value]) => [`${prefix}${id}`, value])),
      ),
      doubtful: all.flatMap(({ sheet, prefix }) => [...sheet.doubtful].map(id => `${prefix}${id}`)),
    };
  }
}

/**
 * Reads a filled .docx of the office's form, ours or the blank one filled in by hand, by its labels. Values are as
 * written; the engine validates them like anything a person types. Issues: those of `readDocx`, and
 * `file:not-the-form` when not one label or heading of the form is in it.
 */
export const readForm = async (bytes: Uint8Array, form: Form): Promise<Result<FormReading>> => {
  const parts = readDocx(bytes);
  if (!parts.ok) {
    return parts;
  }
  const reader = new FormReader(form);
  for (const part of parts.value) {
    reader.read(part);
  }
  const likeness = reader.likeness();
  return likeness
    ? { ok: true, value: reader.result(likeness) }
    : {
        ok: false,
        issues: [{ code: 'file:not-the-form', message: `在文件中没有找到《${form.title}》的栏目。` }],
      };
};
