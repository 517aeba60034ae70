import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message that arrived: to whom, which, and when (milliseconds on the stopwatch of this process). */
export interface Arrival {
  readonly chat: string;
  readonly text: string;
  readonly at: number;
}

const bodyOf = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  try {
    return JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
};

/** A platform on loopback that keeps to its documented limits and counts; nothing in it comes from the fakes of the tests. */
abstract class Platform {
  readonly arrivals: Arrival[] = [];
  /** Calls refused for being too many. */
  tooMany = 0;
  refusals = 0;
  calls = 0;
  readonly #server: Server;
  readonly #times: number[] = [];

  constructor() {
    this.#server = createServer((request, response) => {
      void bodyOf(request).then(body => this.answer(request.url ?? '/', body, response));
    });
  }

  async start(): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  protected abstract answer(url: string, body: Record<string, unknown>, response: ServerResponse): unknown;

  /** Whether another call keeps to `count` in `ms`. */
  protected within(rates: readonly { readonly count: number; readonly ms: number }[]): boolean {
    const now = performance.now();
    const keeps = rates.every(({ count, ms }) => this.#times.filter(at => at > now - ms).length < count);
    if (keeps) this.#times.push(now);
    else this.tooMany += 1;
    return keeps;
  }

  protected arrive(chat: string, text: string): void {
    this.arrivals.push({ chat, text, at: performance.now() });
  }

  protected json(response: ServerResponse, body: object, status = 200): void {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  }
}

/** core.telegram.org/bots/faq: 30 messages a second in all. One chat's send takes `slowMs` and is then carried out. */
export class BotApi extends Platform {
  slow = '';
  slowMs = 0;

  protected answer(url: string, body: Record<string, unknown>, response: ServerResponse): unknown {
    const method = url.split('/').at(-1);
    const ok = (result: unknown) => this.json(response, { ok: true, result });
    if (method === 'getMe') return ok({ id: 1, is_bot: true, first_name: 'bench', username: 'bench_bot' });
    if (method === 'getUpdates') {
      return setTimeout(() => ok([]), 25_000).unref();
    }
    if (method !== 'sendMessage') return ok(true);
    this.calls += 1;
    const chat = String(body.chat_id);
    const text = String(body.text);
    if (!this.within([{ count: 30, ms: 1_000 }]))
      return this.json(
        response,
        {
          ok: false,
          error_code: 429,
          description: 'Too Many Requests: retry after 1',
          parameters: { retry_after: 1 },
        },
        429,
      );
    const carryOut = () => {
      this.arrive(chat, text);
      ok({ message_id: this.arrivals.length, date: 1, chat: { id: Number(chat), type: 'private' }, text });
    };
    return setTimeout(carryOut, chat === this.slow ? this.slowMs : 30);
  }
}

/** open.feishu.cn, im-v1/message/create: 50 a second and 1,000 a minute, one a `uuid`. `off`: the app is switched off (99991662). */
export class OpenPlatform extends Platform {
  off = false;
  readonly #uuids = new Set<string>();

  protected answer(url: string, body: Record<string, unknown>, response: ServerResponse): unknown {
    if (url.includes('tenant_access_token'))
      return this.json(response, { code: 0, msg: 'ok', tenant_access_token: 't-bench', expire: 7_200 });
    if (url.includes('/bot/v3/info')) return this.json(response, { code: 0, bot: { open_id: 'ou_bench' } });
    this.calls += 1;
    if (this.off) {
      this.refusals += 1;
      return this.json(response, { code: 99_991_662, msg: 'app is not available' }, 400);
    }
    if (
      !this.within([
        { count: 50, ms: 1_000 },
        { count: 1_000, ms: 60_000 },
      ])
    )
      return this.json(response, { code: 99_991_400, msg: 'request trigger frequency limit' }, 429);
    const uuid = String(body.uuid);
    if (!this.#uuids.has(uuid)) this.arrive(String(body.receive_id), String(body.content));
    this.#uuids.add(uuid);
    return setTimeout(() => this.json(response, { code: 0, data: { message_id: `om_${uuid}` } }), 30);
  }
}
