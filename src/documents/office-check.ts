import type { ContentRefusal } from '../model/file.ts';
import { type OfficePackage, openPackage, type Relationship } from './office-package.ts';
import { decodeXml } from './xml.ts';

/**
 * Content types of parts that hold text, tables, layout or pictures (ECMA-376 Part 1, chapters 11 to 15; Microsoft's and
 * WPS's additions of the same kinds). Markup below these names draws; it runs nothing.
 */
const harmlessTypes: readonly RegExp[] = [
  /^application\/xml$/,
  /^application\/vnd\.openxmlformats-package\.(?:relationships|core-properties|digital-signature-(?:origin|xmlsignature))\b/,
  /^application\/vnd\.openxmlformats-officedocument\.(?:wordprocessingml|spreadsheetml)\.[\w.-]{1,60}\+xml$/,
  /^application\/vnd\.openxmlformats-officedocument\.(?:drawingml|theme|themeOverride|chart|custom-properties|customXmlProperties|extended-properties|vmlDrawing|bibliography)\b/,
  /^application\/vnd\.openxmlformats-officedocument\.(?:wordprocessingml\.printerSettings|spreadsheetml\.printerSettings|obfuscatedFont)$/,
  /^application\/vnd\.ms-(?:word\.(?:stylesWithEffects|comments\w{0,20}|people)|excel\.(?:threadedcomments|person|slicer\w{0,12}|rd\w{0,20}|calcChain)|office\.(?:chartstyle|chartcolorstyle|chartex|drawingml\.diagramDrawing))\+xml$/,
  /^application\/vnd\.wps-officedocument\.[\w.-]{1,40}\+xml$/,
  /^application\/(?:inkml\+xml|x-fontdata|x-font-ttf)$/,
  /^image\/(?:png|p?jpeg|jpg|gif|bmp|x-bmp|tiff|(?:x-)?emf|(?:x-)?wmf|svg\+xml|webp|vnd\.ms-photo)$/,
];
const notHarmless =
  /macroEnabled|oleObject|activeX|control|externalLink|connections|queryTable|vbaProject|template\.main/i;

/** What one part may point to, by the last word of the relationship's type (ECMA-376 Part 1, 9.2 and the parts' own). */
const harmlessRelations = new Set(
  `officeDocument core-properties extended-properties custom-properties thumbnail origin signature certificate
  styles stylesWithEffects settings webSettings fontTable font numbering footnotes endnotes header footer
  comments commentsExtended commentsIds commentsExtensible people theme themeOverride image hyperlink customXml
  customXmlProps glossaryDocument chart chartEx chartUserShapes chartStyle chartColorStyle diagramData diagramLayout
  diagramQuickStyle diagramColors diagramDrawing ink printerSettings worksheet chartsheet sharedStrings calcChain table
  drawing vmlDrawing pivotTable pivotCacheDefinition pivotCacheRecords sheetMetadata person threadedComment slicer
  slicerCache`.split(/\s+/),
);

const macroNames = /vbaproject|vbadata|(?:^|\/)activex\//;

const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A file on the reader's own disk, or no address at all. Addresses on the net tell others who opened the file, and when. */
const isLocal = (target: string): boolean =>
  !/^[\\/]{2}/.test(target) &&
  !/^(?!file:)[a-z][a-z0-9+.-]{1,20}:/i.test(target) &&
  !/^file:[\\/]{2}[^\\/]/i.test(target);

const safeLink = (target: string): boolean => /^(?:https?|mailto|tel):/i.test(target) || isLocal(target);

const relationTrouble = (
  from: string,
  relation: Relationship,
  office: OfficePackage,
  depth: number,
): ContentRefusal | null => {
  if (relation.external) {
    if (relation.kind === 'hyperlink') return safeLink(relation.target) ? null : 'active';
    // Every document made from a template of somebody's own names it; only one on the net is fetched.
    if (relation.kind === 'attachedTemplate' || relation.kind === 'image')
      return isLocal(relation.target) ? null : 'active';
    return 'active';
  }
  // Another document put in at a place: Word takes it in when the file is saved anew, whatever it is.
  if (relation.kind === 'aFChunk') {
    const inner = office.parts.get(relation.target);
    return inner && isPacked(inner) && depth === 0 ? embeddedTrouble(inner) : 'other-word';
  }
  // The figures behind a chart are a workbook of its own.
  if (relation.kind === 'package') {
    const inner = office.parts.get(relation.target);
    const ofChart = /chart/i.test(office.typeOf(from)) && office.typeOf(relation.target) === spreadsheet;
    return inner && ofChart && depth === 0 ? embeddedTrouble(inner) : 'active';
  }
  if (/vbaProject|keyMapCustomizations|activeX|control/i.test(relation.kind)) return 'macros';
  const ours = harmlessRelations.has(relation.kind) || /^https?:\/\/(?:www\.)?wps\.cn\//.test(relation.type);
  return ours ? null : 'active';
};

