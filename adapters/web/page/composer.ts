import { el } from './dom.ts';

export interface ComposerOptions {
  readonly name: string;
  readonly label: string;
  readonly placeholder: string;
  say(text: string): void;
  upload(file: File): void;
}

/** Where the person writes: Enter sends, Shift+Enter begins a line, files by button, paste or drop. */
export const createComposer = ({ name, label, placeholder, say, upload }: ComposerOptions) => {
  const box = el('textarea', {
    id: `say-${name}`,
    rows: '1',
    'aria-label': `${label}：输入内容`,
    'aria-describedby': `hint-${name}`,
    placeholder,
    enterkeyhint: 'send',
    autocomplete: 'off',
  });
  const picker = el('input', { type: 'file', hidden: true, tabindex: '-1', 'aria-hidden': 'true' });

  const grow = () => {
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight + 2, 200)}px`;
  };
  const submit = () => {
    const text = box.value;
    if (text.trim() === '') return;
    box.value = '';
    grow();
    say(text);
  };
  const uploadAll = (files: FileList | null | undefined) => {
    for (const file of files ?? []) upload(file);
  };

  box.addEventListener('input', grow);
  box.addEventListener('keydown', event => {
    // While an input method is choosing characters, Enter belongs to it (keyCode 229 in Safari).
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  });
  box.addEventListener('paste', event => {
    const files = event.clipboardData?.files;
    if (!files?.length) return;
    event.preventDefault();
    uploadAll(files);
  });
  picker.addEventListener('change', () => {
    uploadAll(picker.files);
    picker.value = '';
  });

  const form = el(
    'form',
    {
      class: 'composer',
      submit: event => {
        event.preventDefault();
        submit();
      },
      dragover: event => event.preventDefault(),
      drop: event => {
        event.preventDefault();
        uploadAll((event as DragEvent).dataTransfer?.files);
      },
    },
    el('button', { type: 'button', class: 'attach', click: () => picker.click() }, '附件'),
    box,
    el('button', { type: 'submit', class: 'primary send' }, '发送'),
    picker,
    el('p', { id: `hint-${name}`, class: 'hint' }, 'Enter 发送，Shift + Enter 换行；可拖入文件'),
  );
  return { element: form, focus: () => box.focus() };
};
