import * as sdk from '@larksuiteoapi/node-sdk';
import { describe, expect, it } from 'vitest';
import { decrypt, signatureOf } from '../../adapters/feishu/crypto.ts';
import { createRoutes, openBody } from '../../adapters/feishu/http-mode.ts';
import { sdkLogger } from '../../adapters/feishu/sdk-log.ts';
import type { HttpRoute, RawRequest } from '../../src/host/channel.ts';
import { silentLogger } from '../../src/host/log.ts';
import { type Attack, attacksOn, genuine, sealText } from './attacks.ts';
import { World } from './fake/world.ts';

const now = Date.parse('2026-11-23T08:00:00Z');
const world = new World(now);
const callback = { encryptKey: world.encryptKey, verificationToken: world.verificationToken };

const messageEvent = {
  schema: '2.0',
  header: {
    event_id: 'ev_1',
    event_type: 'im.message.receive_v1',
    create_time: String(now),
    token: world.verificationToken,
    app_id: world.appId,
    tenant_key: 'tenant_bureau',
  },
  event: { message: { content: '{"text":"我们能申报吗？"}' } },
};
const clickEvent = {
  ...messageEvent,
  header: { ...messageEvent.header, event_type: 'card.action.trigger' },
  event: { action: { value: { t: 'abc_0', c: 'p' } } },
};
const verification = { challenge: 'ajls384kdj', token: world.verificationToken, type: 'url_verification' };

const open = (received: unknown[], at: () => number = () => now): HttpRoute =>
  createRoutes({
    callback,
    now: at,
    receive: async body => {
      received.push(body);
      return undefined;
    },
    log: silentLogger,
  })[0]!;

describe('crypto of the callback transport', () => {
  it.each([
    ['official sample', 'P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk='],
    ['fixed IV', 'AQEBAQEBAQEBAQEBAQEBAaXDSx/+p3XfhQ0ljvR+nIs='],
  ])('decrypts the vendor vector (%s)', (_, sealed) => {
    expect(decrypt(sealed, 'test key')).toBe('hello world');
    expect(new sdk.AESCipher('test key').decrypt(sealed)).toBe('hello world');
  });

  it.each([
    ['nothing', ''],
    ['no block after the IV', Buffer.alloc(16).toString('base64')],
    ['half a block', Buffer.alloc(40).toString('base64')],
    ['wrong padding', Buffer.alloc(48).toString('base64')],
    ['no base64', '签名'],
    ['base64 with a line end', 'P37w+VZImNgPEO1RBhJ6RtKl7n6zymIb\nEG1pReEzghk='],
  ])('gives null for %s', (_, sealed) => {
    expect(decrypt(sealed, 'test key')).toBeNull();
  });

  it('signs as the official SDK does, where its re-serialised body is the body', () => {
    const request = genuine(messageEvent, world);
    const body = JSON.parse(Buffer.from(request.body).toString()) as object;
    expect(sdkAccepts(request)).toBe(true);
    expect(request.headers['x-lark-signature']).toBe(
      signatureOf(
        request.headers['x-lark-request-timestamp']!,
        request.headers['x-lark-request-nonce']!,
        world.encryptKey,
        Buffer.from(JSON.stringify(body)),
      ),
    );
  });
});

describe('callbacks over HTTP', () => {
  it('answers url_verification, and only with our token', async () => {
    const route = open([]);
    expect(await route.handle(genuine(verification, world))).toMatchObject({
      status: 200,
      body: '{"challenge":"ajls384kdj"}',
    });
    expect(await route.handle(genuine({ ...verification, token: 'wrong' }, world))).toEqual({ status: 401 });
  });

  it('takes a genuine event, however its JSON is laid out inside', async () => {
    const received: unknown[] = [];
    const route = open(received);
    expect(await route.handle(genuine(messageEvent, world))).toMatchObject({ status: 200, body: '{}' });
    expect(await route.handle(sealText(JSON.stringify(messageEvent, null, 2), world))).toMatchObject({
      status: 200,
    });
    expect(received).toEqual([messageEvent, messageEvent]);
  });

  it.each([-300, 0, 300])('takes a request %i seconds off our clock', async seconds => {
    const request = genuine(messageEvent, world);
    expect(await open([], () => now + seconds * 1000).handle(request)).toMatchObject({ status: 200 });
  });

  it('asks for redelivery when the event could not be kept', async () => {
    const [route] = createRoutes({
      callback,
      now: () => now,
      receive: () => Promise.reject(new Error('store is down')),
      log: silentLogger,
    });
    expect(await route!.handle(genuine(messageEvent, world))).toEqual({ status: 503 });
  });
});

const attacks: Attack[] = [messageEvent, clickEvent, verification].flatMap((event, index) =>
  attacksOn(event, world, 3_600, index + 1),
);

/** Kinds of attack that a check lets through. */
const accepted = (check: (attack: Attack) => boolean): string[] => [
  ...new Set(attacks.filter(check).map(({ kind }) => kind)),
];

/** The SDK's own check, as its HTTP adapters call it: over the re-serialised body, without a clock. */
const dispatcher = new sdk.EventDispatcher({ ...callback, logger: sdkLogger(silentLogger) });
const sdkAccepts = (request: RawRequest): boolean => {
  try {
    const body = JSON.parse(Buffer.from(request.body).toString()) as object;
    const data: unknown = Object.assign(Object.create({ headers: request.headers }) as object, body);
    return dispatcher.requestHandle?.checkIsEventValidated(data) ?? false;
  } catch {
    return false;
  }
};

describe(`${attacks.length} forged, old, replayed and re-encoded requests`, () => {
  it('are enough', () => expect(attacks.length).toBeGreaterThan(10_000));

  it('are all refused alike, and none reaches the house or throws', async () => {
    const received: unknown[] = [];
    let at = now;
    const route = open(received, () => at);
    const odd: string[] = [];
    for (const attack of attacks) {
      at = attack.at;
      const answer = await route.handle(attack.request).catch((error: Error) => error.message);
      if (JSON.stringify(answer) !== '{"status":401}') odd.push(`${attack.kind}: ${JSON.stringify(answer)}`);
    }
    expect(odd).toEqual([]);
    expect(received).toEqual([]);
  });

  it('would get through the check of the SDK (control)', () => {
    expect(accepted(({ request }) => sdkAccepts(request))).toEqual(
      expect.arrayContaining(['boundary', 'replay', 're-encoded', 'ambiguous']),
    );
  });

  it('would get through a check that closes the window on one side only (control)', () => {
    const oneSided = ({ request, at }: Attack): boolean => {
      const timestamp = request.headers['x-lark-request-timestamp'] ?? '';
      const signature = signatureOf(
        timestamp,
        request.headers['x-lark-request-nonce'] ?? '',
        world.encryptKey,
        request.body,
      );
      return signature === request.headers['x-lark-signature'] && !(at / 1000 - Number(timestamp) > 300);
    };
    expect(accepted(oneSided)).toEqual(expect.arrayContaining(['boundary', 'replay']));
  });

  it('would get through without strict JSON and the token (control)', () => {
    const signatureOnly = ({ request, at }: Attack): boolean => {
      if (openBody(request, world.encryptKey, at) !== null) return true;
      return sdkAccepts(request) && Math.abs(at - now) < 300_000;
    };
    expect(accepted(signatureOnly)).toContain('ambiguous');
  });
});
