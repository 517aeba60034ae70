import type { BlankRow, ChecklistRow, ChecklistView } from '../house.ts';
import type { Seat } from '../wire.ts';
import { getJson } from './api.ts';
import { byId, el, said } from './dom.ts';
import { drawnPanel } from './drawn-panel.ts';
import type { Cite } from './message.ts';
import { printButton } from './print.ts';

/** Send a file as a paper of the checklist. */
type Send = (file: File, paper: string) => void;

const howWords = { generated: '系统生成', prepared: '本单位编写', obtained: '向他人取得' } as const;
const stateWords = { done: '已备', todo: '待办', later: '暂不需要' } as const;
const blankWords = { signature: '签名', seal: '盖章', opinion: '意见' } as const;

const citesOf = (cites: ChecklistRow['cites'], cite: Cite): HTMLElement =>
  el(
    'p',
    { class: 'cites' },
    '依据：',
    ...cites.map(({ clause, quote }) =>
      el(
        'button',
        {
          type: 'button',
          class: 'link',
          click: event => cite(clause, quote ?? '', event.currentTarget as HTMLElement),
        },
        clause,
      ),
    ),
  );

/** Sends a file as this paper. */
const uploadOf = ({ id, title }: ChecklistRow, send: Send): HTMLElement[] => {
  const picker = el('input', {
    type: 'file',
    hidden: true,
    tabindex: '-1',
    'aria-hidden': 'true',
    change: () => {
      for (const file of picker.files ?? []) send(file, id);
      picker.value = '';
    },
  });
  return [
    picker,
    el(
      'button',
      { type: 'button', class: 'upload', 'aria-label': `上传：${title}`, click: () => picker.click() },
      '上传',
    ),
  ];
};

const itemOf = (row: ChecklistRow, cite: Cite, send: Send): HTMLElement =>
  el(
    'li',
    { class: `paper ${row.state}` },
    el(
      'div',
      { class: 'paper-head' },
      el('strong', {}, row.title),
      el('span', { class: `chip ${row.state}` }, stateWords[row.state]),
    ),
    el(
      'p',
      { class: 'how' },
      howWords[row.how],
      row.files.length > 0 ? `　已收到：${row.files.join('、')}` : '',
    ),
    row.points.length > 0 &&
      el(
        'details',
        {},
        el('summary', {}, `应包括 ${row.points.length} 项内容`),
        el('ol', {}, ...row.points.map(point => el('li', {}, point.text))),
      ),
    row.note ? el('p', { class: 'note' }, row.note) : null,
    row.cites.length > 0 && citesOf(row.cites, cite),
    ...(row.takes ? uploadOf(row, send) : []),
  );

const blankOf = (row: BlankRow, cite: Cite): HTMLElement =>
  el(
    'li',
    { class: 'paper' },
    el(
      'div',
      { class: 'paper-head' },
      el('strong', {}, row.title),
      el('span', { class: 'chip' }, blankWords[row.kind]),
    ),
    el('p', { class: 'how' }, `由${row.by}完成`),
    row.note ? el('p', { class: 'note' }, row.note) : null,
    row.cites.length > 0 && citesOf(row.cites, cite),
  );

/** What to hand in and which signatures and seals to obtain, as things stand for this person. */
export const createChecklist = (seat: () => Seat, visible: () => boolean, cite: Cite, send: Send) => {
  const panel = byId('panel-checklist');
  return drawnPanel(panel, visible, '正在载入清单…', async () => {
    const view = await getJson<ChecklistView>(`/api/checklist?seat=${seat()}`);
    const ready = view.items.filter(item => item.state === 'done').length;
    const needed = view.items.filter(item => item.state !== 'later').length;
    panel.replaceChildren(
      el('div', { class: 'panel-head' }, el('h2', {}, '应交材料'), printButton('打印', '.panel')),
      el('p', { class: 'panel-note' }, `需要 ${needed} 项，已备 ${ready} 项。`),
      el('ul', { class: 'papers' }, ...view.items.map(item => itemOf(item, cite, send))),
      ...(view.waiting.length > 0
        ? [
            el(
              'p',
              { class: 'note waiting' },
              '还没有说明用途，请在对话中选择：',
              said(view.waiting.join('、')),
            ),
          ]
        : []),
      ...(view.others.length > 0
        ? [el('p', { class: 'note' }, '其他已收到的文件：', said(view.others.join('、')))]
        : []),
      el('h2', {}, '签字与盖章'),
      el('p', { class: 'panel-note' }, '请按以下顺序办理。'),
      el('ol', { class: 'papers numbered' }, ...view.blanks.map(blank => blankOf(blank, cite))),
    );
  });
};
