import { el } from './dom.ts';

export interface ComposerOptions {
  readonly name: string;
  readonly label: string;
  readonly placeholder: string;
  /** False: it cannot be sent yet and stays where it was written. */
  say(text: string): boolean;
  upload(file: File): void;
}

/** What was written and not sent yet. `waiting`: it is to be sent as soon as that is possible. */
export interface Draft {
  readonly text: string;
  readonly waiting: boolean;
}

const hintWords = 'Enter 发送，Shift + Enter 换行；可拖入文件';

/** Text in the box outlives a reload, and ends with the tab. */
const draftOf = (name: string) => {
  const key = `shenbao-draft-${name}`;
  return {
    read: (): string => {
      try {
        return sessionStorage.getItem(key) ?? '';
      } catch {
        return '';
      }
    },
    keep: (text: string): void => {
      try {
        if (text === '') sessionStorage.removeItem(key);
        else sessionStorage.setItem(key, text);
      } catch {
        // Storage is switched off or full: the text lasts as long as this page.
      }
    },
  };
};

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
  const picker = el('input', {
    type: 'file',
    multiple: true,
    hidden: true,
    tabindex: '-1',
    'aria-hidden': 'true',
  });

  const draft = draftOf(name);
  const hint = el('p', { id: `hint-${name}`, class: 'hint', role: 'status' }, hintWords);
  let waiting = false;
  /** What was put there to be mended, until it was. */
  let offered: string | null = null;

  const grow = () => {
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight + 2, 200)}px`;
  };
  const write = (text: string) => {
    box.value = text;
    draft.keep(text);
    grow();
  };
  const submit = () => {
    const text = box.value;
    if (text.trim() === '') return;
    waiting = !say(text);
    hint.textContent = waiting ? '页面正在载入，载入后自动发送。' : hintWords;
    if (waiting) return;
    offered = null;
    write('');
  };
  const uploadAll = (files: FileList | null | undefined) => {
    for (const file of files ?? []) upload(file);
  };

  box.value = draft.read();
  box.addEventListener('input', () => {
    draft.keep(box.value);
    grow();
  });
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
    hint,
  );
  return {
    element: form,
    focus: () => box.focus(),
    /** Put something there to be mended, unless something is being written; null: what was put there goes again. */
    offer(text: string | null): void {
      if (text === offered) return;
      if (box.value !== '' && box.value !== offered) return;
      offered = text;
      write(text ?? '');
      // Nobody wrote it: after a reload it is offered again, where it is still wanted.
      draft.keep('');
      hint.textContent = text === null ? hintWords : '已带出原来的内容，可直接修改后发送。';
    },
    /** Give up what stands in the box, to be written on in another conversation. */
    release(): Draft {
      const given = { text: box.value, waiting };
      waiting = false;
      hint.textContent = hintWords;
      write('');
      return given;
    },
    /** Take it up, and send it when it was to be sent. What is written here already stays. */
    adopt(given: Draft): void {
      if (given.text !== '') write(given.text);
      if (given.waiting) submit();
    },
  };
};
