import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { withSecretFiles } from '../../src/secret-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'shenbao-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'secret');
writeFileSync(file, 'k7Qm2Xv9Rt4Zb8Nc5Ly3Wd6Hf1Jg0Ps7\n', { mode: 0o400 });

it('reads a secret from the file that is named for it', () => {
  const env = withSecretFiles({ SHENBAO_SECRET_FILE: file, FEISHU_APP_SECRET_FILE: file });
  expect(env).toMatchObject({
    ok: true,
    value: {
      SHENBAO_SECRET: 'k7Qm2Xv9Rt4Zb8Nc5Ly3Wd6Hf1Jg0Ps7',
      FEISHU_APP_SECRET: 'k7Qm2Xv9Rt4Zb8Nc5Ly3Wd6Hf1Jg0Ps7',
    },
  });
});

it('leaves what is set, and files of settings that are no secrets', () => {
  const env = { SHENBAO_SECRET: 'set', SHENBAO_SECRET_FILE: file, SSL_CERT_FILE: file };
  expect(withSecretFiles(env)).toEqual({ ok: true, value: env });
});

it('names the setting of a file that cannot be read, and nothing of what it holds', () => {
  const found = withSecretFiles({ WECOM_TOKEN_FILE: join(folder, 'none') });
  expect(found.ok ? [] : found.issues.map(({ message }) => message)).toEqual([
    'WECOM_TOKEN_FILE 指定的文件不能读取',
  ]);
});
