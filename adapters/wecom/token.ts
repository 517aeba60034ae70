import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { withPatience } from '../../src/host/shelf/patience.ts';
import { TokenRefused } from './api.ts';
import { remedyFor } from './errcode.ts';
import { readSmallFile, writeSmallFile } from './small-file.ts';

const Kept = z.strictObject({ token: z.string(), expires: z.number() });
type Kept = z.infer<typeof Kept>;

/** A fresh access token and for how many seconds it is good (path/91039: 7200). */
export type FetchToken = () => Promise<{ readonly token: string; readonly expiresIn: number }>;

/** Milliseconds the start waits for WeCom's word on the credentials. */
const startPatience = 3_000;

/**
 * Fetch a first token, so that a wrong CorpID or secret is noticed at the start.
 *
 * @throws Error with a sentence for the operator when WeCom refuses the credentials. An unreachable network is no
 * reason not to start.
 */
export const checkCredentials = async (tokens: TokenCache): Promise<void> => {
  try {
    await withPatience(tokens.get(), startPatience);
  } catch (error) {
    if (error instanceof TokenRefused)
      throw new Error(remedyFor(error.code) ?? `企业微信拒绝了凭据，错误码 ${error.code}。`);
  }
};

/** Seconds before its end at which a token is replaced, so that none dies on the way. */
const margin = 300;

/**
 * The access token of one app, fetched once for all callers and, through a file only its owner can read, for all
 * processes that share the data folder.
 */
export class TokenCache {
  readonly #path: string;
  readonly #fetch: FetchToken;
  readonly #now: () => number;
  #kept: Kept | null = null;
  #running: Promise<string> | null = null;

  constructor(options: {
    readonly folder: string;
    readonly app: string;
    readonly fetch: FetchToken;
    readonly now: () => number;
  }) {
    const name = createHash('sha256').update(options.app).digest('hex').slice(0, 16);
    this.#path = join(options.folder, `token-${name}.json`);
    this.#fetch = options.fetch;
    this.#now = options.now;
  }

  /** A usable token. `refused`: the one WeCom has just turned down with 40014 or 42001, never given out again. */
  async get(refused?: string): Promise<string> {
    if (this.#usable(this.#kept, refused)) return this.#kept!.token;
    this.#running ??= this.#renew(refused).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  #usable(kept: Kept | null, refused?: string): boolean {
    return kept !== null && kept.token !== refused && kept.expires - margin * 1000 > this.#now();
  }

  async #renew(refused?: string): Promise<string> {
    const shared = await this.#shared();
    if (this.#usable(shared, refused)) {
      this.#kept = shared;
      return shared!.token;
    }
    const { token, expiresIn } = await this.#fetch();
    this.#kept = { token, expires: this.#now() + expiresIn * 1000 };
    await writeSmallFile(this.#path, JSON.stringify(this.#kept));
    return token;
  }

  async #shared(): Promise<Kept | null> {
    const text = await readSmallFile(this.#path);
    if (text === null) return null;
    try {
      return Kept.parse(JSON.parse(text));
    } catch {
      return null;
    }
  }
}
