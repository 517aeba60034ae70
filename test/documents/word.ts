import { type Entry, zipOf } from './archives.ts';

const w = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const declared = [
  ['w', w],
  ['w14', 'http://schemas.microsoft.com/office/word/2010/wordml'],
  ['mc', 'http://schemas.openxmlformats.org/markup-compatibility/2006'],
  ['wp', 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'],
  ['wps', 'http://schemas.microsoft.com/office/word/2010/wordprocessingShape'],
  ['v', 'urn:schemas-microsoft-com:vml'],
  ['r', 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'],
  ['m', 'http://schemas.openxmlformats.org/officeDocument/2006/math'],
]
  .map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
  .join(' ');

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

export interface Relation {
  readonly kind: string;
  readonly target: string;
  readonly external?: boolean;
}

export const relationships = (relations: readonly Relation[]): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations
    .map(
      ({ kind, target, external }, index) =>
        `<Relationship Id="rId${index + 1}" Type="${office}/${kind}" Target="${target}"${external ? ' TargetMode="External"' : ''}/>`,
    )
    .join('')}</Relationships>`;

export interface WordOptions {
  /** Name of the main part as it stands in the archive. */
  readonly main?: string;
  /** How the package's relationship names it. */
  readonly target?: string;
  readonly styles?: string;
  readonly relations?: readonly Relation[];
  /** More content types: part name -> type. */
  readonly types?: Readonly<Record<string, string>>;
  readonly more?: readonly Entry[];
  readonly encode?: (xml: string) => Uint8Array;
  readonly slash?: '/' | '\\';
}

/** A Word file around a body, with just the parts it needs. */
export const word = (body: string, options: WordOptions = {}): Buffer => {
  const { main = 'word/document.xml', slash = '/', encode = (xml: string) => Buffer.from(xml) } = options;
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const named = (name: string): string => name.replaceAll('/', slash);
  const overrides = {
    [`/${main}`]: `${wordType}.document.main+xml`,
    ...(options.styles === undefined ? {} : { [`/${folder}styles.xml`]: `${wordType}.styles+xml` }),
    ...options.types,
  };
  const own = [
    ...(options.styles === undefined ? [] : [{ kind: 'styles', target: 'styles.xml' }]),
    ...(options.relations ?? []),
  ];
  const types = Object.entries(overrides)
    .map(([part, type]) => `<Override PartName="${part}" ContentType="${type}"/>`)
    .join('');
  return zipOf(
    {
      name: '[Content_Types].xml',
      data: `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${types}</Types>`,
    },
    {
      name: named('_rels/.rels'),
      data: relationships([{ kind: 'officeDocument', target: options.target ?? main }]),
    },
    {
      name: named(main),
      data: encode(`<?xml version="1.0"?><w:document ${declared}><w:body>${body}</w:body></w:document>`),
    },
    ...(own.length > 0
      ? [
          {
            name: named(`${folder}_rels/${main.slice(folder.length)}.rels`),
            data: relationships(own),
          },
        ]
      : []),
    ...(options.styles === undefined
      ? []
      : [{ name: named(`${folder}styles.xml`), data: `<w:styles ${declared}>${options.styles}</w:styles>` }]),
    ...(options.more ?? []),
  );
};

export const run = (text: string, properties = ''): string =>
  `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
export const para = (...runs: readonly string[]): string => `<w:p>${runs.join('')}</w:p>`;
export const table = (...rows: readonly (readonly string[])[]): string =>
  `<w:tbl>${rows
    .map(
      cells =>
        `<w:tr>${cells.map(cell => `<w:tc>${cell.startsWith('<') ? cell : para(run(cell))}</w:tc>`).join('')}</w:tr>`,
    )
    .join('')}</w:tbl>`;
