import { byId } from './dom.ts';

const names = ['talk', 'ask', 'unanswered', 'eligibility', 'signoff', 'places'] as const;
export type StudioTab = (typeof names)[number];

/** The panels on the right, one at a time. */
export const createTabs = (shown: (name: StudioTab) => void) => {
  let current: StudioTab = 'talk';
  const select = (name: StudioTab) => {
    current = name;
    for (const other of names) {
      const tab = byId(`tab-${other}`);
      tab.setAttribute('aria-selected', String(other === name));
      tab.tabIndex = other === name ? 0 : -1;
      byId(`panel-${other}`).hidden = other !== name;
    }
    shown(name);
  };
  for (const name of names) {
    const tab = byId(`tab-${name}`);
    byId(`panel-${name}`).tabIndex = 0;
    tab.addEventListener('click', () => select(name));
    tab.addEventListener('keydown', event => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const next = names[(names.indexOf(name) + step + names.length) % names.length]!;
      select(next);
      byId(`tab-${next}`).focus();
    });
  }
  return { visible: (name: StudioTab) => current === name };
};
