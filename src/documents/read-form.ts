import type { Result } from '../model/issue.ts';
import { traitsOf } from '../model/pack/field-kinds.ts';
import type { Field, Form, FormSection } from '../model/pack/form.ts';
import { readBoxes } from './boxes.ts';
import { type DocxCell, type DocxPart, readDocx } from './docx-text.ts';
import { printable } from './form-data.ts';
import { type FormPlace, fieldsFor, placeOf } from './form-labels.ts';

export interface FormReading {
  /** Field id -> what is written there; `group.index.field` for repeating groups. Not yet validated. */
  readonly values: Readonly<Record<string, string>>;
  /** Keys to be confirmed: two places disagree, several boxes are ticked, a cell could not be divided. */
  readonly doubtful: readonly string[];
}

/** Without line breaks made to fit a cell, and without the underscores that a blank is printed with. */
const oneLine = (text: string): string =>
  text
    .replace(/\s*\n\s*/g, '')
    .replace(/^[_＿]{2,}|[_＿]{2,}$/g, '')
    .trim();

/** Nothing but what a printed blank holds: 「年  月  日」. */
const isBlank = (value: string, printed: string): boolean =>
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
    const boxes = traits.choose ? readBoxes(field, text) : null;
    const value = boxes ? boxes.value : traits.lines === 'many' ? text : oneLine(text);
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
  /(?<!\d)(?:(?:\+?86[-\s]?)?1[3-9]\d(?:[-\s]?\d{4}){2}|[(（]?0\d{2,3}[)）]?[-—－–\s]*\d{7,8}(?:[-—转]\d{1,6})?|400(?:[-\s]?\d){7}|\d{7,8})(?!\d)/;

/** Divides「张三 023-58220000」between the two fields of a combined label. */
const setCombined = (sheet: Sheet, fields: readonly Field[], text: string): void => {
  const phone = fields.find(field => traitsOf(field).personal === 'number');
  const other = fields.find(field => field !== phone);
  const found = phoneShape.exec(text);
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

class FormReader {
  private readonly form: Form;
  private readonly main = new Sheet();
  private readonly groups = new Map<string, Sheet[]>();
  private place: FormPlace = 'cover';
  /** Labels that stand above their answers: column -> fields. */
  private above = new Map<number, readonly Field[]>();
  recognised = false;

  constructor(form: Form) {
    this.form = form;
  }

  read(part: DocxPart): void {
    const place = this.heading(part);
    if (place !== undefined) {
      this.recognised ||= typeof place === 'object';
      this.place = place;
      this.above.clear();
    } else if (part.kind === 'row') {
      this.readRow(part.cells);
    } else {
      this.readLine(part.text);
    }
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
      this.fill(fields, rest.join('：'));
    }
  }

  private readRow(cells: readonly DocxCell[]): void {
    const labels = cells.map(cell => fieldsFor(this.form, this.place, cell.text));
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
        this.fill(asked, cell.text);
      } else {
        this.readLine(cell.text);
      }
    });
    if (group && labels[0]?.length === 0 && labels.slice(1).some(fields => fields.length > 0)) {
      this.fillTitle(group, cells[0]!.text, above.has(cells[0]!.column));
    }
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
    }
    this.recognised = true;
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

  result(): FormReading {
    const filled = [...this.groups].flatMap(([id, sheets]) =>
      sheets
        .filter(sheet => sheet.values.size > 0)
        .map((sheet, index) => ({ sheet, prefix: `${id}.${index}.` })),
    );
    const all = [{ sheet: this.main, prefix: '' }, ...filled];
    return {
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
  const parts = await readDocx(bytes);
  if (!parts.ok) {
    return parts;
  }
  const reader = new FormReader(form);
  for (const part of parts.value) {
    reader.read(part);
  }
  return reader.recognised
    ? { ok: true, value: reader.result() }
    : {
        ok: false,
        issues: [{ code: 'file:not-the-form', message: `在文件中没有找到《${form.title}》的栏目。` }],
      };
};
