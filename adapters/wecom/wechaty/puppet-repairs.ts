import type { Readable, Writable } from 'node:stream';

interface DownloadCall extends Readable {
  cancel(): void;
}
interface GrpcClient {
  download: (...request: unknown[]) => DownloadCall;
}

const guarded = new WeakSet<GrpcClient>();

/**
 * wechaty-puppet-service 1.19 pipes a gRPC download into a decoder and listens for errors on neither: a gateway that
 * goes away during a download, or a file that we stop reading because it is too large, would end the whole process
 * with an uncaught error. Here the two are tied together. Called before each download, because the library makes a
 * new client whenever it connects again.
 */
export const guardDownloads = (puppet: unknown): void => {
  const client = (puppet as { grpcManager?: { client?: GrpcClient } }).grpcManager?.client;
  if (client === undefined || guarded.has(client)) return;
  guarded.add(client);
  const download = client.download.bind(client);
  client.download = (...request) => {
    const call = download(...request);
    const pipe = call.pipe.bind(call);
    call.pipe = <T extends NodeJS.WritableStream>(target: T): T => {
      const decoder = target as unknown as Writable;
      call.on('error', error => decoder.destroy(error));
      decoder.on('error', () => undefined);
      decoder.on('close', () => call.cancel());
      return pipe(target);
    };
    return call;
  };
};

/**
 * wechaty-puppet-service keeps the names and phones of all contacts in files under `~/.wechaty`, outside the data
 * folder and beyond 删除我的资料, and dies of their lock when it connects again too soon. It works without them: the
 * puppet has a cache in memory.
 */
export const withoutDiskCache = <P>(puppet: P): P => {
  const nothing = { start: async () => {}, stop: async () => {} };
  (puppet as { _payloadStore?: unknown })._payloadStore = nothing;
  return puppet;
};
