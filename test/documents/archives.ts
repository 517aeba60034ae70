import { crc32, deflateRawSync } from 'node:zlib';

export interface Entry {
  readonly name: string;
  readonly data: Uint8Array | string;
  /** Size to declare instead of the true one. */
  readonly declares?: number;
  readonly encrypted?: boolean;
  readonly method?: number;
}

const u16 = (value: number) => Buffer.from([value & 255, (value >> 8) & 255]);
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};

/** A zip that may lie about its sizes; honest libraries refuse to write one. */
export const zipOf = (...entries: readonly Entry[]): Buffer => {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const data = typeof entry.data === 'string' ? Buffer.from(entry.data) : Buffer.from(entry.data);
    const method = entry.method ?? 8;
    const packed = method === 8 ? deflateRawSync(data) : data;
    const name = Buffer.from(entry.name);
    const common = Buffer.concat([
      u16(20),
      u16(entry.encrypted ? 1 : 0),
      u16(method),
      u32(0),
      u32(crc32(data)),
      u32(packed.length),
      u32(entry.declares ?? data.length),
      u16(name.length),
      u16(0),
    ]);
    const local = Buffer.concat([u32(0x04034b50), common, name, packed]);
    locals.push(local);
    central.push(
      Buffer.concat([u32(0x02014b50), u16(20), common, u16(0), u16(0), u16(0), u32(0), u32(offset), name]),
    );
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  return Buffer.concat([
    ...locals,
    directory,
    u32(0x06054b50),
    u16(0),
    u16(0),
    u16(entries.length),
    u16(entries.length),
    u32(directory.length),
    u32(offset),
    u16(0),
  ]);
};

const office = 'application/vnd.openxmlformats-officedocument.';

/** An Office file whose main part has this name and content type. */
const officeFile = (part: string, type: string, ...more: readonly Entry[]): Buffer =>
  zipOf(
    {
      name: '[Content_Types].xml',
      data: `<Types><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/${part}" ContentType="${type}"/></Types>`,
    },
    {
      name: '_rels/.rels',
      data: `<Relationships><Relationship Id="r" Type="http://x/officeDocument" Target="${part}"/></Relationships>`,
    },
    { name: part, data: '<x/>' },
    ...more,
  );

export const docx = (...more: readonly Entry[]): Buffer =>
  officeFile('word/document.xml', `${office}wordprocessingml.document.main+xml`, ...more);
export const xlsx = (...more: readonly Entry[]): Buffer =>
  officeFile('xl/workbook.xml', `${office}spreadsheetml.sheet.main+xml`, ...more);
export const docm = (): Buffer =>
  officeFile('word/document.xml', 'application/vnd.ms-word.document.macroEnabled.main+xml');

/** One white pixel, of at least this many bytes. */
export const jpeg = (bytes = 0): Buffer => {
  const head = Buffer.from(
    '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
    'base64',
  );
  return Buffer.concat([
    head,
    Buffer.alloc(Math.max(0, bytes - head.length - 2), 1),
    Buffer.from([0xff, 0xd9]),
  ]);
};
export const png = (): Buffer =>
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  );

/** A minimal OLE2 file: header, one sector of directory, one sector for the first stream. */
export const ole = (names: readonly string[], options: { readonly encrypted?: boolean } = {}): Buffer => {
  const file = Buffer.alloc(512 * 3);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(file);
  file.writeUInt16LE(9, 30);
  names.forEach((name, index) => {
    const at = 512 + index * 128;
    file.write(name, at, 'utf16le');
    file.writeUInt16LE((name.length + 1) * 2, at + 64);
    file[at + 66] = 2;
    file.writeUInt32LE(1, at + 116);
  });
  file.writeUInt16LE(options.encrypted ? 0x0100 : 0, 512 * 2 + 10);
  return file;
};
