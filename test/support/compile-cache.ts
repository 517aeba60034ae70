import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * For the environment of worker processes: without it each spends half of its start compiling. A worker that is killed
 * calls `flushCompileCache` when it is ready, as Node keeps what it compiled only at an orderly end.
 */
export const compileCache = { NODE_COMPILE_CACHE: join(tmpdir(), 'shenbao-compile-cache') };
