import type { WireMessage } from '../wire.ts';
import { toast } from './dialog.ts';
import { el } from './dom.ts';

const keyName = 'shenbao-notify';

const wanted = (): boolean => {
  try {
    return localStorage.getItem(keyName) === 'yes';
  } catch {
    return false;
  }
};
const keep = (on: boolean): void => {
  try {
    if (on) localStorage.setItem(keyName, 'yes');
    else localStorage.removeItem(keyName);
  } catch {
    // Storage is switched off: nothing is remembered, and nobody is disturbed.
  }
};
const allowed = (): boolean => 'Notification' in window && Notification.permission === 'granted';

/** What is asked of the person: a question, or a correction. */
const asks = ({ prompt, choices }: WireMessage): boolean =>
  prompt !== null || choices.some(({ token }) => token === 'nav_fix');

/**
 * Tell somebody who looks elsewhere that something has come, if she wanted to be told. Without a word of it: others may see
 * the screen.
 */
export const notify = (message: WireMessage): void => {
  if (!document.hidden || !wanted() || !allowed()) return;
  try {
    const shown = new Notification('申报助手', {
      body: asks(message) ? '有事项需要您办理，请打开网页查看。' : '有新的消息，请打开网页查看。',
      tag: 'shenbao',
    });
    shown.addEventListener('click', () => {
      window.focus();
      shown.close();
    });
  } catch {
    // Phones show notifications of installed pages only; the title counts all the same.
  }
};

/** Asks the browser for leave when it is pressed, never before; and takes it back. */
export const notifyButton = (): HTMLElement | null => {
  if (!('Notification' in window)) return null;
  const draw = () => {
    const on = wanted() && allowed();
    button.setAttribute('aria-pressed', String(on));
    button.textContent = on ? '已开启桌面提醒' : '有新消息时在桌面提醒我';
  };
  const button = el('button', {
    type: 'button',
    class: 'notify',
    click: async () => {
      if (wanted() && allowed()) keep(false);
      else if ((await Notification.requestPermission()) === 'granted') keep(true);
      else toast('浏览器没有允许提醒。可在地址栏旁的网站设置中允许“通知”。');
      draw();
    },
  });
  draw();
  return button;
};
