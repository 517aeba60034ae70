import type { CaseLine, CaseView } from '../../../src/model/desk.ts';
import type { ActGiven } from '../desk/house.ts';
import { el, said } from './dom.ts';
import { wordDiff } from './word-diff.ts';

type Fields = NonNullable<ActGiven['fields']>;

const tags = { same: 'span', gone: 'del', new: 'ins' } as const;

/** The value, with what changed since the round before marked word by word. */
const contentOf = ({ value, before }: CaseLine): HTMLElement =>
  before === undefined
    ? el('div', { class: 'value' }, value === '' ? '—' : said(value))
    : el(
        'div',
        { class: 'value' },
        el('bdi', {}, ...wordDiff(before, value).map(({ kind, text }) => el(tags[kind], {}, text))),
      );

/** The form as the office prints it, line by line; where it may be returned, every line can be ticked with a reason. */
export const createCaseForm = (view: CaseView, returnable: boolean, changed: () => void) => {
  const reasons = new Map<string, () => { prepared: string } | { typed: string } | null>();

  const reasonBox = (line: CaseLine, done: () => void): HTMLElement => {
    const name = `why-${line.field}`;
    const typed = el('textarea', {
      rows: '2',
      placeholder: '或写明需要怎样补正',
      'aria-label': `${line.name}：补正理由`,
      maxlength: '500',
      input: () => {
        if (typed.value.trim() !== '') for (const radio of radios) radio.checked = false;
        done();
      },
    });
    const radios = line.reasons.map(({ id }) =>
      el('input', {
        type: 'radio',
        name,
        value: id,
        change: () => {
          typed.value = '';
          done();
        },
      }),
    );
    reasons.set(line.field, () => {
      const chosen = radios.find(({ checked }) => checked)?.value;
      if (chosen !== undefined) return { prepared: chosen };
      const words = typed.value.trim();
      return words === '' ? null : { typed: words };
    });
    return el(
      'fieldset',
      { class: 'why' },
      el('legend', {}, '补正理由'),
      ...line.reasons.map(({ text }, index) => el('label', {}, radios[index]!, ` ${text}`)),
      typed,
    );
  };

  const rowOf = (line: CaseLine): HTMLElement => {
    const place = el('div', { class: 'why-place' });
    const box = el('input', {
      type: 'checkbox',
      'aria-label': `退回：${line.name}`,
      change: () => {
        if (box.checked) place.replaceChildren(reasonBox(line, changed));
        else {
          reasons.delete(line.field);
          place.replaceChildren();
        }
        row.classList.toggle('ticked', box.checked);
        changed();
        if (box.checked) place.querySelector('input')?.focus();
      },
    });
    const row = el(
      'div',
      { class: `form-line${line.before === undefined ? '' : ' altered'}`, 'data-field': line.field },
      returnable &&
        el('label', { class: 'tick' }, box, el('span', { class: 'hidden' }, `退回：${line.name}`)),
      el('div', { class: 'label' }, line.label),
      el(
        'div',
        { class: 'cell' },
        contentOf(line),
        line.asked !== undefined &&
          el(
            'p',
            { class: 'asked' },
            line.before === undefined ? '上次要求补正，未修改：' : '上次要求补正：',
            said(line.asked),
          ),
        place,
      ),
    );
    return row;
  };

  const element = el(
    'div',
    { class: 'printed' },
    ...view.sections.map(({ title, lines }) =>
      el('section', {}, el('h3', {}, title), el('div', { class: 'form-table' }, ...lines.map(rowOf))),
    ),
  );
  return {
    element,
    get ticked(): number {
      return reasons.size;
    },
    /** Field -> reason; null while a ticked one has none. */
    fields(): Fields | null {
      const given: Fields = {};
      for (const [field, reason] of reasons) {
        const why = reason();
        if (!why) return null;
        given[field] = why;
      }
      return given;
    },
    /** Bring the first ticked line without a reason into view. */
    showOpen(): void {
      const open = [...reasons].find(([, reason]) => reason() === null)?.[0];
      const row = element.querySelector<HTMLElement>(`[data-field="${CSS.escape(open ?? '')}"]`);
      row?.scrollIntoView({ block: 'center' });
      row?.querySelector<HTMLElement>('textarea')?.focus();
    },
  };
};
export type CaseForm = ReturnType<typeof createCaseForm>;
