import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import type { Intake, Receipt } from '../../src/host/channel.ts';
import { type FileBody, fileBody, refusedFile } from '../../src/host/file-body.ts';
import type { Logger } from '../../src/host/log.ts';
import type { Event } from '../../src/model/event.ts';
import { type App, type Asked, bytesOf, refuse, refuseIssues, refuseNoRehearsal } from './answers.ts';
import { decodePosted, decodeUpload, maxEventBytes, postedEvent, uploadEvent } from './decode.ts';
import { encodeSaid } from './encode.ts';
import type { WebHouse } from './house.ts';
import type { Hub } from './hub.ts';
import { actorOf, browserOf, rehearsalName } from './seat.ts';
import type { Accepted, Refusal, Seat } from './wire.ts';

export interface ReceiveOptions {
  readonly house: WebHouse;
  readonly hub: Hub;
  /** null until the channel was started and after it was stopped. */
  intake(): Intake | null;
  /** Bytes of one upload. */
  readonly maxFileBytes: number;
  readonly log: Logger;
}

/**
 * The upload as a stream of its own: whoever stops reading it (at the cap) does not cut the connection that still has
 * to carry the answer, and a sender who goes away ends it with an error instead of a short file.
 */
const uploadOf = (incoming: IncomingMessage): Readable => {
  const through = new PassThrough();
  // Its reader hears of the error too; without a listener one that comes before the reader would end the process.
  through.on('error', () => {});
  incoming.once('close', () => {
    if (!incoming.complete) through.destroy(new Error('the upload broke off'));
  });
  return incoming.pipe(through);
};

const tooFast: Refusal = { code: 'web:hurried', message: '您的消息发送过快，请稍候片刻再发。' };
const hurried = (c: Asked): Response => refuse(c, 429, tooFast.code, tooFast.message);

/** The answer to an act of somebody whose acts are dropped now, without anything being read; null: it is to be taken. */
export const isHurried = (incoming: IncomingMessage, intake: Intake | null): string | null => {
  if (incoming.method !== 'POST' || incoming.url !== '/api/events') return null;
  const key = incoming.headers['x-shenbao-key'];
  const browser = browserOf(typeof key === 'string' ? key : undefined);
  const held = browser !== null && intake?.heldBack?.(actorOf(browser, 'self').id);
  return held ? JSON.stringify(tooFast) : null;
};

const notRunning = (c: Asked): Response =>
  refuse(c, 503, 'web:unavailable', '服务正在启动或停止，稍后会自动重试。');

/** Take in what the person says, presses and uploads. Answers only after the commit. */
export const mountReceive = (app: App, options: ReceiveOptions): void => {
  const { house, hub, maxFileBytes, log } = options;

  const mayAct = async (browser: string, seat: Seat): Promise<boolean> =>
    seat === 'self' || (await house.rehearsal(rehearsalName(browser))) !== null;

  const handOn = async (c: Asked, intake: Intake, event: Event): Promise<Response> => {
    let receipt: Receipt;
    try {
      receipt = await intake.receive(event);
    } catch (error) {
      log.error(
        { event: event.id, error: error instanceof Error ? error.name : 'unknown' },
        'web:not-received',
      );
      return refuse(c, 503, 'web:unavailable', '暂时不能处理，稍后会自动重试。');
    }
    if (receipt.outcome === 'refused') {
      return refuse(c, 409, 'web:refused', '这条消息没有被接受，请刷新页面。');
    }
    if (receipt.outcome === 'limited') {
      return hurried(c);
    }
    return c.json({ outcome: receipt.outcome } satisfies Accepted);
  };

  /** Keep the upload; null when the sender went away before it was complete. */
  const keep = async (c: Asked, intake: Intake, name: string): Promise<FileBody | null> => {
    const { incoming } = c.env;
    if (Number(incoming.headers['content-length'] ?? 0) > maxFileBytes) {
      return refusedFile('too-large', name);
    }
    const gone = () => incoming.destroyed && !incoming.complete;
    try {
      const kept = await intake.keepFile(uploadOf(incoming), name, maxFileBytes);
      return gone() ? null : fileBody(kept, name);
    } catch (error) {
      if (gone()) return null;
      throw error;
    }
  };

  app.post('/api/events', async c => {
    const bytes = await bytesOf(c, maxEventBytes);
    if (bytes instanceof Response) return bytes;
    const posted = decodePosted(bytes);
    if (!posted.ok) return refuseIssues(c, posted.issues);
    const intake = options.intake();
    if (!intake) return notRunning(c);
    const { browser } = c.var;
    const { seat, id } = posted.value;
    if (!(await mayAct(browser, seat))) return refuseNoRehearsal(c);
    const said = encodeSaid(posted.value, token => hub.labelOf(browser, seat, token));
    if (said) hub.said(browser, { kind: 'said', seat, event: id, said });
    return handOn(c, intake, postedEvent(browser, posted.value, intake.now()));
  });

  app.post('/api/files', async c => {
    const upload = decodeUpload(c.req.query());
    if (!upload.ok) return refuseIssues(c, upload.issues);
    const intake = options.intake();
    if (!intake) return notRunning(c);
    const { browser } = c.var;
    const { id, seat, name } = upload.value;
    if (!(await mayAct(browser, seat))) return refuseNoRehearsal(c);
    const kept = await keep(c, intake, name);
    if (!kept) return refuse(c, 400, 'web:broken', '文件没有传完，请重试。');
    if (!c.env.incoming.complete) c.header('connection', 'close');
    hub.said(browser, { kind: 'said', seat, event: id, said: { kind: 'file', name } });
    return handOn(c, intake, uploadEvent(browser, upload.value, intake.now(), kept));
  });
};
