import type { ClauseUse, UseKind } from '../../../src/model/studio.ts';
import type { NoticeView } from '../house.ts';
import { byId, el } from './dom.ts';
import { createNotice } from './notice.ts';

const kinds: readonly UseKind[] = ['criterion', 'field', 'topic', 'other'];

interface Coloured {
  readonly notice: NoticeView;
  readonly uses: readonly ClauseUse[];
}

/** The notice with every clause in the colours of what rests on it. `go` leads to the place in the pack. */
export const createColouredNotice = (go: (file: string, line: number) => void) => {
  const notice = createNotice();

  /** What rests on each clause: on itself, or on a larger one it is part of, the whole document aside. */
  const usesByLeaf = ({ notice: { documents }, uses }: Coloured): ReadonlyMap<string, ClauseUse[]> => {
    const found = new Map<string, ClauseUse[]>();
    for (const { clauses } of documents)
      for (const leaf of clauses.filter(one => one.leaf)) {
        const around = clauses.filter(
          ({ start, end }, index) => index > 0 && start <= leaf.start && end >= leaf.end,
        );
        const ids = new Set(around.map(({ id }) => id));
        // A finer pointer (…第二款) belongs to the clause it points into.
        const own = uses.filter(
          ({ clause }) => ids.has(clause) || ids.has(clause.replace(/第.{1,3}款$/u, '')),
        );
        found.set(leaf.id, own);
      }
    return found;
  };

  const useList = (uses: readonly ClauseUse[]): HTMLElement =>
    el(
      'ul',
      { class: 'uses' },
      ...uses.map(({ kind, what, file, line }) =>
        el(
          'li',
          {},
          el(
            'button',
            { type: 'button', class: `link ${kind}`, click: () => go(file, line) },
            what,
            el('span', { class: 'where' }, ` ${file}:${line}`),
          ),
        ),
      ),
    );

  const colour = (leaf: HTMLElement, uses: readonly ClauseUse[]) => {
    const present = kinds.filter(kind => uses.some(use => use.kind === kind));
    for (const kind of present) leaf.classList.add(kind);
    leaf.classList.toggle('unused', present.length === 0);
    const bars = el(
      'span',
      { class: 'bars', 'aria-hidden': 'true' },
      ...present.map(kind => el('i', { class: kind })),
    );
    const label = uses.length === 0 ? '没有用到' : `用在${uses.length}处`;
    const more = el(
      'button',
      {
        type: 'button',
        class: 'use-count',
        'aria-expanded': 'false',
        'aria-label': `${leaf.dataset.clause ?? ''}：${label}`,
        disabled: uses.length === 0,
        click: () => {
          const open = leaf.querySelector('.uses');
          more.setAttribute('aria-expanded', String(!open));
          if (open) open.remove();
          else leaf.append(useList(uses));
        },
      },
      label,
    );
    leaf.prepend(bars, more);
  };

  return {
    show(view: Coloured): void {
      const panel = byId('panel-notice');
      const { scrollTop } = panel;
      notice.show(view.notice);
      const uses = usesByLeaf(view);
      for (const leaf of panel.querySelectorAll<HTMLElement>('.leaf'))
        colour(leaf, uses.get(leaf.dataset.clause ?? '') ?? []);
      panel.scrollTop = scrollTop;
    },
    open: (clause: string, quote: string) => notice.open(clause, quote),
    fail: (words: string, retry: () => void) => notice.fail(words, retry),
  };
};
