import { type HttpServer, type Site, startHttp } from '../../src/host/http.ts';
import { silentLogger } from '../../src/host/log.ts';

/** The page and the desk of a channel behind a real server on loopback. `names`: hosts it answers to beside its own. */
export const serveSite = async (
  site: Site | undefined,
  { port = 0, names }: { readonly port?: number; readonly names?: readonly string[] } = {},
): Promise<HttpServer> => {
  const started = await startHttp({
    settings: { host: '127.0.0.1', port, exact: true },
    routes: [],
    ...(site ? { site } : {}),
    ...(names ? { names } : {}),
    ready: async () => ({ ok: true, parts: {} }),
    log: silentLogger,
  });
  if (!started.ok) throw new Error(started.issues[0]?.message);
  return started.value;
};
