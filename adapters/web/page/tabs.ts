import { byId } from './dom.ts';

/** Bring the panel of one tab into view, and only its own. */
export const selectTab = <Name extends string>(names: readonly Name[], name: Name): void => {
  for (const other of names) {
    const tab = byId(`tab-${other}`);
    tab.setAttribute('aria-selected', String(other === name));
    tab.tabIndex = other === name ? 0 : -1;
    byId(`panel-${other}`).hidden = other !== name;
  }
};

/** The tab beside this one that a key leads to, round the ends and past hidden ones; null: the key leads nowhere. */
export const tabBeside = <Name extends string>(
  names: readonly Name[],
  name: Name,
  key: string,
): Name | null => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (step === undefined) return null;
  const there = names.filter(other => !byId(`tab-${other}`).hidden);
  return there[(there.indexOf(name) + step + there.length) % there.length] ?? null;
};
