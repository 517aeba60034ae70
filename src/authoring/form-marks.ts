import { sealed } from './form-cells.ts';
import { appended, type Change, type Line, rewritten } from './form-paper.ts';
import type { FoundBlank, FoundField, FoundSection } from './found-form.ts';
import { boxesIn, dayRange, guessKind, plainLabel } from './label-kind.ts';
import type { Edit } from './located-xml.ts';

/** Names that mean something else in a template. */
const taken = new Set(['mark', 'n', 'left', 'right', 'lines', 'box', 'pairs']);

/** What has been found of a form so far, and the marks that go into it. */
export class FormMarks {
  readonly sections: FoundSection[] = [{ title: '封面', fields: [] }];
  readonly blanks: FoundBlank[] = [];
  readonly left: string[] = [];
  readonly edits: Edit[] = [];
  readonly #ids = new Set<string>(taken);
  /** Tables begun so far. */
  tables = 0;

  /** Where fields go that are found now. */
  get section(): FoundSection {
    return this.sections.at(-1)!;
  }

  id(label: string): string {
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
  again(label: string, context: string, kind: FoundField['kind']): FoundField | undefined {
    const [cover] = this.sections;
    if (context !== '' || this.tables === 0 || this.section.repeat) return undefined;
    const here = `表${this.tables}第`;
    const same = cover!.fields.filter(field => field.label === label && field.kind === kind);
    return same.length === 1 && !same[0]!.place.startsWith(here) ? same[0] : undefined;
  }

  /** A label of the form that stands a second time says whose it is. */
  field(label: string, cell: string, context: string, place: string): FoundField {
    const same = this.section.fields.some(field => field.label === label);
    const shown = same && context !== '' && context !== label ? `${label}（${context}）` : label;
    const again = this.section.fields.some(field => field.label === shown);
    const id = this.id(context !== '' && this.#ids.has(label) ? `${context}${label}` : label);
    return { ...guessKind(label, cell), id, label: again ? `${shown}（${id}）` : shown, place };
  }

  /** Marks go behind the boxes of a cell, over its blanks, or into its first empty line. */
  write(field: FoundField, lines: readonly Line[]): void {
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
    const date = /[\s_＿　]*年[\s_＿　]*月(?:[\s_＿　]*日)?/u.exec(line.text);
    // Of two days both: what is asked is when it began and when it ended.
    const blank =
      (dayRange.test(line.text) ? /^.*$/u.exec(line.text) : date) ?? /[_＿]{2,}|[\s　]{2,}/u.exec(line.text);
    if (blank && line.pieces.length > 0)
      this.edits.push(
        ...rewritten(line, [{ from: blank.index, to: blank.index + blank[0].length, by: `【${field.id}】` }]),
      );
    else if (line.text.trim() !== '' && line.pieces[0])
      this.edits.push(...rewritten(line, [{ from: 0, to: 1, by: `【${field.id}】${line.text[0]}` }]));
    else this.edits.push(appended(line, `【${field.id}】`));
  }

  open(title: string): void {
    this.sections.push({ title: title.trim().replace(/[:：]\s*$/u, ''), fields: [] });
  }

  blank(text: string, label: string): void {
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
}
