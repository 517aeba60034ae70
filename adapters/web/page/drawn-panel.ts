import { wordsOf } from './api.ts';
import { stateLine } from './dom.ts';

/** How long a panel waits for more changes before it is drawn anew, in milliseconds. */
const settleMs = 400;

export interface DrawnPanel {
  /** The panel came on screen. */
  shown(): void;
  /** What it shows may have changed. */
  changed(): void;
}

/**
 * A panel that is drawn when it is looked at and anew when something has changed; a failure is said in it, with a way to
 * try again. `draw` gets what it shows and puts it into the panel.
 */
export const drawnPanel = (
  panel: HTMLElement,
  visible: () => boolean,
  loading: string,
  draw: () => Promise<void>,
): DrawnPanel => {
  let stale = true;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const refresh = async (): Promise<void> => {
    if (!visible()) return;
    stale = false;
    if (!panel.hasChildNodes()) panel.replaceChildren(stateLine(loading));
    try {
      await draw();
    } catch (error) {
      stale = true;
      panel.replaceChildren(stateLine(wordsOf(error), { label: '重试', run: () => void refresh() }));
    }
  };

  return {
    shown(): void {
      if (stale) void refresh();
    },
    changed(): void {
      stale = true;
      clearTimeout(timer);
      timer = setTimeout(() => void refresh(), settleMs);
    },
  };
};
