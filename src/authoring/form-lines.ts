import { heading, longestLabel, sealed } from './form-cells.ts';
import type { FormMarks } from './form-marks.ts';
import { appended, BOX, type Change, type Line, rewritten } from './form-paper.ts';
import { plainLabel } from './label-kind.ts';

/** What single lines ask, on the cover, between tables and inside cells. */

/** `单位名称：______ 联系电话：______`, on the cover or in a cell. True when something was found. */
export const findInline = (
  form: FormMarks,
  line: Line,
  place: string,
  context: string,
  open: boolean,
): boolean => {
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
      const field = form.field(label, upto > 0 ? rest.slice(0, upto) : rest, context, place);
      if (!field.options) continue;
      form.section.fields.push(field);
      form.write(field, [line]);
      fields += 1;
      continue;
    }
    if (blank.length < 2 && !(last && open)) continue;
    const field = form.field(label, blank, context, place);
    form.section.fields.push(field);
    fields += 1;
    const from = match.index + match[0].length - blank.length;
    if (
      blank.length > 0 &&
      line.pieces.some(piece => piece.from < from + blank.length && piece.from + piece.text.length > from)
    )
      changes.push({ from, to: from + blank.length, by: `【${field.id}】` });
    else if (last) form.edits.push(appended(line, `【${field.id}】`));
  }
  if (changes.length > 0) form.edits.push(...rewritten(line, changes));
  return fields > 0;
};

/** A rule in front of each label instead of behind it: `______学院______专业______班级`. */
const ruledBefore = ({ text, pieces }: Line): boolean => {
  const [first] = pieces;
  return (
    first !== undefined &&
    /^[ 　_＿\u2002\u2003]{3,}/u.test(text) &&
    /<w:u\s/u.test(first.properties) &&
    /\p{Script=Han}\s*$/u.test(text)
  );
};

/** `项目负责人          ` on the cover: labels and underlined blanks, with no colon between them. */
export const findRuled = (form: FormMarks, line: Line): boolean => {
  const before = ruledBefore(line);
  const found = [
    ...line.text.matchAll(
      before
        ? /(?<blank>[ 　_＿\u2002\u2003]{3,})(?<label>[\p{Script=Han}、]{2,14}\d?)/gu
        : /(?<label>[\p{Script=Han}、]{2,14}\d?)(?<blank>[ 　_＿\u2002\u2003]{5,}(?:年\s*月\s*日[ 　]*)?)/gu,
    ),
  ];
  const changes: Change[] = [];
  for (const match of found) {
    const { label: printed = '', blank = '' } = match.groups ?? {};
    const label = plainLabel(printed);
    if (sealed.test(label) || /附件|说明|制表$/u.test(label)) continue;
    const field = form.field(label, blank, '', '表外');
    form.section.fields.push(field);
    const from = match.index + (before ? 0 : printed.length);
    changes.push({ from, to: from + blank.length, by: `  【${field.id}】  ` });
  }
  if (changes.length > 0) form.edits.push(...rewritten(line, changes));
  if (before || changes.length === 0) return changes.length > 0;
  // The last one of several has the rest of the line.
  const last = line.text.slice(changes.at(-1)!.to).trim();
  if (/^\p{Script=Han}{2,6}$/u.test(last) && !sealed.test(last)) {
    const field = form.field(last, '', '', '表外');
    form.section.fields.push(field);
    form.edits.push(appended(line, `  【${field.id}】`));
  }
  return true;
};

export const findInLine = (form: FormMarks, line: Line): void => {
  const { text } = line;
  if (sealed.test(text)) {
    // A sentence about signing is no place for it.
    if (/^[\s　]*(?:注|本|请|说明|备注)[^\n]{20}/u.test(text)) return;
    if (!/[，,。；]/u.test(text) || /[\s　]{3,}|年[\s　]*月/u.test(text.trim())) form.blank(text, '');
  } else if (heading.test(text)) form.open(text);
  else {
    const open = form.tables === 0 && text.length <= 40;
    if (!findInline(form, line, '表外', '', open) && form.tables === 0 && !/[：:。，]/u.test(text))
      findRuled(form, line);
  }
};

/** A heading with empty lines below it, and nothing else: it is itself what is asked. True when it is. */
export const findRoom = (form: FormMarks, title: string, below: readonly Line[], place: string): boolean => {
  if (below.length < 1 || title.includes(BOX) || below.some(({ text }) => text.trim() !== '')) return false;
  const label = plainLabel(title.replace(/^\s*[一二三四五六七八九十]+、/u, '').split(/[（(：:]/u)[0]!);
  if (label.length < 2 || label.length > longestLabel || /说明|须知|承诺|意见/u.test(label)) return false;
  const field = { ...form.field(label, '', '', place), kind: 'paragraph' as const, because: null };
  form.section.fields.push(field);
  form.edits.push(appended(below[0]!, `【${field.id}】`));
  return true;
};

/** `1．已有基础：` with an empty line below, in the cell of a heading: each is asked by itself. */
export const findPrompts = (form: FormMarks, lines: readonly Line[], place: string): void => {
  for (const [at, { text }] of lines.entries()) {
    const below = lines[at + 1];
    const [, label] =
      /^[\s　]*(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)])?\s?([^：:。；□]{2,30})[：:][\s　]*$/u.exec(text) ?? [];
    if (label === undefined || !below || below.text.trim() !== '' || sealed.test(text)) continue;
    const field = {
      ...form.field(plainLabel(label), '', '', place),
      kind: 'paragraph' as const,
      because: null,
    };
    form.section.fields.push(field);
    form.edits.push(appended(below, `【${field.id}】`));
  }
};
