import type { SignoffRow } from '../../../src/model/studio.ts';
import { getJson, sendJson, wordsOf } from './api.ts';
import { toast } from './dialog.ts';
import { byId, el } from './dom.ts';
import { wordDiff } from './word-diff.ts';

const changeWords = { changed: '有改动', new: '新增', gone: '已删去' } as const;

const isSigned = ({ name, date }: SignoffRow): boolean => name.trim() !== '' && date !== '';

/** Both texts of a clause with what is gone and what is new. */
const compared = ({ before, after }: SignoffRow): HTMLElement => {
  if (before === null) return el('p', { class: 'text' }, after ?? '');
  if (after === null) return el('p', { class: 'text' }, el('del', {}, before));
  return el(
    'p',
    { class: 'text' },
    ...wordDiff(before, after).map(({ kind, text }) =>
      kind === 'same' ? text : el(kind === 'gone' ? 'del' : 'ins', {}, text),
    ),
  );
};

/** What has to be compared with the new notice before the pack is served, with a box for each. */
export const createSignoff = (base: () => string, changed: () => void, go: (file: string) => void) => {
  const panel = byId('panel-signoff');
  const name = el('input', { type: 'text', id: 'sign-name', maxlength: '40', autocomplete: 'name' });
  /** What is ticked stays so when the list is drawn anew. */
  const ticked = new Set<string>();

  const rowOf = (row: SignoffRow): HTMLElement => {
    const box = el('input', {
      type: 'checkbox',
      checked: ticked.has(row.id),
      disabled: row.stale || isSigned(row),
      change: () => {
        if (box.checked) ticked.add(row.id);
        else ticked.delete(row.id);
      },
    });
    return el(
      'li',
      { class: 'paper' },
      el(
        'label',
        { class: 'paper-head' },
        el('span', {}, box, ` ${row.what}`),
        el('span', { class: 'chip' }, changeWords[row.change]),
      ),
      el(
        'p',
        { class: 'panel-note' },
        `${row.clause}　`,
        row.file === ''
          ? null
          : el('button', { type: 'button', class: 'link', click: () => go(row.file) }, row.file),
      ),
      compared(row),
      isSigned(row) ? el('p', { class: 'panel-note' }, `${row.name}　${row.date} 已核对`) : null,
      row.stale ? el('p', { class: 'trouble' }, '条文在做签核单以后又改过，请重新运行 rollover。') : null,
    );
  };

  const sign = async () => {
    const ids = [...ticked];
    if (ids.length === 0) return toast('请先勾选核对过的项目。');
    if (name.value.trim() === '') return toast('请写上姓名。');
    const now = new Date();
    const date = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;
    try {
      await sendJson('POST', `${base()}/sign`, { ids, name: name.value.trim(), date });
      toast(`已签核${ids.length}项。`);
      ticked.clear();
      changed();
      await draw();
    } catch (error) {
      toast(wordsOf(error));
    }
  };

  const draw = async (): Promise<void> => {
    const { rows } = await getJson<{ rows: SignoffRow[] }>(`${base()}/signoff`);
    const open = rows.filter(row => !isSigned(row));
    panel.replaceChildren(
      el('h2', {}, '签核'),
      rows.length === 0
        ? el(
            'p',
            { class: 'panel-note' },
            '没有要签核的内容。用 rollover 换成新一年的通知后，这里列出要逐项核对的内容。',
          )
        : el(
            'p',
            { class: 'panel-note' },
            `共${rows.length}项，还有${open.length}项没有签核。全部签核以前，这份内容包不能启用。`,
          ),
      el('ul', { class: 'papers' }, ...[...open, ...rows.filter(isSigned)].map(rowOf)),
      ...(open.length > 0
        ? [
            el(
              'div',
              { class: 'sign' },
              el('label', { for: 'sign-name' }, '姓名'),
              name,
              el('button', { type: 'button', class: 'primary', click: () => void sign() }, '签核所选'),
            ),
          ]
        : []),
    );
  };
  return {
    draw,
    /** Another pack has other items. */
    begin(): void {
      ticked.clear();
    },
  };
};
