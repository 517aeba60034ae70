import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maxEventBytes } from '../../adapters/web/decode.ts';
import { takeEvents } from '../../adapters/web/page/sse.ts';
import { browserOf, chatOf } from '../../adapters/web/seat.ts';
import type { StreamEntry, WireFile } from '../../adapters/web/wire.ts';
import { ask, askRaw, newKey, open } from './ask.ts';
import { type Served, serve } from './serve.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.stop());

let acts = 0;
const nextId = () => {
  acts += 1;
  return `event-${String(acts).padStart(6, '0')}`;
};

const post = (key: string, body: object, headers: Record<string, string> = {}) =>
  ask(`${served.url}/api/events`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'x-shenbao-key': key, ...headers },
  });
const put = (key: string, path: string, body: object) =>
  ask(`${served.url}${path}`, {
    method: 'PUT',
    body: JSON.stringify(body),
    headers: { 'x-shenbao-key': key },
  });
const say = (key: string, text: string, seat = 'self') =>
  post(key, { kind: 'text', id: nextId(), seat, text });
const eventsOf = (key: string) => served.fake.received.filter(({ id }) => id.includes(browserOf(key) ?? '?'));

interface Reading {
  readonly entries: StreamEntry[];
  readonly ids: string[];
  readonly names: string[];
}

/** Read a stream until it has caught up and `enough` holds, then hang up. */
const listen = async (
  key: string,
  cursor?: string,
  enough: (reading: Reading) => boolean = () => true,
): Promise<Reading> => {
  const response: IncomingMessage = await open(`${served.url}/api/stream`, {
    headers: { 'x-shenbao-key': key, ...(cursor === undefined ? {} : { 'last-event-id': cursor }) },
  });
  const reading: Reading = { entries: [], ids: [], names: [] };
  let pending = '';
  for await (const chunk of response.setEncoding('utf8')) {
    const { events, rest } = takeEvents(pending + chunk);
    pending = rest;
    for (const event of events) {
      reading.names.push(event.event);
      if (event.event !== 'message') continue;
      reading.entries.push(JSON.parse(event.data));
      reading.ids.push(event.id ?? '');
    }
    if (reading.names.includes('ready') && enough(reading)) break;
  }
  response.destroy();
  return reading;
};

/** Fill in the fake's form and give the file that came of it. */
const fileOf = async (key: string): Promise<WireFile> => {
  await post(key, { kind: 'press', id: nextId(), seat: 'self', token: 'menu_apply' });
  await say(key, '某单位');
  await say(key, '某路 1 号');
  const { entries } = await listen(key);
  const last = entries.at(-1);
  if (last?.kind !== 'message' || !last.message.files[0]) throw new Error('no file came');
  return last.message.files[0];
};

describe('somebody whose acts are dropped now', () => {
  it('is answered before anything is read, shown or taken, with all headers, and nobody else is', async () => {
    const [flooder, other] = [newKey(), newKey()];
    served.fake.intake.heldBack = actor => actor === `web:${browserOf(flooder)}`;
    try {
      const seen = served.fake.received.length;
      const refused = await post(flooder, { kind: 'text', id: nextId(), seat: 'self', text: '联系方式' });
      expect([refused.status, refused.text]).toEqual([429, expect.stringContaining('web:hurried')]);
      expect(refused.headers['x-content-type-options']).toBe('nosniff');
      expect(refused.headers['cache-control']).toBe('no-store');
      expect((await post(flooder, { kind: 'nothing that is read' })).status).toBe(429);
      expect(served.fake.received).toHaveLength(seen);
      expect((await listen(flooder)).entries).toEqual([]);
      expect((await say(other, '联系方式')).status).toBe(200);
    } finally {
      delete served.fake.intake.heldBack;
    }
  });
});

