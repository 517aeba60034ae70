import { posix } from 'node:path';
import type { FileIssue } from '../model/file.ts';
import { refuseContent } from './refusal.ts';
import { officeZipLimits, unzip } from './unzip.ts';
import { elements, parseXml, type Xml } from './xml.ts';

/** One pointer from a part, or from the package itself, to another part or to something outside. */
export interface Relationship {
  readonly id: string;
  /** The last word of its type: `officeDocument`, `image`, `hyperlink`. */
  readonly kind: string;
  /** The whole type, a URI. */
  readonly type: string;
  /** Part name, lower case, without a leading slash; for `external` ones the address as written. */
  readonly target: string;
  readonly external: boolean;
}

/** An Office file: parts by name and how they hang together (ECMA-376 Part 2, open packaging conventions). */
export interface OfficePackage {
  /** Lower-case part names: they are compared without regard to case (Part 2, 6.2.2.3). */
  readonly parts: ReadonlyMap<string, Uint8Array>;
  readonly typeOf: (part: string) => string;
  /** `''` for the package itself; `null` when they are there and broken. */
  readonly relationshipsOf: (part: string) => readonly Relationship[] | null;
  /** The document, workbook or presentation; `undefined` when nothing points to one. */
  readonly main: string | undefined;
}

const typesPart = '[content_types].xml';

const decoded = (name: string): string => {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
};

/** As written by programs that take a part name for a Windows path: backslashes, a leading slash, escapes. */
const partName = (name: string): string =>
  decoded(name.replaceAll('\\', '/')).replace(/^\/+/, '').toLowerCase();

const resolved = (from: string, target: string): string => {
  const plain = decoded(target.replaceAll('\\', '/').split('#')[0]!);
  return (plain.startsWith('/') ? posix.normalize(plain) : posix.join('/', posix.dirname(from), plain))
    .slice(1)
    .toLowerCase();
};

const relsOf = (part: string): string =>
  part === '' ? '_rels/.rels' : posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`);

const relationshipsIn = (root: Xml, from: string): Relationship[] =>
  elements(root)
    .filter(({ name }) => name === 'Relationship')
    .map(({ attributes: { Id = '', Type = '', Target = '', TargetMode = '' } }) => {
      const external = TargetMode.toLowerCase() === 'external';
      return {
        id: Id,
        kind: Type.slice(Type.lastIndexOf('/') + 1),
        type: Type,
        external,
        target: external ? Target : resolved(from, Target),
      };
    });

const contentTypes = (root: Xml | null): ((part: string) => string) => {
  const overrides = new Map<string, string>();
  const defaults = new Map<string, string>();
  for (const { name, attributes } of root ? elements(root) : []) {
    if (name === 'Override') overrides.set(partName(attributes.PartName ?? ''), attributes.ContentType ?? '');
    if (name === 'Default')
      defaults.set((attributes.Extension ?? '').toLowerCase(), attributes.ContentType ?? '');
  }
  return part => overrides.get(part) ?? defaults.get(posix.extname(part).slice(1)) ?? '';
};

/**
 * Opens an Office file under caps. Names are normalised before anything is looked up; two names that become the same are
 * refused, so that every reader of the file sees the same parts. Issues: those of `unzip`, `file:unreadable` when the
 * list of content types is missing or broken.
 */
export const openPackage = (
  bytes: Uint8Array,
): { ok: true; value: OfficePackage } | { ok: false; issues: [FileIssue] } => {
  const archive = unzip(bytes, officeZipLimits);
  if (!archive.ok) return archive;
  const parts = new Map<string, Uint8Array>();
  for (const [name, content] of archive.value) {
    const plain = partName(name);
    if (plain.split('/').includes('..') || parts.has(plain)) return refuseContent('unreadable');
    parts.set(plain, content);
  }
  const types = parts.get(typesPart);
  const typesRoot = types ? parseXml(types) : null;
  if (types && !typesRoot) return refuseContent('unreadable');
  const known = new Map<string, readonly Relationship[] | null>();
  const relationshipsOf = (part: string): readonly Relationship[] | null => {
    const earlier = known.get(part);
    if (earlier !== undefined) return earlier;
    const content = parts.get(relsOf(part));
    const root = content ? parseXml(content) : null;
    const found = content ? root && relationshipsIn(root, part) : [];
    known.set(part, found);
    return found;
  };
  const main = relationshipsOf('')?.find(({ kind, external }) => kind === 'officeDocument' && !external);
  return {
    ok: true,
    value: {
      parts,
      typeOf: contentTypes(typesRoot),
      relationshipsOf,
      main: main && parts.has(main.target) ? main.target : undefined,
    },
  };
};
