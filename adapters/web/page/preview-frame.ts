// Runs as a classic script in a frame without an origin: gets the form's bytes from the page, draws them, and can
// reach nothing else.
interface Renderer {
  renderAsync(data: ArrayBuffer, into: HTMLElement, styles: undefined, options: object): Promise<unknown>;
}

/** A4 at 96 dpi with the wrapper's padding, in CSS pixels. */
const pageWidth = 794 + 24;
const renderer = (globalThis as unknown as { docx: Renderer }).docx;
const place = document.getElementById('form') as HTMLElement;

const fitWidth = () => {
  place.style.zoom = String(Math.min(1, window.innerWidth / pageWidth));
};
window.addEventListener('resize', fitWidth);
fitWidth();

window.addEventListener('message', async event => {
  if (event.source !== window.parent || !(event.data instanceof ArrayBuffer)) return;
  const { scrollX, scrollY } = window;
  try {
    await renderer.renderAsync(event.data, place, undefined, { useBase64URL: true, renderAltChunks: false });
    window.scrollTo(scrollX, scrollY);
    window.parent.postMessage('drawn', '*');
  } catch {
    window.parent.postMessage('failed', '*');
  }
});
window.parent.postMessage('ready', '*');