describe('who may ask', () => {
  it('is nobody under a foreign name, by page or by interface', async () => {
    for (const path of ['/', '/api/home', '/page/main.ts']) {
      const headers = { host: 'evil.example', 'x-shenbao-key': newKey() };
      expect((await ask(`${served.url}${path}`, { headers })).status).toBe(403);
    }
    const named = await ask(`${served.url}/`, { headers: { host: 'shenbao.example' } });
    expect(named.status).toBe(200);
  });

  it('is no page but ours', async () => {
    const key = newKey();
    const foreign = await post(
      key,
      { kind: 'enter', id: nextId(), seat: 'self' },
      { origin: 'http://evil.example' },
    );
    expect(foreign.status).toBe(403);
    const own = await post(key, { kind: 'enter', id: nextId(), seat: 'self' }, { origin: served.url });
    expect(own.status).toBe(200);
    expect(eventsOf(key)).toHaveLength(1);
  });

  it.each(['', 'short', `${'x'.repeat(42)}!`])('is nobody without a key: "%s"', async key => {
    expect((await ask(`${served.url}/api/home`, { headers: { 'x-shenbao-key': key } })).status).toBe(401);
  });
});

describe('the files of the page', () => {
  it('come with a policy and without types', async () => {
    const index = await ask(`${served.url}/`);
    expect(index.headers['content-security-policy']).toContain("default-src 'none'");
    expect(index.headers['x-content-type-options']).toBe('nosniff');
    const code = await ask(`${served.url}/page/main.ts`);
    expect(code.headers['content-type']).toContain('text/javascript');
    expect(code.text).not.toMatch(/import type|: Chat\b/);
    const again = await ask(`${served.url}/page/main.ts`, {
      headers: { 'if-none-match': String(code.headers.etag) },
    });
    expect(again).toMatchObject({ status: 304, text: '' });
    expect((await ask(`${served.url}/vendor/docx-preview.js`)).status).toBe(200);
  });

  it.each([
    '/../package.json',
    '/page/../receive.ts',
    '/page/..%2freceive.ts',
    '/page/%2e%2e/receive.ts',
    '/page//etc/passwd',
    '/vendor/../../package.json',
    '/vendor/constructor',
    '/__proto__',
    '/page/',
  ])('do not include %s', async path => {
    const answer = await askRaw(served.port, path);
    expect(answer.status).toBe(404);
    expect(answer.text).toBe('Not found');
  });
});

describe('events', () => {
  it('that come again are the same event', async () => {
    const key = newKey();
    const body = { kind: 'text', id: nextId(), seat: 'self', text: '你好' };
    expect(JSON.parse((await post(key, body)).text)).toEqual({ outcome: 'committed' });
    expect(JSON.parse((await post(key, body)).text)).toEqual({ outcome: 'duplicate' });
    const [first, second] = eventsOf(key);
    expect(first?.id).toBe(second?.id);
    const { entries } = await listen(key);
    expect(entries.map(({ kind }) => kind)).toEqual(['said', 'message']);
  });

  it('that could not be received are asked for again', async () => {
    const key = newKey();
    const body = { kind: 'text', id: nextId(), seat: 'self', text: '你好' };
    served.fake.failNext(1);
    const failed = await post(key, body);
    expect(failed.status).toBe(503);
    expect(JSON.parse(failed.text).message).toContain('重试');
    expect((await post(key, body)).status).toBe(200);
    expect((await listen(key)).entries).toHaveLength(2);
  });

  it.each([false, true])('over the cap are refused with 413 and a sentence, chunked: %s', async chunked => {
    const key = newKey();
    const answer = await ask(`${served.url}/api/events`, {
      method: 'POST',
      body: 'x'.repeat(maxEventBytes + 1),
      headers: { 'x-shenbao-key': key },
      chunked,
    });
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text).message).toContain('太长');
    expect(eventsOf(key)).toEqual([]);
  });

  it('of 100,000 characters arrive whole', async () => {
    const key = newKey();
    const text = '申'.repeat(100_000);
    expect((await say(key, text)).status).toBe(200);
    expect(eventsOf(key)[0]?.body).toEqual({ kind: 'text', text });
  });

  it('that make no sense are refused in words', async () => {
    const answer = await post(newKey(), { kind: 'operator', id: nextId() });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text).code).toBe('web:bad-request');
  });
});

