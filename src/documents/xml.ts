import { SaxesParser } from 'saxes';

/**
 * One element. Names carry the short prefix of `namespaces`, whatever prefix the document uses (`w:t`, `w:val`); names of
 * other namespaces carry none.
 */
export interface Xml {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Xml | string)[];
}

/** ECMA-376 Part 1 (strict) and Part 4 (transitional), and what Microsoft and VML add to them. */
const namespaces: readonly (readonly [prefix: string, uri: string])[] = [
  ['w', 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'],
  ['w', 'http://purl.oclc.org/ooxml/wordprocessingml/main'],
  ['w14', 'http://schemas.microsoft.com/office/word/2010/wordml'],
  ['m', 'http://schemas.openxmlformats.org/officeDocument/2006/math'],
  ['m', 'http://purl.oclc.org/ooxml/officeDocument/math'],
  ['mc', 'http://schemas.openxmlformats.org/markup-compatibility/2006'],
  ['v', 'urn:schemas-microsoft-com:vml'],
  ['wp', 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'],
  ['wp', 'http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing'],
];
const prefixes = new Map(namespaces.map(([prefix, uri]) => [uri, `${prefix}:`]));

/** Deepest nesting that is read; own safety cap. A form nests some thirty elements, a table in a table eight more. */
const deepest = 400;

/** Markup that is broken, nested too deep, or declares entities. */
class BadXml extends Error {}

/** An encoding that a document of one byte a sign names in its first line: some programs here write GB 18030. */
const declaredIn = (bytes: Uint8Array): string =>
  /^\s*<\?xml[^>]{0,80}encoding\s{0,3}=\s{0,3}["'](?:gb2312|gbk|gb18030)["']/i.test(
    Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 200)).toString('latin1'),
  )
    ? 'gb18030'
    : 'utf-8';

/** UTF-8, UTF-16 or GB 18030, by the byte order mark, the first `<` or the declaration (XML 1.0, appendix F); `null`: none. */
export const decodeXml = (bytes: Uint8Array): string | null => {
  const [first, second] = bytes;
  const encoding =
    (first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)
      ? 'utf-16le'
      : (first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)
        ? 'utf-16be'
        : declaredIn(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

interface Growing extends Xml {
  readonly children: (Xml | string)[];
}

/** The root of a well-formed document without a document type; `null` for everything else. */
export const parseXml = (bytes: Uint8Array): Xml | null => {
  const text = decodeXml(bytes);
  if (text === null) return null;
  const parser = new SaxesParser({ xmlns: true });
  const root: Growing = { name: '', attributes: {}, children: [] };
  const stack = [root];
  parser.on('error', error => {
    throw new BadXml(error.message);
  });
  parser.on('doctype', () => {
    throw new BadXml('document type');
  });
  parser.on('opentag', tag => {
    if (stack.length > deepest) throw new BadXml('depth');
    const attributes: Record<string, string> = {};
    for (const { uri, local, value } of Object.values(tag.attributes)) {
      attributes[`${prefixes.get(uri) ?? ''}${local}`] = value;
    }
    const node: Growing = { name: `${prefixes.get(tag.uri) ?? ''}${tag.local}`, attributes, children: [] };
    stack.at(-1)!.children.push(node);
    stack.push(node);
  });
  parser.on('closetag', () => {
    stack.pop();
  });
  const said = (value: string): void => {
    if (stack.length > 1) stack.at(-1)!.children.push(value);
  };
  parser.on('text', said);
  parser.on('cdata', said);
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof BadXml) return null;
    throw error;
  }
  return elements(root)[0] ?? null;
};

export const elements = (node: Xml): Xml[] => node.children.filter(child => typeof child !== 'string');

export const childOf = (node: Xml | undefined, name: string): Xml | undefined =>
  node?.children.find((child): child is Xml => typeof child !== 'string' && child.name === name);

/** The value of a property such as `<w:pStyle w:val="…"/>`. */
export const valueIn = (node: Xml | undefined, name: string): string | undefined =>
  childOf(node, name)?.attributes['w:val'];

/** Whether a property of the on/off kind is on; `undefined` when it is not there (ECMA-376 Part 1, 17.17.4). */
export const isOn = (node: Xml | undefined, name: string): boolean | undefined => {
  const property = childOf(node, name);
  const value = property?.attributes['w:val'];
  return property && (value === undefined || !['0', 'false', 'off', 'none'].includes(value));
};
