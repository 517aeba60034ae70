import type { FormView, SectionView } from '../../../src/model/form-view.ts';
import { byId, el } from './dom.ts';

/** Where a section is entered: what is open in it first, else its beginning. */
const entryOf = ({ places }: SectionView): string | undefined =>
  (places.find(({ state }) => state !== 'filled') ?? places[0])?.place;

const standing = ({ places, none }: SectionView): string => {
  if (places.length === 0) return none ? '无' : '未填';
  const filled = places.filter(({ state }) => state === 'filled').length;
  const later = places.filter(({ state }) => state === 'skipped').length;
  return `${filled}/${places.length}${later > 0 ? `，待补${later}` : ''}`;
};

const stateOf = (section: SectionView): 'here' | 'done' | 'ahead' =>
  section.here
    ? 'here'
    : (section.none || section.places.length > 0) && section.places.every(({ state }) => state === 'filled')
      ? 'done'
      : 'ahead';

/** How far the form is, section by section, above the conversation; a section leads to what is open in it. */
export const createRail = (go: (place: string) => void) => {
  const rail = byId('rail');
  let drawn = '';

  const itemOf = (section: SectionView, index: number): HTMLElement => {
    const state = stateOf(section);
    const place = entryOf(section);
    return el(
      'li',
      { class: state },
      el(
        'button',
        {
          type: 'button',
          disabled: place === undefined,
          ...(state === 'here' ? { 'aria-current': 'step' } : {}),
          click: () => place !== undefined && go(place),
        },
        el('span', { class: 'rail-number', 'aria-hidden': 'true' }, state === 'done' ? '✓' : `${index + 1}`),
        el('span', { class: 'rail-title' }, section.title),
        el('span', { class: 'rail-count' }, standing(section)),
      ),
    );
  };

  return {
    show(view: FormView | null): void {
      rail.hidden = view === null;
      const now = JSON.stringify(view?.sections ?? []);
      if (!view || now === drawn) return;
      drawn = now;
      const at = rail.contains(document.activeElement)
        ? [...rail.querySelectorAll('button')].indexOf(document.activeElement as HTMLButtonElement)
        : -1;
      rail.replaceChildren(el('ol', {}, ...view.sections.map(itemOf)));
      rail.querySelectorAll('button')[at]?.focus();
      // On a narrow screen the sections do not fit beside each other.
      rail.querySelector('.here')?.scrollIntoView({ block: 'nearest', inline: 'center' });
    },
  };
};
