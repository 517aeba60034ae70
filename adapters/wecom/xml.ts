/** An element of a callback body: either text or children, never both. */
export interface XmlNode {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlNode[];
}

interface OpenNode {
  name: string;
  text: string;
  children: XmlNode[];
}

/** `SelectedItems/SelectedItem/OptionIds/OptionId` is the deepest path WeCom documents: five levels with the root. */
const maxDepth = 8;
const maxElements = 400;

const token = /<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z_][A-Za-z0-9_]{0,63})(\s*\/)?\s*>|([^<&]+)/gy;

/**
 * Read the small XML that WeCom sends: elements, text and CDATA. There is no entity support to abuse: `&` outside
 * CDATA, DOCTYPE, comments, processing instructions, attributes, a second root, deep nesting and text beside
 * elements are all refused, as null, while scanning once from left to right.
 */
export const readXml = (source: string): XmlNode | null => {
  const text = source.replace(/^<\?xml version="1\.0"(?: encoding="[Uu][Tt][Ff]-8")?\?>/, '').trim();
  const open: OpenNode[] = [];
  let root: XmlNode | null = null;
  let elements = 0;
  let position = 0;
  while (position < text.length) {
    token.lastIndex = position;
    const match = token.exec(text);
    if (match === null) return null;
    position = token.lastIndex;
    const [, cdata, closing, name, empty, characters] = match;
    const current = open[open.length - 1];
    if (name === undefined) {
      if (current === undefined) return null;
      current.text += cdata ?? characters;
      continue;
    }
    if (closing === '/') {
      if (current === undefined || current.name !== name || empty !== undefined) return null;
      open.pop();
    } else {
      elements += 1;
      if (elements > maxElements || open.length >= maxDepth || root !== null) return null;
      open.push({ name, text: '', children: [] });
      if (empty === undefined) continue;
      open.pop();
    }
    const closed: XmlNode =
      closing === '/' ? { ...current!, text: current!.text } : { name, text: '', children: [] };
    if (closed.children.length > 0 && closed.text.trim() !== '') return null;
    const parent = open[open.length - 1];
    if (parent === undefined) root = closed;
    else parent.children.push(closed);
  }
  return open.length === 0 ? root : null;
};

/** Text of the only child of that name; undefined when there is none, or when there are two to choose from. */
export const textOf = (node: XmlNode, name: string): string | undefined => {
  const found = node.children.filter(child => child.name === name);
  return found.length === 1 && found[0]!.children.length === 0 ? found[0]!.text : undefined;
};

/** Texts of all elements of that name, at any depth, in order. */
export const textsOf = (node: XmlNode, name: string): string[] =>
  node.children.flatMap(child => [...(child.name === name ? [child.text] : []), ...textsOf(child, name)]);
