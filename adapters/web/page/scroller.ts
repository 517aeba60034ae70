import { el, scrollBehaviour } from './dom.ts';

/** Nearer to the end than this, in pixels, the log follows new messages. */
const nearEnd = 120;

/** The scrolling part of a chat: follows new messages while the reader is at the end, and says so when she is not. */
export const createScroller = (label: string, ...content: HTMLElement[]) => {
  const area = el('div', { class: 'scroller', tabindex: '0', 'aria-label': label }, ...content);
  // Following is instant: while a smooth scroll runs, nobody can tell whether the reader is at the end.
  const toEnd = (behavior: ScrollBehavior = 'instant') => area.scrollTo({ top: area.scrollHeight, behavior });
  const unread = el(
    'button',
    { type: 'button', class: 'unread', hidden: true, click: () => toEnd(scrollBehaviour()) },
    '有新消息',
  );
  const atEnd = () => area.scrollHeight - area.scrollTop - area.clientHeight < nearEnd;
  area.addEventListener('scroll', () => {
    if (atEnd()) unread.hidden = true;
  });

  return {
    element: el('div', { class: 'scroller-frame' }, area, unread),
    atEnd,
    toEnd: () => toEnd(),
    /** Bring what was just added into view: all of it, or the beginning of what is longer than the screen. */
    follow(added: HTMLElement): void {
      if (added.offsetHeight > area.clientHeight * 0.8) {
        area.scrollTo({ top: added.offsetTop - 12, behavior: 'instant' });
      } else toEnd();
    },
    /** Something came while the reader was further up. */
    announce(): void {
      unread.hidden = false;
    },
  };
};
