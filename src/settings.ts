import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { ClamdAddress } from './host/clamd.ts';
import type { ChooserSettings } from './host/clause-chooser.ts';
import type { Result } from './model/issue.ts';
import { isRedisAddress } from './store/redis/address.ts';

/** The environment the house itself reads; channels read their own variables. */
const Environment = z.object({
  SHENBAO_DATA: z.string().min(1).default('./data'),
  SHENBAO_PACKS: z.string().min(1).optional(),
  SHENBAO_PACK: z.string().min(1).optional(),
  SHENBAO_SECRET: z.string().min(32, '至少 32 个字符').optional(),
  PUBLIC_URL: z.url('请填写完整网址，如 https://bot.example.cn').optional(),
  /** Whom the page is for besides people on this machine. */
  PAGE_OPEN: z.literal('applicants', '请填写 applicants，或不设此项').optional(),
  /** Name of this process among several that share a data folder. */
  SHENBAO_INSTANCE: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,40}$/, '只能用字母、数字、-、_')
    .default('main'),
  LLM_BASE_URL: z.url('请填写完整网址，如 https://api.example.cn/v1').optional(),
  LLM_API_KEY: z.string().min(1).optional(),
  LLM_MODEL: z.string().min(1).optional(),
  CLAMD: z
    .string()
    .regex(/^(?:\[[\da-f:]{2,45}\]|[\w.-]{1,253}):\d{1,5}$/i, '请填写主机和端口，如 127.0.0.1:3310')
    .optional(),
  REDIS_URL: z.string().refine(isRedisAddress, '请填写完整地址，如 redis://127.0.0.1:6379/0').optional(),
  METRICS_TOKEN: z.string().min(16, '至少 16 个字符').optional(),
  BACKUP_DIR: z.string().min(1).optional(),
  BACKUP_PASSPHRASE: z.string().min(12, '至少 12 个字符').optional(),
  SHENBAO_DURABILITY: z.enum(['strict', 'relaxed']).default('strict'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

export interface Settings {
  readonly dataDir: string;
  readonly packsDir: string;
  /** Serve only this pack. */
  readonly pack: string | null;
  readonly store: string;
  readonly durability: 'strict' | 'relaxed';
  readonly publicUrl: string | null;
  /** Whether applicants elsewhere may use the page; officers sign in at the desk either way. */
  readonly pageOpen: boolean;
  readonly secret: string | null;
  readonly instance: string;
  /** Endpoint that may choose among clauses in doubt; null: off. */
  readonly chooser: ChooserSettings | null;
  /** The virus scanner that looks at every file; null: none. */
  readonly clamd: ClamdAddress | null;
  readonly logLevel: string;
  /** Serve packs whose changes nobody has signed: for rehearsals. */
  readonly allowUnsigned?: boolean;
  /** What a scraper from elsewhere must bear; null: only this machine may ask for figures. */
  readonly metricsToken: string | null;
  /** Where `backup` without a file puts its archives; null: nowhere. */
  readonly backupDir: string | null;
  /** Archives are encrypted with it; null: they are not. */
  readonly backupPassphrase: string | null;
}

/** The default store. */
export const sqliteFileIn = (dataDir: string): string => join(dataDir, 'shenbao.sqlite');

/** Folder of the packs that come with the program. */
const ownPacks = fileURLToPath(new URL('../conversations', import.meta.url));

/** Read and check the environment. Issues name the variable and what to write instead; values are never repeated. */
export const readSettings = (env: Readonly<Record<string, string | undefined>>): Result<Settings> => {
  const filled = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(filled);
  if (!parsed.success) {
    return {
      ok: false,
      issues: parsed.error.issues.map(issue => ({
        code: 'settings:invalid',
        message: `环境变量 ${issue.path.join('.')} 不正确`,
        hint: issue.message,
      })),
    };
  }
  const value = parsed.data;
  const dataDir = resolve(value.SHENBAO_DATA);
  return {
    ok: true,
    value: {
      dataDir,
      packsDir: resolve(value.SHENBAO_PACKS ?? ownPacks),
      pack: value.SHENBAO_PACK ?? null,
      store: value.REDIS_URL ?? sqliteFileIn(dataDir),
      durability: value.SHENBAO_DURABILITY,
      publicUrl: value.PUBLIC_URL?.replace(/(?<!\/)\/+$/, '') ?? null,
      pageOpen: value.PAGE_OPEN !== undefined,
      secret: value.SHENBAO_SECRET ?? null,
      instance: value.SHENBAO_INSTANCE,
      chooser:
        value.LLM_BASE_URL && value.LLM_MODEL
          ? { baseUrl: value.LLM_BASE_URL, model: value.LLM_MODEL, apiKey: value.LLM_API_KEY ?? null }
          : null,
      clamd: value.CLAMD === undefined ? null : clamdAt(value.CLAMD),
      logLevel: value.LOG_LEVEL,
      metricsToken: value.METRICS_TOKEN ?? null,
      backupDir: value.BACKUP_DIR === undefined ? null : resolve(value.BACKUP_DIR),
      backupPassphrase: value.BACKUP_PASSPHRASE ?? null,
    },
  };
};

const clamdAt = (address: string): ClamdAddress => {
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) };
};

/** The deployment's secret: given, or made once and kept beside the store, readable by its owner only. */
export const deploymentSecret = async (
  settings: Pick<Settings, 'secret' | 'dataDir'>,
): Promise<Uint8Array> => {
  if (settings.secret !== null) return Buffer.from(settings.secret);
  const path = join(settings.dataDir, 'secret.key');
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 });
  try {
    await writeFile(path, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFile(path);
};
