/**
 * `pbbp2.Frame` of Feishu's long connection, written out by hand so that the fake shares no code with the SDK:
 * SeqID=1, LogID=2, service=3, method=4 (0 control, 1 data), headers=5 {key=1, value=2}, payload=8.
 */
export interface Frame {
  readonly seq: number;
  readonly log: number;
  readonly service: number;
  readonly method: 0 | 1;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: Uint8Array;
}

const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest % 128) | (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.from(bytes);
};

const number = (field: number, value: number) => Buffer.concat([varint(field * 8), varint(value)]);
const bytes = (field: number, value: Uint8Array) =>
  Buffer.concat([varint(field * 8 + 2), varint(value.length), value]);
const text = (field: number, value: string) => bytes(field, Buffer.from(value));

export const encodeFrame = (frame: Frame): Buffer =>
  Buffer.concat([
    number(1, frame.seq),
    number(2, frame.log),
    number(3, frame.service),
    number(4, frame.method),
    ...Object.entries(frame.headers).map(([key, value]) =>
      bytes(5, Buffer.concat([text(1, key), text(2, value)])),
    ),
    ...(frame.payload ? [bytes(8, frame.payload)] : []),
  ]);

type Field = readonly [number: number, value: number | Buffer];

const readVarint = (from: Buffer, at: number): readonly [value: number, next: number] => {
  let value = 0;
  for (let index = 0; ; index += 1) {
    const byte = from[at + index];
    if (byte === undefined) throw new Error('fake Feishu: frame ends inside a number');
    value += (byte & 127) * 128 ** index;
    if (byte < 128) return [value, at + index + 1];
  }
};

const readFields = (from: Buffer): Field[] => {
  const fields: Field[] = [];
  let at = 0;
  while (at < from.length) {
    const [key, afterKey] = readVarint(from, at);
    const [value, afterValue] = readVarint(from, afterKey);
    if (key % 8 === 0) {
      fields.push([Math.floor(key / 8), value]);
      at = afterValue;
    } else if (key % 8 === 2) {
      fields.push([Math.floor(key / 8), from.subarray(afterValue, afterValue + value)]);
      at = afterValue + value;
    } else {
      throw new Error(`fake Feishu: wire type ${key % 8} in a frame`);
    }
  }
  return fields;
};

export const decodeFrame = (from: Buffer): Frame => {
  const fields = readFields(from);
  const one = (field: number) => fields.find(([number]) => number === field)?.[1];
  const required = (field: number): number => {
    const value = one(field);
    if (typeof value !== 'number') throw new Error(`fake Feishu: frame without field ${field}`);
    return value;
  };
  const headers = fields.flatMap(([number, value]): [string, string][] => {
    if (number !== 5 || typeof value === 'number') return [];
    const parts = readFields(value);
    return [
      [String(parts.find(([part]) => part === 1)?.[1]), String(parts.find(([part]) => part === 2)?.[1])],
    ];
  });
  const payload = one(8);
  return {
    seq: required(1),
    log: required(2),
    service: required(3),
    method: required(4) === 0 ? 0 : 1,
    headers: Object.fromEntries(headers),
    ...(payload instanceof Buffer ? { payload } : {}),
  };
};
