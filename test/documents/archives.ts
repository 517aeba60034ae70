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

const types = (type: string): Entry => ({
  name: '[Content_Types].xml',
  data: `<Types><Override PartName="/main.xml" ContentType="${type}"/></Types>`,
});

const docxEntries: readonly Entry[] = [
  types(`${office}wordprocessingml.document.main+xml`),
  { name: 'word/document.xml', data: '<w:document/>' },
];

export const docx = (...more: readonly Entry[]): Buffer => zipOf(...docxEntries, ...more);
export const xlsx = (): Buffer =>
  zipOf(types(`${office}spreadsheetml.sheet.main+xml`), { name: 'xl/workbook.xml', data: '<workbook/>' });
export const docm = (): Buffer =>
  zipOf(types('application/vnd.ms-word.document.macroEnabled.main+xml'), {
    name: 'word/document.xml',
    data: '<w:document/>',
  });

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
