// Runs as a classic script in a frame without an origin: gets the form's bytes from the page, draws them, and can
// reach nothing else.
interface Renderer {
  renderAsync(data: ArrayBuffer, into: HTMLElement, styles: undefined, options: object): Promise<unknown>;
}

/** What the page says of the cells: which is asked for, which were just given, and what each is called. */
interface Marking {
  readonly asked: string | null;
  readonly saved: readonly string[];
  readonly names: readonly (readonly [string, string])[];
}

/** A4 at 96 dpi with the wrapper's padding, in CSS pixels. */
const pageWidth = 794 + 24;
const renderer = (globalThis as unknown as { docx: Renderer }).docx;
const form = document.getElementById('form') as HTMLElement;

const fitWidth = () => {
  form.style.zoom = String(Math.min(1, window.innerWidth / pageWidth));
};
window.addEventListener('resize', fitWidth);
fitWidth();

/** A form leads nowhere: whatever a document names as a link (scripts among it) is its text and no more. */
const withoutWaysOut = () => {
  for (const link of form.querySelectorAll('a'))
    if (!link.getAttribute('href')?.startsWith('#')) link.removeAttribute('href');
};

/** Before each value of a traced form stands its place (documents/render-form.ts). */
const trace = /\ue000([^\ue000\ue001]{1,100})\ue001/g;

/** Take the traces out, and leave on each cell whose it is; where a cell has several values, on each of them. */
const findCells = () => {
  const texts: Text[] = [];
  const walker = document.createTreeWalker(form, NodeFilter.SHOW_TEXT);
  while (walker.nextNode())
    if (walker.currentNode.nodeValue?.includes('\ue000')) texts.push(walker.currentNode as Text);
  const places = new Map<Element, Set<string>>();
  for (const text of texts) {
    const cell = text.parentElement?.closest('td');
    if (!cell) continue;
    const own = places.get(cell) ?? new Set<string>();
    for (const [, place = ''] of text.data.matchAll(trace)) own.add(place);
    places.set(cell, own);
  }
  for (const text of texts) {
    const cell = text.parentElement?.closest('td');
    const [only, another] = (cell && places.get(cell)) ?? [];
    if (cell && only !== undefined && another === undefined) {
      cell.dataset.place = only;
      text.data = text.data.replaceAll(trace, '');
      continue;
    }
    // Between the traces stand the values, each behind its own.
    const [before = '', ...pieces] = text.data.split(trace);
    const spans: (string | HTMLElement)[] = [before];
    for (let at = 0; at < pieces.length; at += 2) {
      const span = document.createElement('span');
      span.dataset.place = pieces[at] ?? '';
      span.textContent = pieces[at + 1] ?? '';
      spans.push(span);
    }
    text.replaceWith(...spans);
  }
};

const cellsOf = (place: string): HTMLElement[] =>
  [...form.querySelectorAll<HTMLElement>('[data-place]')].filter(cell => cell.dataset.place === place);

let lastAsked: string | null = null;
const mark = ({ asked, saved, names }: Marking) => {
  for (const cell of form.querySelectorAll('.asked')) cell.classList.remove('asked');
  for (const [place, name] of names)
    for (const cell of cellsOf(place)) cell.title = `点击填写或修改：${name}`;
  for (const cell of saved.flatMap(cellsOf)) {
    cell.classList.remove('saved');
    void cell.offsetWidth;
    cell.classList.add('saved');
  }
  const cells = asked === null ? [] : cellsOf(asked);
  for (const cell of cells) cell.classList.add('asked');
  // A name that the cover repeats is looked at where the table asks for it.
  const aim = cells.find(cell => cell.matches('td')) ?? cells[0];
  if (aim && asked !== lastAsked) aim.scrollIntoView({ block: 'center', inline: 'nearest' });
  lastAsked = asked;
};

form.addEventListener('click', event => {
  const cell = (event.target as Element).closest<HTMLElement>('[data-place]');
  if (cell?.dataset.place) window.parent.postMessage({ go: cell.dataset.place }, '*');
});

window.addEventListener('message', async event => {
  if (event.source !== window.parent) return;
  if (event.data?.print) return window.print();
  if (!(event.data instanceof ArrayBuffer)) return mark(event.data as Marking);
  const { scrollX, scrollY } = window;
  try {
    await renderer.renderAsync(event.data, form, undefined, { useBase64URL: true, renderAltChunks: false });
    withoutWaysOut();
    findCells();
    window.scrollTo(scrollX, scrollY);
    lastAsked = null;
    window.parent.postMessage('drawn', '*');
  } catch {
    window.parent.postMessage('failed', '*');
  }
});
window.parent.postMessage('ready', '*');
