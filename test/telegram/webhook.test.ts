import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpRoute, RawRequest } from '../../src/host/channel.ts';
import { serveRoutes } from '../contracts/serve-routes.ts';
import { webhookSecret, webhookUrl } from './harness.ts';
import { runStage, setStage } from './setup.ts';

const env = { TELEGRAM_WEBHOOK_URL: webhookUrl, TELEGRAM_WEBHOOK_SECRET: webhookSecret };
const update = (id: number) =>
  Buffer.from(
    JSON.stringify({
      update_id: id,
      message: { message_id: 1, date: 1, chat: { id: 5, type: 'private' }, from: { id: 5 }, text: '您好' },
    }),
  );
const request = (secret: string | undefined, body: Uint8Array, method = 'POST'): RawRequest => ({
  method,
  path: '/callback/telegram',
  query: new URLSearchParams(),
  headers: secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret },
  body,
});
const statusOf = async (route: HttpRoute, given: RawRequest): Promise<number | 'drop'> => {
  const answer = await route.handle(given);
  return answer === 'drop' ? answer : answer.status;
};

describe('the webhook', () => {
  it('is registered with its secret and the wanted kinds, and serves the path of its address', async () => {
    const { api, channel } = await runStage(env);
    expect(api.calls.find(({ method }) => method === 'setWebhook')?.params).toEqual({
      url: webhookUrl,
      secret_token: webhookSecret,
      allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
    });
    expect(channel.routes?.map(({ path }) => path)).toEqual(['/callback/telegram']);
  });

  it('takes nothing without the exact secret: 10,000 mutations', async () => {
    const { channel, intake } = await runStage(env);
    const route = channel.routes![0]!;
    const mutated = fc.oneof(
      fc.constantFrom(
        undefined,
        '',
        `${webhookSecret}, ${webhookSecret}`,
        ` ${webhookSecret}`,
        webhookSecret.toLowerCase(),
      ),
      fc.nat({ max: webhookSecret.length - 1 }).map(at => webhookSecret.slice(0, at)),
      fc
        .tuple(fc.nat({ max: webhookSecret.length - 1 }), fc.string({ unit: 'binary', maxLength: 2 }))
        .map(([at, piece]) => webhookSecret.slice(0, at) + piece + webhookSecret.slice(at + 1)),
      fc.string({ minLength: 1, maxLength: 3 }).map(piece => webhookSecret + piece),
      fc.string({ unit: 'binary', maxLength: 300 }),
    );
    await fc.assert(
      fc.asyncProperty(
        mutated.filter(secret => secret !== webhookSecret),
        async secret => {
          expect(await statusOf(route, request(secret, update(1)))).toBe(401);
        },
      ),
      { numRuns: 10_000 },
    );
    expect(intake.events).toEqual([]);
    expect(await statusOf(route, request(webhookSecret, update(1)))).toBe(200);
    expect(intake.events).toHaveLength(1);
  });

  it.each<[string, RawRequest, number]>([
    ['another method', request(webhookSecret, update(1), 'GET'), 405],
    ['no JSON', request(webhookSecret, Buffer.from('{"update_id":')), 400],
    ['no UTF-8', request(webhookSecret, Buffer.from([0x22, 0xff, 0x22])), 400],
    ['an empty body', request(webhookSecret, Buffer.alloc(0)), 400],
    ['JSON that is no update', request(webhookSecret, Buffer.from('[1,2]')), 200],
    ['types all wrong', request(webhookSecret, Buffer.from('{"update_id":1,"message":{"chat":"x"}}')), 200],
    ['a prototype trick', request(webhookSecret, Buffer.from('{"__proto__":{"update_id":1}}')), 200],
  ])('answers %s without an event', async (_, given, status) => {
    const { channel, intake } = await runStage(env);
    expect(await statusOf(channel.routes![0]!, given)).toBe(status);
    expect(intake.events).toEqual([]);
  });

  it('asks for a redelivery while it is not running and when the intake cannot take it', async () => {
    const { channel, intake } = await setStage(env);
    const route = channel.routes![0]!;
    expect(await statusOf(route, request(webhookSecret, update(1)))).toBe(503);
    await channel.start(intake);
    intake.failNext();
    expect(await statusOf(route, request(webhookSecret, update(1)))).toBe(503);
    expect(await statusOf(route, request(webhookSecret, update(1)))).toBe(200);
    await channel.stop();
    expect(await statusOf(route, request(webhookSecret, update(2)))).toBe(503);
  });

  it('handles an update once that is delivered again while its first delivery is at work', async () => {
    const { channel, intake } = await runStage(env);
    const route = channel.routes![0]!;
    intake.hold();
    const first = route.handle(request(webhookSecret, update(1)));
    const second = route.handle(request(webhookSecret, update(1)));
    await intake.count(1);
    intake.release();
    expect(await Promise.all([first, second])).toEqual([{ status: 200 }, { status: 200 }]);
    expect(intake.events).toHaveLength(1);
  });

  it('works over real HTTP with the server posting', async () => {
    const { api, channel, intake, zhang } = await runStage(env);
    const served = await serveRoutes(channel.routes!);
    api.webhookTarget = url => served.url + new URL(url).pathname;
    expect(await zhang.writes('您好').outcome).toBe('acknowledged');
    expect(intake.events).toHaveLength(1);
    await served.close();
  });
});
