import type { CaseRow, InboxView } from '../../../src/model/desk.ts';
import { type Filter, filtered, type Scope, type SortBy } from './desk-filter.ts';
import { el, said } from './dom.ts';

/** Rows drawn at a time: as many as anybody reads before she filters. */
const rowsAtOnce = 100;

const scopes: readonly (readonly [Scope, string])[] = [
  ['mine', '待我办理'],
  ['open', '全部在办'],
  ['all', '全部申请'],
];
const sorts: readonly (readonly [SortBy, string])[] = [
  ['waiting', '等候最久'],
  ['submitted', '最近提交'],
  ['unit', '单位名称'],
];
const onlies = [
  ['overdue', '超过时限'],
  ['changed', '补正有修改'],
  ['missing', '材料不齐'],
] as const;

const waitingWords = (row: CaseRow): string =>
  row.waiting === null ? '' : `已等 ${row.waiting} 个工作日 / ${row.limit}`;

const rowOf = (row: CaseRow): HTMLElement =>
  el(
    'tr',
    { 'data-number': row.number, class: row.mine ? 'own' : '' },
    el(
      'td',
      { class: 'unit' },
      el('a', { href: `#case/${row.number}` }, said(row.unit)),
      el('span', { class: 'sub' }, said(row.subject)),
    ),
    el('td', { class: 'number' }, row.number),
    el('td', {}, said(row.domain)),
    el('td', {}, row.standing, row.round > 1 && el('span', { class: 'chip' }, `第 ${row.round} 次提交`)),
    el(
      'td',
      { class: row.late ? 'late' : '' },
      waitingWords(row),
      row.late && el('span', { class: 'chip todo' }, '超过时限'),
    ),
    el(
      'td',
      { class: 'marks' },
      row.changed.length > 0 && el('span', { class: 'chip' }, `改了 ${row.changed.length} 处`),
      row.missing.length > 0 &&
        el('span', { class: 'chip todo', title: row.missing.join('、') }, `缺 ${row.missing.length} 项材料`),
    ),
    el('td', { class: 'when' }, row.submitted),
  );

/** The list of cases: counts by stage, filters, search, and the keyboard. */
export const createInbox = () => {
  let view: InboxView = { rows: [], stages: [] };
  let filter: Filter = { scope: 'mine', stage: null, search: '', sort: 'waiting', only: null };
  let shown: CaseRow[] = [];
  let drawn = rowsAtOnce;

  const search = el('input', {
    type: 'search',
    id: 'inbox-search',
    placeholder: '按单位、中心名称、编号、领域查找',
    'aria-label': '查找申请',
    input: () => set({ search: search.value }),
  });
  const sort = el(
    'select',
    { 'aria-label': '排序', change: () => set({ sort: sort.value as SortBy }) },
    ...sorts.map(([value, label]) => el('option', { value }, label)),
  );
  const scopeRow = el('div', { class: 'pills', role: 'group', 'aria-label': '范围' });
  const stageRow = el('div', { class: 'stages', role: 'group', 'aria-label': '环节' });
  const onlyRow = el('div', { class: 'pills', role: 'group', 'aria-label': '只看' });
  const count = el('p', { class: 'panel-note', role: 'status' });
  const body = el('tbody');
  const more = el(
    'button',
    {
      type: 'button',
      hidden: true,
      click: () => {
        drawn += rowsAtOnce;
        drawRows();
      },
    },
    '再显示一些',
  );
  const heads = ['申报单位', '编号', '领域', '状态', '等候', '提示', '提交时间'];
  const table = el(
    'table',
    { class: 'inbox' },
    el('caption', { class: 'hidden' }, '申请列表'),
    el('thead', {}, el('tr', {}, ...heads.map(head => el('th', { scope: 'col' }, head)))),
    body,
  );

  const pill = (label: string, on: boolean, number: number | null, press: () => void): HTMLElement =>
    el(
      'button',
      { type: 'button', 'aria-pressed': String(on), click: press },
      label,
      number === null ? null : el('span', { class: 'count' }, ` ${number}`),
    );

  const drawRows = () => {
    body.replaceChildren(...shown.slice(0, drawn).map(rowOf));
    more.hidden = shown.length <= drawn;
    table.hidden = shown.length === 0;
    count.textContent =
      shown.length > 0
        ? `共 ${shown.length} 件`
        : filter.scope === 'mine' && filter.search === ''
          ? '目前没有等您办理的申请。'
          : '没有符合条件的申请。';
  };
  const drawPills = () => {
    scopeRow.replaceChildren(
      ...scopes.map(([scope, label]) =>
        pill(
          label,
          filter.scope === scope,
          filtered(view.rows, { ...filter, scope, stage: null, search: '', only: null }).length,
          () => set({ scope, stage: null }),
        ),
      ),
    );
    stageRow.replaceChildren(
      ...view.stages.map(({ id, title }) =>
        pill(
          title,
          filter.stage === id,
          filtered(view.rows, { ...filter, stage: id, search: '', only: null }).length,
          () => set({ stage: filter.stage === id ? null : id }),
        ),
      ),
    );
    onlyRow.replaceChildren(
      ...onlies.map(([only, label]) =>
        pill(label, filter.only === only, null, () => set({ only: filter.only === only ? null : only })),
      ),
    );
  };
  const draw = () => {
    shown = filtered(view.rows, filter);
    drawRows();
  };
  const set = (change: Partial<Filter>) => {
    filter = { ...filter, ...change };
    drawn = rowsAtOnce;
    // Typing changes no count.
    if (!('search' in change)) {
      const pressed = document.activeElement?.textContent;
      drawPills();
      for (const button of element.querySelectorAll<HTMLElement>('[aria-pressed]'))
        if (button.textContent === pressed) button.focus();
    }
    draw();
  };

  const element = el(
    'section',
    { class: 'inbox-view', 'aria-labelledby': 'inbox-title' },
    el('h2', { id: 'inbox-title' }, '申请'),
    el('div', { class: 'filters' }, scopeRow, stageRow, el('div', { class: 'find' }, search, sort), onlyRow),
    count,
    table,
    more,
    el('p', { class: 'hint keys' }, '键盘：j k 上下，Enter 打开，/ 查找'),
  );

  const links = () => [...body.querySelectorAll<HTMLAnchorElement>('.unit a')];
  return {
    element,
    /** New rows from the house; what the person set stays. */
    show(next: InboxView): void {
      view = next;
      const focused = document.activeElement?.closest('tr')?.dataset.number;
      drawPills();
      draw();
      if (focused) body.querySelector<HTMLElement>(`[data-number="${focused}"] a`)?.focus();
    },
    /** j and k. */
    move(step: 1 | -1): void {
      const all = links();
      const at = all.indexOf(document.activeElement as HTMLAnchorElement);
      all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))]?.focus();
    },
    find: () => search.focus(),
    focus(number: string): void {
      body.querySelector<HTMLElement>(`[data-number="${number}"] a`)?.focus();
    },
    /** The case after or before this one, as the list stands. */
    beside(number: string, step: 1 | -1): string | null {
      const at = shown.findIndex(row => row.number === number);
      return shown[at + step]?.number ?? null;
    },
    get waiting(): number {
      return view.rows.filter(({ mine }) => mine).length;
    },
  };
};
