import { el } from './dom.ts';

/** Put one part of the page on paper, whole: what is folded in it is unfolded meanwhile. */
const printPart = (part: HTMLElement): void => {
  const folded = [...part.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
  for (const details of folded) details.open = true;
  part.dataset.printed = '';
  document.body.classList.add('prints-part');
  window.addEventListener(
    'afterprint',
    () => {
      document.body.classList.remove('prints-part');
      delete part.dataset.printed;
      for (const details of folded) details.open = false;
    },
    { once: true },
  );
  window.print();
};

/** The button that prints the part it stands in, found by its selector. */
export const printButton = (label: string, part: string): HTMLElement =>
  el(
    'button',
    {
      type: 'button',
      class: 'link print-button',
      click: event => {
        const found = (event.currentTarget as HTMLElement).closest<HTMLElement>(part);
        if (found) printPart(found);
      },
    },
    label,
  );