describe('uploads', () => {
  const upload = (key: string, body: Uint8Array, name: string, chunked = false, declared?: string) =>
    ask(`${served.url}/api/files?${new URLSearchParams({ id: nextId(), seat: 'self', name })}`, {
      method: 'POST',
      body,
      chunked,
      headers: { 'x-shenbao-key': key, ...(declared === undefined ? {} : { 'content-length': declared }) },
    });

  it('are kept and handed on', async () => {
    const key = newKey();
    expect((await upload(key, Buffer.from('%PDF-1.7'), '方案.pdf')).status).toBe(200);
    expect(eventsOf(key)[0]?.body).toMatchObject({ kind: 'file', file: { name: '方案.pdf', bytes: 8 } });
  });

  it('of a wrong kind reach the engine as refused', async () => {
    const key = newKey();
    expect((await upload(key, Buffer.from('MZ'), '../../x.exe')).status).toBe(200);
    expect(eventsOf(key)[0]?.body).toEqual({ kind: 'file-refused', reason: 'bad-type', name: '../../x.exe' });
  });

  it.each([false, true])('that are too large reach the engine as refused, chunked: %s', async chunked => {
    const key = newKey();
    const answer = await upload(key, Buffer.alloc(20 * 1024 * 1024 + 1), 'big.pdf', chunked);
    expect(answer.status).toBe(200);
    expect(eventsOf(key)[0]?.body).toMatchObject({ kind: 'file-refused', reason: 'too-large' });
  });
});

describe('an upload that breaks off', () => {
  it('is no event, and hurts nobody', async () => {
    const key = newKey();
    const query = new URLSearchParams({ id: nextId(), seat: 'self', name: '方案.pdf' });
    const sent = request(`${served.url}/api/files?${query}`, {
      method: 'POST',
      headers: { 'x-shenbao-key': key, 'content-length': '1000000' },
      agent: false,
    });
    sent.on('error', () => {});
    await new Promise(resolve => sent.write('%PDF-1.7', resolve));
    sent.destroy();
    await new Promise(resolve => sent.once('close', resolve));
    expect((await say(key, '还在')).status).toBe(200);
    expect(eventsOf(key).map(({ body }) => body.kind)).toEqual(['text']);
  });
});

describe('the stream', () => {
  it('resumes after the last line that came', async () => {
    const key = newKey();
    await say(key, '一');
    const first = await listen(key);
    expect(first.entries).toHaveLength(2);
    await say(key, '二');
    const rest = await listen(key, first.ids.at(-1));
    expect(rest.entries).toHaveLength(2);
    expect(rest.names).not.toContain('gap');
    expect(rest.entries[0]).toMatchObject({ kind: 'said', said: { text: '二' } });
  });

  it('says when it cannot resume, and shows what there is', async () => {
    const key = newKey();
    await say(key, '一');
    const reading = await listen(key, 'ffffffffffff_7');
    expect(reading.names[0]).toBe('gap');
    expect(reading.entries).toHaveLength(2);
  });

  it('brings what happens while it is open', async () => {
    const key = newKey();
    const reading = listen(key, undefined, ({ entries }) => entries.length >= 2);
    await say(key, '在吗');
    expect((await reading).entries[1]).toMatchObject({ kind: 'message', seat: 'self' });
  });

  it('shows nobody else what was said', async () => {
    const key = newKey();
    await say(key, '内部');
    expect((await listen(newKey())).entries).toEqual([]);
    expect((await listen(key)).entries).toHaveLength(2);
  });
});

