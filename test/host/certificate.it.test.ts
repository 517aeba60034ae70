import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { certificateEnd } from '../../src/host/certificate.ts';

it('says when the certificate behind an address ends, whoever vouches for it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shenbao-certificate-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-days', '9', '-subj', '/CN=localhost', '-keyout', key, '-out', cert],
    ],
    { stdio: 'ignore' },
  );
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { port } = server.address() as AddressInfo;
  const days = ((await certificateEnd(`https://127.0.0.1:${port}`))! - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(8);
  expect(days).toBeLessThanOrEqual(9);
});

it('says nothing where there is none to be seen', async () => {
  expect(await certificateEnd(null)).toBeNull();
  expect(await certificateEnd('http://bot.example.cn')).toBeNull();
  expect(await certificateEnd('https://127.0.0.1:1')).toBeNull();
});
