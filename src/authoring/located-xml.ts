import { SaxesParser } from 'saxes';

/** One element with its place in the text, so that a document can be changed and all else stays byte for byte. */
export interface Located {
  /** With its prefix as written: `w:t`. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Located[];
  /** Text right inside it. */
  readonly text: string;
  /** From its `<` to behind its last `>`, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Behind its opening tag, and before its closing tag; the same as `end` when it closes itself. */
  readonly inner: readonly [from: number, to: number];
}

interface Growing extends Located {
  readonly children: Located[];
  text: string;
  end: number;
  inner: [number, number];
}

/** The root of a well-formed document; null for anything else. */
export const locateXml = (source: string): Located | null => {
  const parser = new SaxesParser({ position: true });
  const root: Growing = { name: '', attributes: {}, children: [], text: '', start: 0, end: 0, inner: [0, 0] };
  const stack = [root];
  let broken = false;
  parser.on('error', () => {
    broken = true;
  });
  parser.on('doctype', () => {
    broken = true;
  });
  parser.on('opentag', tag => {
    const end = parser.position;
    const start = source.lastIndexOf('<', end - 1);
    const node: Growing = {
      name: tag.name,
      attributes: { ...tag.attributes } as Record<string, string>,
      children: [],
      text: '',
      start,
      end,
      inner: [end, end],
    };
    stack.at(-1)!.children.push(node);
    stack.push(node);
  });
  parser.on('closetag', tag => {
    const node = stack.pop()!;
    node.end = parser.position;
    if (!tag.isSelfClosing) node.inner[1] = source.lastIndexOf('<', parser.position - 1);
  });
  parser.on('text', text => {
    stack.at(-1)!.text += text;
  });
  parser.write(source).close();
  return broken ? null : (root.children[0] ?? null);
};

/** All elements of these names below a node, outermost first, not looking inside one that was found. */
export const below = (node: Located, names: ReadonlySet<string>): Located[] =>
  node.children.flatMap(child => (names.has(child.name) ? [child] : below(child, names)));

/** One change of the text: what stands from-to is replaced. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

/** Applies changes that do not overlap; of two that do, the earlier in the list counts. */
export const edited = (source: string, edits: readonly Edit[]): string => {
  const taken: Edit[] = [];
  for (const edit of edits)
    if (!taken.some(other => edit.from < other.to && other.from < edit.to)) taken.push(edit);
  return [...taken]
    .sort((a, b) => b.from - a.from)
    .reduce((text, { from, to, by }) => text.slice(0, from) + by + text.slice(to), source);
};

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
export const escaped = (text: string): string => text.replace(/[&<>]/gu, character => escapes[character]!);
