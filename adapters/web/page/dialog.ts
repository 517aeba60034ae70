import { byId } from './dom.ts';

let hide: ReturnType<typeof setTimeout> | undefined;

/** Short words at the foot of the page; long enough on screen to be read (milliseconds). */
export const toast = (text: string): void => {
  const line = byId('toast');
  line.textContent = text;
  line.hidden = false;
  clearTimeout(hide);
  hide = setTimeout(() => {
    line.hidden = true;
  }, 6_000);
};

/** Once the dialog is closed. That is told a moment late: where it is open again by then, an earlier closing is meant. */
export const onceClosed = (dialog: HTMLDialogElement, then: () => void): void => {
  const closed = () => {
    if (dialog.open) return;
    dialog.removeEventListener('close', closed);
    then();
  };
  dialog.addEventListener('close', closed);
};

/** Ask before something that cannot be taken back. */
export const confirmed = (question: string): Promise<boolean> => {
  const dialog = byId('confirm') as HTMLDialogElement;
  byId('confirm-text').textContent = question;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise(resolve => {
    onceClosed(dialog, () => resolve(dialog.returnValue === 'yes'));
  });
};
