import PizZip from 'pizzip';
import { type Numbers, noNumbers, readNumbers } from '../documents/word-numbering.ts';
import { parseXml } from '../documents/xml.ts';
import { emptyControls } from './content-controls.ts';
import { findFields } from './form-fields.ts';
import { readPaper } from './form-paper.ts';
import type { FoundForm } from './found-form.ts';
import { edited, escaped } from './located-xml.ts';

/** Where Word keeps the text of a document; programs that call it otherwise are rare and not read. */
const main = 'word/document.xml';

export interface TaggedForm {
  readonly template: Uint8Array;
  readonly found: FoundForm;
}

const zipped = (zip: PizZip): Uint8Array => {
  for (const entry of Object.values(zip.files)) entry.date = new Date(1980, 0, 1);
  return zip.generate({ type: 'uint8array', compression: 'DEFLATE' });
};

/** Numbers that Word counts itself, which stand in no text. */
const numbersOf = (zip: PizZip): Numbers => {
  const [numbering, styles] = ['word/numbering.xml', 'word/styles.xml'].map(path => {
    const part = zip.file(path)?.asUint8Array();
    return part ? parseXml(part) : null;
  });
  return numbering ? readNumbers(numbering, styles ?? null) : noNumbers;
};

/** The office's own form with marks where answers go; everything else stays as it is. Null when it cannot be read. */
export const tagForm = (docx: Uint8Array): TaggedForm | null => {
  const zip = new PizZip(docx);
  const printed = zip.file(main)?.asText();
  if (printed === undefined) return null;
  const source = emptyControls(printed);
  const parts = readPaper(source, numbersOf(zip));
  if (!parts) return null;
  const found = findFields(parts);
  zip.file(main, edited(source, found.edits));
  return { template: zipped(zip), found };
};

const paragraph = (text: string): string =>
  `<w:p><w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`;

/** A Word file of nothing but a body. */
const wordFile = (body: string): Uint8Array => {
  const zip = new PizZip();
  zip.file(
    '[Content_Types].xml',
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
  );
  zip.file(
    '_rels/.rels',
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
  );
  zip.file(
    main,
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}<w:sectPr/></w:body></w:document>`,
  );
  return zipped(zip);
};

/** A plain page of `label：mark` lines, for a notice whose form was not given. */
export const plainTemplate = (
  title: string,
  fields: readonly { readonly id: string; readonly label: string }[],
): Uint8Array =>
  wordFile([title, ...fields.map(({ id, label }) => `${label}：【${id}】`)].map(paragraph).join(''));

const borders = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
  .map(side => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>`)
  .join('');

/** Some lines, and a table below them. */
export const wordTable = (lines: readonly string[], rows: readonly (readonly string[])[]): Uint8Array => {
  const cells = (row: readonly string[]) =>
    row.map(text => `<w:tc><w:tcPr/>${text.split('\n').map(paragraph).join('')}</w:tc>`).join('');
  const grid = (rows[0] ?? []).map(() => '<w:gridCol/>').join('');
  const table = `<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>${borders}</w:tblBorders></w:tblPr><w:tblGrid>${grid}</w:tblGrid>${rows
    .map(row => `<w:tr>${cells(row)}</w:tr>`)
    .join('')}</w:tbl>`;
  return wordFile(`${lines.map(paragraph).join('')}${table}<w:p/>`);
};
