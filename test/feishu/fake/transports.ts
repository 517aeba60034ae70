import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { decodeFrame, encodeFrame } from './frames.ts';
import { acceptWebSocket, type Socket } from './websocket.ts';
import type { World } from './world.ts';

/** How an attempt ended: the status the app answered with and the body it gave, or no answer in time. */
export interface Outcome {
  readonly status: number;
  readonly body?: unknown;
}

export interface Transport {
  deliver(body: object): Promise<Outcome>;
  close(): void;
}

const answerMs = 3_000;
const late: Outcome = { status: 0 };

/** Sealed and signed as in open.feishu.cn/document/…/encrypt-key-encryption-configuration-case. */
export const sealed = (body: object, world: World) => {
  const key = createHash('sha256').update(world.encryptKey).digest();
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const bytes = Buffer.concat([iv, cipher.update(JSON.stringify(body)), cipher.final()]);
  const raw = Buffer.from(JSON.stringify({ encrypt: bytes.toString('base64') }));
  return { raw, headers: signed(raw, world) };
};

export const signed = (raw: Buffer, world: World, timestamp = String(Math.floor(world.now / 1000))) => {
  const nonce = randomBytes(6).toString('hex');
  const signature = createHash('sha256')
    .update(timestamp + nonce + world.encryptKey)
    .update(raw)
    .digest('hex');
  return {
    'content-type': 'application/json; charset=utf-8',
    'x-lark-request-timestamp': timestamp,
    'x-lark-request-nonce': nonce,
    'x-lark-signature': signature,
  };
};

export const httpTransport = (world: World, url: () => string): Transport => ({
  async deliver(body) {
    const { raw, headers } = sealed(body, world);
    try {
      const response = await fetch(url(), {
        method: 'POST',
        headers,
        body: raw as unknown as BodyInit,
        redirect: 'manual',
        signal: AbortSignal.timeout(answerMs),
      });
      const text = await response.text();
      return { status: response.status, ...(text === '' ? {} : { body: JSON.parse(text) as unknown }) };
    } catch {
      return late;
    }
  },
  close() {},
});

/** Seconds; a short reconnect interval keeps the tests quick. */
const clientConfig = { ReconnectCount: -1, ReconnectInterval: 0.05, ReconnectNonce: 0, PingInterval: 120 };
const control = 0;
const data = 1;

/** The long connection: one client at a time, frames in fragments, answers matched by message id. */
export class LongConnectionTransport implements Transport {
  /** Bytes in one fragment; events above it are cut. */
  fragmentBytes = 400;
  connections = 0;
  /** Code with which the endpoint refuses whoever asks where to connect to. */
  refusal = 0;
  /** The other end is gone without a word: nothing is answered any more until the next connection. */
  #deaf = false;
  readonly #world: World;
  readonly #ticket = randomBytes(8).toString('hex');
  /** Frames waiting for their acknowledgement, which counts only on the connection they went out on. */
  readonly #open = new Map<string, { readonly socket: Socket; settle(outcome: Outcome): void }>();
  #socket: Socket | null = null;
  readonly #sockets = new Set<Socket>();
  #ready = false;
  #waiting: (() => void)[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  /** Body of `POST /callback/ws/endpoint`. */
  endpoint(port: number, body: { AppID?: string; AppSecret?: string }): object {
    if (body.AppID !== this.#world.appId || body.AppSecret !== this.#world.appSecret) {
      return { code: 514, msg: 'auth failed', data: {} };
    }
    if (this.refusal !== 0) return { code: this.refusal, msg: 'refused', data: {} };
    return {
      code: 0,
      msg: 'success',
      data: {
        // device_id and service_id must not come first: the SDK parses the whole URL as a query.
        URL: `ws://127.0.0.1:${port}/ws?ticket=${this.#ticket}&device_id=d1&service_id=7`,
        ClientConfig: clientConfig,
      },
    };
  }

  accept(request: IncomingMessage, stream: Duplex): void {
    if (!request.url?.includes(`ticket=${this.#ticket}`)) {
      stream.destroy();
      return;
    }
    this.connections += 1;
    this.#ready = false;
    this.#deaf = false;
    const socket = acceptWebSocket(request, stream, {
      message: bytes => this.#frame(bytes, socket),
      closed: () => {
        this.#sockets.delete(socket);
        if (this.#socket === socket) this.#ready = false;
        for (const waiting of this.#open.values()) if (waiting.socket === socket) waiting.settle(late);
      },
    });
    this.#socket = socket;
    this.#sockets.add(socket);
  }

  #frame(bytes: Buffer, socket: Socket): void {
    if (this.#deaf) return;
    const frame = decodeFrame(bytes);
    if (frame.method === control) {
      if (frame.headers.type !== 'ping') throw new Error('fake Feishu: control frame that is no ping');
      socket.send(
        encodeFrame({
          ...frame,
          headers: { type: 'pong' },
          payload: Buffer.from(JSON.stringify(clientConfig)),
        }),
      );
      // The client listens from its first ping on; frames sent before are lost.
      this.#ready = true;
      for (const go of this.#waiting.splice(0)) go();
      return;
    }
    const { code, data: answer } = JSON.parse(Buffer.from(frame.payload ?? []).toString()) as {
      code: number;
      data?: string;
    };
    const body =
      answer === undefined ? {} : { body: JSON.parse(Buffer.from(answer, 'base64').toString()) as unknown };
    if (frame.headers.biz_rt === undefined) throw new Error('fake Feishu: acknowledgement without biz_rt');
    const waiting = this.#open.get(frame.headers.message_id ?? '');
    if (waiting?.socket === socket) waiting.settle({ status: code, ...body });
  }

  /** Break the connection; the client comes back by itself. */
  drop(): void {
    this.#ready = false;
    this.#socket?.drop();
  }

  /** Go away without closing, as when a firewall forgets a connection: what is sent is read by nobody. */
  vanish(): void {
    this.#ready = false;
    this.#deaf = true;
  }

  /** Resolves when a client listens. */
  async connected(): Promise<void> {
    if (!this.#ready) await new Promise<void>(resolve => this.#waiting.push(resolve));
  }

  async deliver(body: object): Promise<Outcome> {
    await this.connected();
    const socket = this.#socket!;
    const payload = Buffer.from(JSON.stringify(body));
    const id = this.#world.id('frame');
    const sum = Math.max(1, Math.ceil(payload.length / this.fragmentBytes));
    const outcome = new Promise<Outcome>(resolve => {
      const timer = setTimeout(() => resolve(late), answerMs);
      this.#open.set(id, {
        socket,
        settle: answer => {
          clearTimeout(timer);
          resolve(answer);
        },
      });
    });
    for (let seq = 0; seq < sum; seq += 1) {
      socket.send(
        encodeFrame({
          seq: seq + 1,
          log: 1,
          service: 7,
          method: data,
          headers: { type: 'event', message_id: id, sum: String(sum), seq: String(seq), trace_id: `t-${id}` },
          payload: payload.subarray(seq * this.fragmentBytes, (seq + 1) * this.fragmentBytes),
        }),
      );
    }
    const result = await outcome;
    this.#open.delete(id);
    return result;
  }

  close(): void {
    for (const socket of this.#sockets) socket.drop();
    for (const waiting of this.#open.values()) waiting.settle(late);
  }
}
