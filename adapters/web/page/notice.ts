import type { DocumentView, NoticeView } from '../house.ts';
import { byId, chineseDate, el, stateLine } from './dom.ts';
import { cut, find, type Stretch } from './marks.ts';

/** `三、认定要点和标准`: a heading as official documents number them (GB/T 9704-2012, 7.3.3). */
const headingPattern = /^\s*[一二三四五六七八九十]+、[^。；]{1,40}$/;

/** A clause as the drawer lays it out: one paragraph a line of the source, so that the text reads as it was printed. */
const leafElement = (document: DocumentView, { start, end, id }: Stretch & { id: string }): HTMLElement => {
  const lines: HTMLElement[] = [];
  let at = start;
  for (const line of document.text.slice(start, end).split('\n')) {
    if (line.trim() !== '')
      lines.push(el(headingPattern.test(line) ? 'h3' : 'p', { 'data-at': String(at) }, line.trimEnd()));
    at += line.length + 1;
  }
  return el(
    'div',
    { class: 'leaf', 'data-clause': id, 'data-start': String(start), 'data-end': String(end) },
    ...lines,
  );
};

const documentElement = (document: DocumentView): HTMLElement =>
  el(
    'article',
    { class: 'document', id: `document-${document.id}` },
    el(
      'header',
      {},
      el('h2', {}, document.title),
      el('p', {}, [document.number, document.date && chineseDate(document.date)].filter(Boolean).join(' · ')),
    ),
    ...document.clauses.filter(clause => clause.leaf).map(leaf => leafElement(document, leaf)),
  );

/** The notice with its annexes, and the way to any clause of it. */
export const createNotice = () => {
  const panel = byId('panel-notice');
  const chooser = el('div', { class: 'chooser', role: 'group', 'aria-label': '文件' });
  const body = el('div', { class: 'documents' });
  let documents: readonly DocumentView[] = [];

  const locate = (clause: string): { document: DocumentView; place: Stretch } | null => {
    for (const document of documents) {
      const place = document.clauses.find(({ id }) => id === clause);
      if (place) return { document, place };
    }
    return null;
  };

  const unmark = () => {
    for (const leaf of body.querySelectorAll('.leaf.cited')) {
      leaf.classList.remove('cited');
      for (const line of leaf.querySelectorAll('[data-at]')) line.replaceChildren(line.textContent);
    }
  };

  return {
    show(notice: NoticeView): void {
      documents = notice.documents;
      chooser.replaceChildren(
        ...documents.map(document =>
          el(
            'button',
            {
              type: 'button',
              click: () => byId(`document-${document.id}`).scrollIntoView(),
            },
            document.id,
          ),
        ),
      );
      body.replaceChildren(...documents.map(documentElement));
      panel.replaceChildren(chooser, body);
    },

    /** Highlight a clause, and in it the quoted words, and bring them into view. False: there is no such clause. */
    open(clause: string, quote: string): boolean {
      unmark();
      const found = locate(clause);
      if (!found) return false;
      const { document, place } = found;
      const [quoted] = find(document.text, [quote], place.start);
      const within = quoted && quoted.end <= place.end ? [quoted] : [];
      let target: HTMLElement | null = null;
      for (const leaf of byId(`document-${document.id}`).querySelectorAll<HTMLElement>('.leaf')) {
        if (Number(leaf.dataset.start) >= place.end || Number(leaf.dataset.end) <= place.start) continue;
        leaf.classList.add('cited');
        target ??= leaf;
        for (const line of leaf.querySelectorAll<HTMLElement>('[data-at]')) {
          const pieces = cut(line.textContent ?? '', Number(line.dataset.at), within);
          if (!pieces.some(piece => piece.marked)) continue;
          line.replaceChildren(
            ...pieces.map(piece => (piece.marked ? el('mark', {}, piece.text) : piece.text)),
          );
        }
      }
      if (!target) return false;
      const aim = body.querySelector<HTMLElement>('.cited mark') ?? target;
      target.tabIndex = -1;
      target.focus({ preventScroll: true });
      aim.scrollIntoView({ block: 'center' });
      return true;
    },

    fail(words: string, retry: () => void): void {
      panel.replaceChildren(stateLine(words, { label: '重新载入', run: retry }));
    },
  };
};
