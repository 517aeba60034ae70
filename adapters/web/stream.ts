import { streamSSE } from 'hono/streaming';
import { type App, fileAnswer, refuse } from './answers.ts';
import type { Hub } from './hub.ts';

/** An idle stream says something this often, in milliseconds, so that proxies keep it and dead ones are noticed. */
const heartbeatMs = 20_000;

/** What the page is shown: the stream of its chats, resumable by `Last-Event-ID`, and the files that came with them. */
export const mountStream = (app: App, hub: Hub): void => {
  app.get('/api/stream', c => {
    const { browser } = c.var;
    if (!hub.entered(browser)) return refuse(c, 429, 'web:busy', '打开的网页太多，请关闭几个后重试。');
    const ended = new AbortController();
    let cursor = c.req.header('last-event-id') ?? null;
    c.header('x-accel-buffering', 'no');
    ended.signal.addEventListener('abort', () => hub.left(browser), { once: true });
    return streamSSE(
      c,
      async stream => {
        stream.onAbort(() => ended.abort());
        for (let first = true; !ended.signal.aborted && !hub.closed; first = false) {
          const { lines, gap } = hub.after(browser, cursor);
          if (gap) {
            await stream.writeSSE({ event: 'gap', data: '' });
            cursor = null;
          }
          for (const { id, entry } of lines) {
            await stream.writeSSE({ id, data: JSON.stringify(entry) });
            cursor = id;
          }
          if (first) await stream.writeSSE({ event: 'ready', data: '' });
          if (lines.length > 0) continue;
          const why = await hub.changed(browser, heartbeatMs, ended.signal);
          if (why === 'quiet') await stream.write(': still here\n\n');
        }
        ended.abort();
      },
      async () => ended.abort(),
    );
  });

  app.get('/api/files/:id', async c => {
    const file = hub.file(c.var.browser, c.req.param('id'));
    // One whose owner has had everything deleted, or that is too old, is not there any more.
    const answer = file ? await fileAnswer(c, file, 'application/octet-stream').catch(() => null) : null;
    return answer ?? refuse(c, 404, 'web:no-file', '这个文件的下载已过期，请发送“申请书”重新获取。');
  });
};