const isPacked = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** Parts that are put into the document as documents of their own. */
const chunksOf = ({ parts, relationshipsOf }: OfficePackage): ReadonlySet<string> =>
  new Set(
    [...parts.keys()]
      .filter(name => name.endsWith('.rels'))
      .flatMap(name => relationshipsOf(ownerOf(name)) ?? [])
      .flatMap(({ kind, external, target }) => (kind === 'aFChunk' && !external ? [target] : [])),
  );

const embeddedTrouble = (bytes: Uint8Array): ContentRefusal | null => {
  const opened = openPackage(bytes);
  return opened.ok ? officeTrouble(opened.value, 1) : 'active';
};

const fieldCode =
  /<(?:[\w.-]{1,20}:)?(?:fldChar\b|instrText\b[^<>]{0,200}>([^<]*)|fldSimple\b[^<>]{0,200}?\binstr="([^"]*))/g;
const entity = /&(?:#x([\da-f]{1,6})|#(\d{1,7})|quot|amp);/gi;
/** ECMA-376 Part 1, 17.16.5: fields that start programs or fetch other files when they are brought up to date. */
const fetchingField =
  /(?:^|\n)[^\S\n]{0,99}(?:DDE|DDEAUTO|LINK|INCLUDETEXT|DATABASE)\b|INCLUDEPICTURE[\s"]{0,99}\\\\|(?:^|\n)[^\S\n]{0,99}QUOTE\s{1,99}\d/i;

const fieldTrouble = (markup: Uint8Array): boolean => {
  const text = decodeXml(markup);
  if (text === null) return true;
  let codes = '';
  for (const [, instruction, simple] of text.matchAll(fieldCode))
    codes += instruction ?? (simple === undefined ? '\n' : `\n${simple}\n`);
  return fetchingField.test(
    codes.replace(entity, (whole, hex?: string, decimal?: string) => {
      const point = hex ? Number.parseInt(hex, 16) : Number(decimal);
      return hex || decimal
        ? point <= 0x10ffff
          ? String.fromCodePoint(point)
          : ''
        : whole === '&quot;'
          ? '"'
          : '&';
    }),
  );
};

const declarations = (['utf8', 'utf16le'] as const).map(encoding => Buffer.from('<!DOCTYPE', encoding));
const declaresType = (markup: Uint8Array): boolean => {
  const bytes = Buffer.from(markup.buffer, markup.byteOffset, markup.byteLength);
  const [plain, wide] = declarations;
  return bytes.includes(plain!) || bytes.includes(wide!) || bytes.includes(Buffer.from(wide!).swap16());
};

/** The part that a file of relationships belongs to. */
const ownerOf = (rels: string): string => rels.replace(/(^|\/)_rels\/([^/]*)\.rels$/, '$1$2');

/**
 * What in an Office file could act on whoever opens it: macros, controls, embedded objects, templates and pictures fetched
 * from the net, fields that start programs. By lists of what is allowed, so that the unknown is refused. `null`: nothing.
 */
export const officeTrouble = (office: OfficePackage, depth = 0): ContentRefusal | null => {
  const { parts, typeOf } = office;
  const names = [...parts.keys()].filter(name => name !== '[content_types].xml');
  if (names.some(name => macroNames.test(name) || /macroEnabled|vbaProject|activeX/i.test(typeOf(name))))
    return 'macros';
  const chunks = chunksOf(office);
  for (const name of names) {
    if (!name.endsWith('.rels')) {
      if (chunks.has(name)) continue;
      const type = typeOf(name);
      const embedded = type === spreadsheet && depth === 0;
      if (!embedded && (notHarmless.test(type) || !harmlessTypes.some(harmless => harmless.test(type))))
        return 'active';
      // A document type may declare entities that grow or fetch; no part has one (ECMA-376 Part 2, 6.2.5).
      if (/xml$/.test(type) && declaresType(parts.get(name)!)) return 'unreadable';
      if (/wordprocessingml/.test(type) && fieldTrouble(parts.get(name)!)) return 'active';
      continue;
    }
    const relations = office.relationshipsOf(ownerOf(name));
    if (!relations) return 'unreadable';
    for (const relation of relations) {
      const trouble = relationTrouble(ownerOf(name), relation, office, depth);
      if (trouble) return trouble;
    }
  }
  return null;
};
