import { readDocx } from '../documents/docx-text.ts';
import type { Form } from '../model/pack/form.ts';
import { tagDelimiters } from '../model/pack/template-tags.ts';

/** A mark of a template without its delimiters, and where it stands, in words for the author. */
interface Placed {
  readonly mark: string;
  readonly place: string;
}

const shortest = (text: string, most: number): string => text.replace(/\s/gu, '').slice(0, most);

const placedIn = (template: Uint8Array): Placed[] => {
  const parts = readDocx(template);
  if (!parts.ok) return [];
  const marked = new RegExp(`${tagDelimiters.start}([^${tagDelimiters.end}]+)${tagDelimiters.end}`, 'gu');
  const marksIn = (text: string) => [...text.matchAll(marked)].map(([, mark]) => mark!.trim());
  let row = 0;
  return parts.value.flatMap((part): Placed[] => {
    if (part.kind === 'paragraph') {
      const around = shortest(part.text.replace(marked, '＿＿'), 24);
      return marksIn(part.text).map(mark => ({ mark, place: `表外“${around}”` }));
    }
    row += 1;
    return part.cells.flatMap((cell, index) => {
      const label = shortest(part.cells[index - 1]?.text ?? '', 16);
      const beside = label === '' || label.includes(tagDelimiters.start) ? '' : `“${label}”旁边`;
      return marksIn(cell.text).map(mark => ({ mark, place: `表格第${row}行第${index + 1}格${beside}` }));
    });
  });
};

/** The field a mark prints: 【lines.a】, 【box.a.甲】 and 【part.2.a】 are all of a; null for what prints no field. */
const fieldOf = (mark: string): { readonly group: string | null; readonly field: string } | null => {
  if (/^[#/^]/u.test(mark) && !mark.startsWith('#lines.')) return null;
  const [first = '', ...rest] = mark.replace(/^#?(?:lines|box)\./u, '').split('.');
  const entry = rest[0] !== undefined && /^\d+$/u.test(rest[0]) && rest[1] !== undefined;
  return entry ? { group: first, field: rest[1]! } : { group: null, field: first };
};

/** Line by line which field of the form is printed where: 单位名称：表格第3行第2格“单位名称”旁边. */
export const fieldPlaces = (form: Form, template: Uint8Array): string[] => {
  const placed = placedIn(template).flatMap(({ mark, place }) => {
    const of = fieldOf(mark);
    return of ? [{ ...of, place }] : [];
  });
  return form.sections.flatMap(section =>
    section.fields.map(field => {
      const places = placed
        .filter(one => one.field === field.id && (one.group === null || one.group === section.id))
        .map(({ place }) => place);
      const distinct = [...new Set(places)];
      const shown =
        distinct.length > 3
          ? `${distinct.slice(0, 2).join('、')}等 ${distinct.length} 处`
          : distinct.join('、');
      const name = section.repeat ? `${section.repeat.item}·${field.label}` : field.label;
      return `${name}：${shown === '' ? '没有填进模板' : shown}`;
    }),
  );
};
