interface Callback {
  readonly query: URLSearchParams;
  readonly body: string;
}
type Mutation = (
  callback: Callback,
  pick: (below: number) => number,
) => { query: URLSearchParams; body: Buffer };

/** A small fixed random source (mulberry32), so that a failure can be repeated. */
const randomFrom = (seed: number): ((below: number) => number) => {
  let state = seed;
  return below => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return Math.floor((((value ^ (value >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
};

const inserts = [
  '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
  '<!ENTITY a "b">',
  '&e;',
  '&amp;',
  '<?x?>',
  '<!-- -->',
  ']]>',
  '<![CDATA[',
  '<Encrypt>AAAA</Encrypt>',
  '</xml><xml>',
  '\u0000',
  '<a>'.repeat(200),
];

const changeQuery =
  (change: (value: string, pick: (below: number) => number) => string): Mutation =>
  ({ query, body }, pick) => {
    const names = ['msg_signature', 'timestamp', 'nonce'];
    const name = names[pick(names.length)]!;
    const copy = new URLSearchParams(query);
    copy.set(name, change(query.get(name)!, pick));
    return { query: copy, body: Buffer.from(body) };
  };

const encryptedRange = (body: string): { from: number; to: number } => {
  const from = body.indexOf('<Encrypt><![CDATA[') + '<Encrypt><![CDATA['.length;
  return { from, to: body.indexOf(']]>', from) };
};

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const otherThan = (old: string, pick: (below: number) => number): string => {
  const next = alphabet[pick(alphabet.length)]!;
  return next === old ? alphabet[(alphabet.indexOf(old) + 1) % alphabet.length]! : next;
};

/** Kinds of mutation, each changing what is signed or what must be there. */
const kinds: readonly Mutation[] = [
  // One character of the encrypted text is another one.
  ({ query, body }, pick) => {
    const { from, to } = encryptedRange(body);
    const at = from + pick(to - from - 4);
    return { query, body: Buffer.from(body.slice(0, at) + otherThan(body[at]!, pick) + body.slice(at + 1)) };
  },
  // Blocks of the encrypted text are dropped, doubled or swapped.
  ({ query, body }, pick) => {
    const { from, to } = encryptedRange(body);
    const bytes = Buffer.from(body.slice(from, to), 'base64');
    const blocks = Array.from({ length: bytes.length / 16 }, (_, n) => bytes.subarray(n * 16, n * 16 + 16));
    const at = pick(blocks.length - 1);
    const how = pick(3);
    if (how === 0) blocks.splice(at, 1);
    else if (how === 1) blocks.splice(at, 0, blocks[at]!);
    else blocks.splice(at, 2, blocks[at + 1]!, blocks[at]!);
    if (Buffer.concat(blocks).equals(bytes)) blocks.pop();
    return {
      query,
      body: Buffer.from(body.slice(0, from) + Buffer.concat(blocks).toString('base64') + body.slice(to)),
    };
  },
  // The body ends early.
  ({ query, body }, pick) => ({ query, body: Buffer.from(body.slice(0, pick(body.length - 1))) }),
  // Something is put into the body.
  ({ query, body }, pick) => {
    const at = 1 + pick(body.length - 1);
    return { query, body: Buffer.from(body.slice(0, at) + inserts[pick(inserts.length)]! + body.slice(at)) };
  },
  // The signature, time or nonce is another one.
  changeQuery((value, pick) => {
    const at = pick(value.length);
    const digit = String((Number.parseInt(value[at]!, 16) + 1 + pick(8)) % 10);
    return value.slice(0, at) + (digit === value[at] ? 'g' : digit) + value.slice(at + 1);
  }),
  changeQuery((value, pick) => value.slice(0, pick(value.length))),
  changeQuery((value, pick) => value + alphabet[pick(62)]!),
];

/** `count` callbacks, none of them genuine. An insertion that the reader must ignore does not exist. */
export const mutations = (
  original: Callback,
  count: number,
  seed: number,
): { query: URLSearchParams; body: Buffer }[] => {
  const pick = randomFrom(seed);
  return Array.from({ length: count }, (_, n) => kinds[n % kinds.length]!(original, pick));
};
