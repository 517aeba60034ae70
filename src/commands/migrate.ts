import type { Writable } from 'node:stream';
import type { Settings } from '../settings.ts';
import { transfer } from '../store/transfer.ts';
import { withStore } from './with-store.ts';

/** `migrate --from --to`: copy every space from one store into another and compare both. Stop the service first. */
export const migrate = async (
  settings: Settings,
  from: string,
  to: string,
  output: Writable,
): Promise<void> =>
  withStore(
    settings,
    source =>
      withStore(
        settings,
        async target => {
          const done = await transfer(source, target);
          for (const { space, lines, sha256 } of done)
            output.write(`✓ ${space}：${lines}行，两边一致（${sha256.slice(0, 16)}）\n`);
          if (done.length === 0) output.write('没有可迁移的数据。\n');
        },
        to,
      ),
    from,
  );
