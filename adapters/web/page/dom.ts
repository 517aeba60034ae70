type Child = Node | string | null | false;
type Props = Readonly<Record<string, string | boolean | ((event: Event) => void) | undefined>>;

/**
 * Make an element. A function is a listener for the event of that name, a boolean is set as a flag, everything else as
 * an attribute. Strings become text nodes: nothing is ever parsed as markup.
 */
export const el = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (typeof value === 'boolean') element.toggleAttribute(name, value);
    else if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child !== null && child !== false));
  return element;
};

/** Make a drawing, or a part of one. */
export const svg = (
  tag: string,
  props: Readonly<Record<string, string>>,
  ...parts: SVGElement[]
): SVGElement => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(props)) element.setAttribute(name, value);
  element.append(...parts);
  return element;
};

/** The element with this id; the page's own markup has it. */
export const byId = (id: string): HTMLElement => {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no element #${id}`);
  return element;
};

/** Text of a person, kept from turning the direction of what stands around it. */
export const said = (text: string): HTMLElement => el('bdi', {}, text);

/** Words in the middle of an empty, waiting or broken panel. */
export const stateLine = (text: string, action?: { label: string; run(): void }): HTMLElement =>
  el(
    'div',
    { class: 'state' },
    el('p', {}, text),
    action ? el('button', { type: 'button', click: () => action.run() }, action.label) : null,
  );

/** Bytes as people read them. */
export const sizeOf = (bytes: number): string =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** `2022-09-01` as `2022年9月1日`. */
export const chineseDate = (date: string): string => {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
};

/** Scroll gently, or at once for people who asked for less motion. */
export const scrollBehaviour = (): ScrollBehavior =>
  matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth';

/** Give the person a file to keep. */
export const saveAs = (content: Blob, name: string): void => {
  const url = URL.createObjectURL(content);
  el('a', { href: url, download: name }).click();
  // Long enough for any browser to have begun reading it, in milliseconds.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
};
