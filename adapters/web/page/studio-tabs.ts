import { byId } from './dom.ts';
import { selectTab, tabBeside } from './tabs.ts';

const names = ['talk', 'ask', 'unanswered', 'eligibility', 'signoff', 'places'] as const;
export type StudioTab = (typeof names)[number];

/** The panels on the right, one at a time. */
export const createTabs = (shown: (name: StudioTab) => void) => {
  let current: StudioTab = 'talk';
  const select = (name: StudioTab) => {
    current = name;
    selectTab(names, name);
    shown(name);
  };
  for (const name of names) {
    const tab = byId(`tab-${name}`);
    byId(`panel-${name}`).tabIndex = 0;
    tab.addEventListener('click', () => select(name));
    tab.addEventListener('keydown', event => {
      const next = tabBeside(names, name, event.key);
      if (next === null) return;
      event.preventDefault();
      select(next);
      byId(`tab-${next}`).focus();
    });
  }
  return { visible: (name: StudioTab) => current === name };
};
