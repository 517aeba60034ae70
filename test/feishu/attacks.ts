import { createCipheriv, createHash } from 'node:crypto';
import type { RawRequest } from '../../src/host/channel.ts';
import { sealed } from './fake/transports.ts';
import type { World } from './fake/world.ts';

/** One forged, old, replayed or re-encoded request, and what was done to it. */
export interface Attack {
  readonly kind: string;
  readonly request: RawRequest;
  /** Milliseconds at which it arrives. */
  readonly at: number;
}

/** Small seeded generator (mulberry32): the same attacks in every run. */
const generator = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const asRequest = (headers: Record<string, string>, body: Uint8Array, method = 'POST'): RawRequest => ({
  method,
  path: '/callback/feishu/event',
  query: new URLSearchParams(),
  headers,
  body,
});

const signAs = (key: string, timestamp: string, nonce: string, body: Uint8Array) => ({
  'x-lark-request-timestamp': timestamp,
  'x-lark-request-nonce': nonce,
  'x-lark-signature': createHash('sha256')
    .update(timestamp + nonce + key)
    .update(body)
    .digest('hex'),
});

/** Sign and seal any text with the real key: what only a leaked key or a broken proxy could produce. */
export const sealText = (
  text: string,
  world: World,
  { tail = '', wrap = (json: string) => json } = {},
): RawRequest => {
  const key = createHash('sha256').update(world.encryptKey).digest();
  const iv = Buffer.alloc(16, 3);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const bytes = Buffer.concat([iv, cipher.update(text), cipher.final()]);
  const body = Buffer.from(wrap(JSON.stringify({ encrypt: bytes.toString('base64') })) + tail);
  return asRequest(signAs(world.encryptKey, String(Math.floor(world.now / 1000)), 'nonce', body), body);
};

/** An untouched request, as the platform sends it. */
export const genuine = (body: object, world: World): RawRequest => {
  const { raw, headers } = sealed(body, world);
  return asRequest(headers, raw);
};

