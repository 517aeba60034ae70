/** One process of `npm run bench:channels`: one channel, carrying out what others committed. Arguments: channel, store. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { feishu } from '../../../adapters/feishu/index.ts';
import { telegram } from '../../../adapters/telegram/index.ts';
import { silentLogger } from '../../../src/host/log.ts';
import { openStore } from '../../../src/store/open.ts';
import { FakeIntake } from '../../contracts/fake-intake.ts';
import { processOn, space } from '../../host/dispatch-harness.ts';

const [name = '', address = ''] = process.argv.slice(2);
const configured = (name === 'telegram' ? telegram : feishu).configure(process.env);
if (!configured?.ok) throw new Error(`${name} is not configured`);
const dataDir = mkdtempSync(join(tmpdir(), 'shenbao-bench-'));
const channel = await configured.value.create({
  log: silentLogger,
  dataDir,
  publicUrl: name === 'feishu' ? 'https://bench.example' : null,
});
const store = await openStore(address, { auditKey: Buffer.alloc(32, 7) });
const { dispatch } = processOn(store, [channel]);
await channel.start(new FakeIntake());
await store.listen?.(() => void dispatch.pump(space));
setInterval(() => void dispatch.pump(space), 1_000);
process.send?.('ready');
