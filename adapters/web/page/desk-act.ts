import type { CaseAction, CaseView } from '../../../src/model/desk.ts';
import type { Block } from '../../../src/model/message.ts';
import type { ActGiven } from '../desk/house.ts';
import { sendJson, wordsOf } from './api.ts';
import { onceClosed } from './dialog.ts';
import { byId, el } from './dom.ts';
import { blockOf } from './message.ts';

/** How soon after the last key the preview follows, in milliseconds. */
const settleMs = 300;

type Given = Omit<ActGiven, 'token'>;

/** What the dialog asks for, and what was given so far; null: something is missing. */
interface Asking {
  readonly elements: readonly HTMLElement[];
  given(): Given | null;
}

const records = (action: CaseAction, changed: () => void): Asking => {
  const inputs = action.records.map(record => ({
    record,
    input: el('textarea', {
      rows: '2',
      id: `record-${record.id}`,
      placeholder: record.example ? `例如：${record.example}` : '',
      maxlength: '500',
      input: changed,
    }),
  }));
  return {
    elements: inputs.map(({ record, input }) =>
      el(
        'div',
        { class: 'ask' },
        el(
          'label',
          { for: `record-${record.id}` },
          record.required ? record.label : `${record.label}（可不填）`,
        ),
        input,
      ),
    ),
    given: () => {
      const given = Object.fromEntries(
        inputs.flatMap(({ record, input }) =>
          input.value.trim() === '' ? [] : [[record.id, input.value.trim()]],
        ),
      );
      return inputs.every(({ record }) => !record.required || record.id in given) ? { records: given } : null;
    },
  };
};

const reason = (view: CaseView, label: string, changed: () => void, optional: boolean): Asking => {
  const typed = el('textarea', {
    rows: '3',
    id: 'act-reason',
    maxlength: '500',
    input: () => {
      if (typed.value.trim() !== '') for (const radio of radios) radio.checked = false;
      changed();
    },
  });
  const radios = view.reasons.map(({ id }) =>
    el('input', {
      type: 'radio',
      name: 'act-reason',
      value: id,
      change: () => {
        typed.value = '';
        changed();
      },
    }),
  );
  return {
    elements: [
      el(
        'fieldset',
        { class: 'why' },
        el('legend', {}, label),
        ...view.reasons.map(({ text }, index) => el('label', {}, radios[index]!, ` ${text}`)),
        el('label', { for: 'act-reason' }, '其他理由'),
        typed,
      ),
    ],
    given: () => {
      const prepared = radios.find(({ checked }) => checked)?.value;
      const words = typed.value.trim();
      if (prepared !== undefined) return { reason: { prepared } };
      if (words !== '') return { reason: { typed: words } };
      return optional ? {} : null;
    },
  };
};

const person = (action: CaseAction, changed: () => void): Asking => {
  const select = el(
    'select',
    { id: 'act-person', change: changed },
    ...action.people.map(({ actor, name }) => el('option', { value: actor }, name)),
  );
  return {
    elements: [
      action.people.length === 0
        ? el('p', {}, '目前没有其他可以办理的人员。')
        : el('div', { class: 'ask' }, el('label', { for: 'act-person' }, action.label), select),
    ],
    given: () => (select.value === '' ? null : { person: select.value }),
  };
};

const nothing: Asking = { elements: [], given: () => ({}) };

const askingFor = (
  action: CaseAction,
  view: CaseView,
  fields: NonNullable<ActGiven['fields']>,
  changed: () => void,
): Asking => {
  switch (action.needs) {
    case 'records':
      return records(action, changed);
    case 'fields': {
      const some = Object.keys(fields).length > 0;
      const whole = reason(view, some ? '另附整体理由（可不填）' : '整份退回的理由', changed, some);
      return {
        elements: whole.elements,
        given: () => {
          const given = whole.given();
          return given && { ...given, ...(some ? { fields } : {}) };
        },
      };
    }
    case 'reason':
      return reason(view, '理由', changed, false);
    case 'person':
      return person(action, changed);
    case 'nothing':
      return nothing;
    default:
      return action.needs satisfies never;
  }
};

const deciding = ({ needs }: CaseAction): boolean => ['records', 'fields', 'reason'].includes(needs);

/**
 * Ask for what an act needs, show what the applicant will read of it, and let it be confirmed. Resolves with what was
 * given, or null when it was left.
 */
export const askAct = (
  action: CaseAction,
  view: CaseView,
  fields: NonNullable<ActGiven['fields']>,
): Promise<Given | null> => {
  const dialog = byId('act') as HTMLDialogElement;
  const preview = el('div', { class: 'preview' });
  const trouble = el('p', { class: 'trouble', role: 'alert' });
  const confirm = el(
    'button',
    { type: 'submit', class: action.style === 'danger' ? 'danger' : 'primary' },
    `确定${action.label}`,
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  let round = 0;

  const showPreview = async () => {
    const given = asking.given();
    round += 1;
    const mine = round;
    if (!deciding(action)) return;
    if (!given) {
      preview.replaceChildren(el('p', { class: 'panel-note' }, '填好后，这里显示申报单位将看到的内容。'));
      return;
    }
    try {
      const { blocks } = await sendJson<{ blocks: readonly Block[] | null }>('POST', '/api/desk/preview', {
        number: view.row.number,
        token: action.token,
        ...given,
      });
      if (mine !== round) return;
      preview.replaceChildren(
        ...(blocks?.map(block => blockOf(block, null)) ?? [
          el('p', { class: 'trouble' }, '内容不合要求，请检查格式和文字。'),
        ]),
      );
    } catch (error) {
      if (mine === round) preview.replaceChildren(el('p', { class: 'trouble' }, wordsOf(error)));
    }
  };
  const changed = () => {
    trouble.textContent = '';
    clearTimeout(timer);
    timer = setTimeout(() => void showPreview(), settleMs);
  };
  const asking = askingFor(action, view, fields, changed);

  return new Promise(resolve => {
    let result: Given | null = null;
    const form = el(
      'form',
      {
        submit: event => {
          event.preventDefault();
          const given = asking.given();
          if (!given) {
            trouble.textContent = action.needs === 'person' ? '请选择一位同事。' : '请把内容填写完整。';
            return;
          }
          result = given;
          dialog.close();
        },
      },
      el('h2', { id: 'act-title' }, `${action.label}：${view.row.unit}`),
      ...asking.elements,
      deciding(action) && el('h3', {}, '申报单位将看到'),
      deciding(action) && preview,
      trouble,
      el(
        'div',
        { class: 'confirm-buttons' },
        el('button', { type: 'button', click: () => dialog.close() }, '取消'),
        confirm,
      ),
    );
    dialog.replaceChildren(form);
    onceClosed(dialog, () => resolve(result));
    dialog.showModal();
    const first = form.querySelector<HTMLElement>('textarea, select');
    (first ?? confirm).focus();
    void showPreview();
  });
};
