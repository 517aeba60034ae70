import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { byId, el } from './dom.ts';

const look = EditorView.theme({
  '&': { fontSize: '13px', color: 'var(--ink)', backgroundColor: 'var(--surface)' },
  '.cm-changedLine': { backgroundColor: 'var(--warn-soft)' },
  '.cm-changedText': { background: 'var(--mark)' },
});

/**
 * Two people changed the same file: both texts side by side. `mine`: mine takes the place of theirs after all; `theirs`: mine
 * is given up; null: back to the editor, nothing is decided.
 */
export const askConflict = async (
  path: string,
  theirs: string,
  mine: string,
): Promise<'mine' | 'theirs' | null> => {
  const { MergeView } = await import('@codemirror/merge');
  const dialog = byId('conflict') as HTMLDialogElement;
  const host = el('div', { class: 'merge', tabindex: '0', role: 'group', 'aria-label': '两份文字的对照' });
  const root = host.attachShadow({ mode: 'open' });
  const readOnly = (label: string) => [
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0', role: 'textbox' }),
    look,
  ];
  const choice = (value: string, words: string, style: string) =>
    el('button', { type: 'submit', value, class: style }, words);
  dialog.replaceChildren(
    el(
      'form',
      { method: 'dialog' },
      el('h2', { id: 'conflict-title' }, `${path} 已被别人改过，没有保存`),
      el('div', { class: 'merge-heads' }, el('h3', {}, '现在文件里的'), el('h3', {}, '您改的')),
      host,
      el(
        'div',
        { class: 'confirm-buttons' },
        choice('', '回去再改', 'quiet'),
        choice('theirs', '用文件里的，放弃我的', ''),
        choice('mine', '用我的覆盖', 'danger'),
      ),
    ),
  );
  const view = new MergeView({
    a: { doc: theirs, extensions: readOnly('现在文件里的') },
    b: { doc: mine, extensions: readOnly('您改的') },
    parent: root,
    root,
    collapseUnchanged: { margin: 3, minSize: 6 },
  });
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => {
    dialog.addEventListener(
      'close',
      () => {
        view.destroy();
        const { returnValue } = dialog;
        resolve(returnValue === 'mine' || returnValue === 'theirs' ? returnValue : null);
      },
      { once: true },
    );
  });
};