const header = (request: RawRequest, name: string) => request.headers[`x-lark-${name}`] ?? '';
const withHeaders = (request: RawRequest, changed: Record<string, string | undefined>): RawRequest => ({
  ...request,
  headers: Object.fromEntries(
    Object.entries({ ...request.headers, ...changed }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  ),
});
const withBody = (request: RawRequest, body: Uint8Array): RawRequest => ({ ...request, body });

/** Every way a request can be bent that does not need luck. */
const crafted = (request: RawRequest, event: object, world: World): Attack[] => {
  const at = world.now;
  const timestamp = header(request, 'request-timestamp');
  const nonce = header(request, 'request-nonce');
  const signature = header(request, 'signature');
  const text = Buffer.from(request.body).toString();
  const plainText = JSON.stringify(event);
  const attack = (kind: string, changed: RawRequest, when = at): Attack => ({
    kind,
    request: changed,
    at: when,
  });
  const signatureIs = (value: string | undefined) => withHeaders(request, { 'x-lark-signature': value });
  const plainBody = Buffer.from(plainText);
  return [
    ...[
      undefined,
      '',
      '0',
      signature.slice(1),
      `${signature}0`,
      signature.toUpperCase(),
      'z'.repeat(64),
      '签'.repeat(64),
      `${signature}, ${signature}`,
      ` ${signature}`,
    ].map(value => attack('signature', signatureIs(value))),
    ...[undefined, '', `${nonce}0`, nonce.slice(1), `${nonce}, ${nonce}`].map(value =>
      attack('nonce', withHeaders(request, { 'x-lark-request-nonce': value })),
    ),
    ...[
      undefined,
      '',
      '0',
      `${timestamp}0`,
      `0${timestamp}`,
      `${timestamp} `,
      `${timestamp}.0`,
      'NaN',
      'Infinity',
      String(Number(timestamp) + 1),
    ].map(value => attack('timestamp', withHeaders(request, { 'x-lark-request-timestamp': value }))),
    // Digits moved over the border keep the signature: only the ten digits and the closed window refuse these.
    ...[1, 2, 3].flatMap(digits => [
      attack(
        'boundary',
        withHeaders(request, {
          'x-lark-request-timestamp': timestamp + nonce.slice(0, digits),
          'x-lark-request-nonce': nonce.slice(digits),
        }),
      ),
      attack(
        'boundary',
        withHeaders(request, {
          'x-lark-request-timestamp': timestamp.slice(0, -digits),
          'x-lark-request-nonce': timestamp.slice(-digits) + nonce,
        }),
      ),
    ]),
    ...[-86_400, -3_600, -301, 301, 3_600, 86_400, 400 * 86_400].map(seconds =>
      attack('replay', request, at + seconds * 1000),
    ),
    ...[
      text.replace(':', ': '),
      `${text} `,
      `\ufeff${text}`,
      `${text}{}`,
      `${text}\u0000`,
      text.replace('encrypt', '\\u0065ncrypt'),
      text.replace('{', '{"x":1,'),
      text.replace('{', '{"encrypt":"AAAA",'),
    ].map(changed => attack('re-encoded', withBody(request, Buffer.from(changed)))),
    attack('method', { ...request, method: 'PUT' }),
    attack('plain', asRequest({}, plainBody)),
    attack('plain', asRequest(signAs('', timestamp, nonce, plainBody), plainBody)),
    attack('other key', asRequest(signAs('another key', timestamp, nonce, request.body), request.body)),
    attack('empty', withBody(request, new Uint8Array())),
  ];
};

/** Signed with the real key, and still not to be read: two readers could read two things. */
const ambiguous = (event: object, world: World): Attack[] => {
  const plain = JSON.stringify(event);
  const token = world.verificationToken;
  const texts = [
    `${plain} {}`,
    `${plain}\u0000`,
    plain.replace('"schema"', '"schema":"1.0","schema"'),
    plain.replace('"token"', '"\\u0074oken":"x","token"'),
    plain.replace('"event":{', '"event":{"__proto__":{"a":1},'),
    plain.replace('{', `{"x":${'['.repeat(40)}${']'.repeat(40)},`),
    `${'['.repeat(100_000)}`,
    plain.replace(token, 'wrong-token'),
    plain.replace(`"token":"${token}"`, '"token":""'),
    plain.replace(`"token":"${token}",`, ''),
    `\ufeff${plain}`,
    'null',
    '"text"',
    '[]',
    '',
  ];
  const requests = [
    ...texts.filter(text => text !== plain).map(text => sealText(text, world)),
    sealText(plain, world, { tail: '{}' }),
    sealText(plain, world, { wrap: json => json.replace('{', '{"encrypt":"x",') }),
    sealText(plain, world, { wrap: json => json.replace('{', '{"__proto__":{},') }),
    sealText(plain, world, { wrap: json => json.replace('{', '{"more":1,') }),
  ];
  return requests.map(request => ({ kind: 'ambiguous', request, at: world.now }));
};

/** Bytes flipped, cut, doubled and inserted anywhere in body and headers. */
const random = (request: RawRequest, world: World, count: number, seed: number): Attack[] => {
  const next = generator(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  const bent = (): RawRequest => {
    const body = Buffer.from(request.body);
    const at = below(body.length);
    switch (below(6)) {
      case 0:
        body[at] = (body[at] ?? 0) ^ (1 << below(8));
        return withBody(request, body);
      case 1:
        return withBody(request, body.subarray(0, at));
      case 2:
        return withBody(
          request,
          Buffer.concat([body.subarray(0, at), Buffer.from([below(256)]), body.subarray(at)]),
        );
      case 3:
        return withBody(request, Buffer.concat([body, body.subarray(at)]));
      case 4: {
        const names = ['x-lark-signature', 'x-lark-request-nonce', 'x-lark-request-timestamp'] as const;
        const name = names[below(3)]!;
        const value = request.headers[name] ?? '';
        const where = below(value.length);
        const digit = (Number.parseInt(value[where]!, 16) + 1 + below(9)) % 10;
        return withHeaders(request, { [name]: value.slice(0, where) + digit + value.slice(where + 1) });
      }
      default: {
        const sealedText = Buffer.from(request.body).toString();
        const inside = Buffer.from((JSON.parse(sealedText) as { encrypt: string }).encrypt, 'base64');
        inside[below(inside.length)]! ^= 1 + below(255);
        return withBody(request, Buffer.from(JSON.stringify({ encrypt: inside.toString('base64') })));
      }
    }
  };
  return Array.from({ length: count }, () => ({ kind: 'random', request: bent(), at: world.now }));
};

const same = (left: RawRequest, right: RawRequest) =>
  Buffer.compare(left.body, right.body) === 0 &&
  JSON.stringify(left.headers) === JSON.stringify(right.headers);

/** All attacks on one genuine event body; `count` of them at random. */
export const attacksOn = (event: object, world: World, count: number, seed: number): Attack[] => {
  const request = genuine(event, world);
  return [
    ...crafted(request, event, world),
    ...ambiguous(event, world),
    ...random(request, world, count, seed).filter(attack => !same(attack.request, request)),
  ];
};
