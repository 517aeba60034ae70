import { byId } from './dom.ts';
import { selectTab, tabBeside } from './tabs.ts';

const names = ['notice', 'preview', 'checklist', 'mine', 'rehearsal', 'reviewer'] as const;
export type PanelName = (typeof names)[number];

/** Below this width the panels lie over the chat as a drawer; the style sheet has the same figure. */
const narrow = matchMedia('(max-width: 959px)');

/** The panels beside the chat (over it on a narrow screen), chosen by tabs. */
export const createDrawer = (shown: (name: PanelName) => void) => {
  let returnTo: HTMLElement | null = null;
  let current: PanelName = 'notice';

  const select = (name: PanelName) => {
    current = name;
    selectTab(names, name);
    byId('drawer-title').textContent = byId(`tab-${name}`).textContent;
    shown(name);
  };

  const isOpen = () => document.body.dataset.drawer === 'open';
  const open = (name: PanelName, from: HTMLElement | null) => {
    returnTo = from;
    // On a phone the drawer is a screen of its own, which the Back button leaves.
    if (narrow.matches && !isOpen()) history.pushState({ drawer: true }, '');
    document.body.dataset.drawer = 'open';
    select(name);
    if (narrow.matches) byId('drawer-close').focus();
  };
  const close = () => {
    if (history.state?.drawer) return history.back();
    shut();
  };
  const shut = () => {
    if (!isOpen()) return;
    delete document.body.dataset.drawer;
    const back = returnTo?.isConnected ? returnTo : byId(`tab-${current}`);
    returnTo = null;
    back.focus();
  };

  for (const name of names) {
    const tab = byId(`tab-${name}`);
    byId(`panel-${name}`).tabIndex = 0;
    tab.addEventListener('click', () => open(name, tab));
    tab.addEventListener('keydown', event => {
      const next = tabBeside(names, name, event.key);
      if (next === null) return;
      event.preventDefault();
      if (!narrow.matches) select(next);
      byId(`tab-${next}`).focus();
    });
  }
  if (history.state?.drawer) history.replaceState(null, '');
  window.addEventListener('popstate', shut);
  byId('drawer-close').addEventListener('click', close);
  document.addEventListener('keydown', event => {
    const typing = event.target instanceof HTMLTextAreaElement;
    if (event.key === 'Escape' && !event.isComposing && isOpen() && (narrow.matches || returnTo) && !typing)
      close();
  });
  return {
    open,
    select,
    /** Show a panel beside the conversation where there is room for it, unless a clause or a paper is being read. */
    offer(name: PanelName): void {
      const reading = returnTo !== null && returnTo.role !== 'tab';
      if (!narrow.matches && !reading && ['notice', 'rehearsal'].includes(current)) select(name);
    },
    /** Leave the conversation in view. */
    clear(): void {
      if (narrow.matches && isOpen()) close();
    },
    /** Is this panel on screen now? */
    visible: (name: PanelName) => current === name && (!narrow.matches || isOpen()),
  };
};
