import { toast } from './dialog.ts';

/** As in drawer.ts. */
const narrow = matchMedia('(max-width: 959px)');

/**
 * On a phone people press Back to undo something, seldom to leave: the first press says so and stays. The entry that it
 * takes is made with a touch, since browsers pass over those a page makes by itself.
 */
export const stayOnBack = (): void => {
  let armed = history.state?.stay === true;
  document.addEventListener('pointerdown', () => {
    if (armed || !narrow.matches || history.state?.drawer) return;
    history.pushState({ stay: true }, '');
    armed = true;
  });
  window.addEventListener('popstate', () => {
    if (!armed || history.state?.stay || history.state?.drawer) return;
    armed = false;
    toast('再按一次返回，离开本页。');
  });
};