describe('the channel', () => {
  it('drops what a chat was shown once its data is deleted', async () => {
    const key = newKey();
    await say(key, '我的电话');
    served.channel.forget(browserOf(key) ?? '');
    expect((await listen(key)).entries).toEqual([{ kind: 'cleared', seats: ['self'] }]);
    served.channel.forget('nobody');
  });

  it('says how it is, and takes in nothing once stopped', async () => {
    const own = await serve();
    expect(own.channel.health()).toEqual({ state: 'running' });
    const post = () =>
      ask(`${own.url}/api/events`, {
        method: 'POST',
        body: JSON.stringify({ kind: 'enter', id: nextId(), seat: 'self' }),
        headers: { 'x-shenbao-key': newKey() },
      });
    expect((await post()).status).toBe(200);
    expect(own.channel.health()).toEqual({ state: 'running', lastEventAt: own.fake.intake.now() });
    await own.channel.stop();
    expect((await post()).status).toBe(503);
    expect(own.channel.health().state).toBe('stopped');
    await own.stop();
  });
});

describe('delivered files', () => {
  it('go to the chat they were sent to and to no other', async () => {
    const owner = newKey();
    const file = await fileOf(owner);
    const get = (key: string, id = file.id) =>
      ask(`${served.url}/api/files/${id}`, { headers: { 'x-shenbao-key': key } });
    const answer = await get(owner);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-disposition']).toContain("attachment; filename*=UTF-8''%E5%BB%BA");
    expect(answer.text.startsWith('PK')).toBe(true);
    expect((await get(newKey())).status).toBe(404);
    expect((await get(owner, '..%2F..%2Fetc%2Fpasswd')).status).toBe(404);
  });
});

describe('rehearsals', () => {
  it('open their chats only while they run, apart from the real one', async () => {
    const key = newKey();
    expect((await say(key, '演', 'rehearsal')).status).toBe(409);
    expect((await put(key, '/api/rehearsal/clock', { date: '1999-01-01' })).status).toBe(400);
    const started = await put(key, '/api/rehearsal/clock', { date: '2022-09-01' });
    expect(JSON.parse(started.text)).toEqual({ rehearsal: { today: '2022-09-01', reviewer: null } });
    expect((await say(key, '演', 'rehearsal')).status).toBe(200);
    expect((await say(key, '真')).status).toBe(200);
    const browser = browserOf(key) ?? '';
    expect(eventsOf(key).map(({ address }) => address.chat)).toEqual([chatOf(browser, 'rehearsal'), browser]);
    const seats = (await listen(key)).entries.map(entry => entry.kind !== 'cleared' && entry.seat);
    expect(seats).toEqual(['rehearsal', 'rehearsal', 'self', 'self']);
    await put(key, '/api/rehearsal/clock', { date: null });
    expect((await say(key, '演', 'rehearsal')).status).toBe(409);
  });

  it('seat a reviewer, and can be wiped without touching the real chat', async () => {
    const key = newKey();
    const chair = { section: 'innovation', role: 'reviewer' };
    expect((await put(key, '/api/rehearsal/reviewer', chair)).status).toBe(409);
    await put(key, '/api/rehearsal/clock', { date: '2022-09-01' });
    const seated = await put(key, '/api/rehearsal/reviewer', chair);
    expect(JSON.parse(seated.text).rehearsal.reviewer).toMatchObject(chair);
    await say(key, '真');
    await say(key, '审', 'reviewer');
    const wiped = await ask(`${served.url}/api/rehearsal`, {
      method: 'DELETE',
      headers: { 'x-shenbao-key': key },
    });
    expect(JSON.parse(wiped.text)).toEqual({ rehearsal: null });
    const { entries } = await listen(key);
    expect(entries.map(entry => (entry.kind === 'cleared' ? 'cleared' : entry.seat))).toEqual([
      'self',
      'self',
      'cleared',
    ]);
  });
});
