import * as sdk from '@larksuiteoapi/node-sdk';
import { createFeishuChannel } from '../../adapters/feishu/channel.ts';
import { feishuSettings } from '../../adapters/feishu/settings.ts';
import type { Channel, Outgoing } from '../../src/host/channel.ts';
import { type Logger, silentLogger } from '../../src/host/log.ts';
import type { Address } from '../../src/model/address.ts';
import { OutMessage } from '../../src/model/message.ts';
import { FakeIntake } from '../contracts/fake-intake.ts';
import { FakeFeishu } from './fake/fake-feishu.ts';
import { privateChat } from './harness.ts';

export interface Opened {
  readonly fake: FakeFeishu;
  readonly channel: Channel;
  readonly intake: FakeIntake;
  /** Milliseconds on the adapter's stopwatch; null: the real one. */
  readonly watch: { at: number | null };
  outgoing(message: Partial<OutMessage>, rest?: Partial<Omit<Outgoing, 'message'>>, to?: Address): Outgoing;
  close(): Promise<void>;
}

/** A started channel over the long connection, with its stopwatch in the test's hand. */
export const openChannel = async (log: Logger = silentLogger): Promise<Opened> => {
  const fake = await FakeFeishu.open();
  const settings = feishuSettings(fake.env());
  if (!settings?.ok) throw new Error('settings');
  const watch: { at: number | null } = { at: null };
  const channel = createFeishuChannel(
    sdk,
    settings.value,
    { log, dataDir: '', publicUrl: null },
    () => watch.at ?? performance.now(),
  );
  const intake = new (class extends FakeIntake {
    override now() {
      return fake.world.now;
    }
  })();
  await channel.start(intake);
  let serial = 0;
  return {
    fake,
    channel,
    intake,
    watch,
    outgoing(message, rest = {}, to = privateChat(fake, '张工')) {
      serial += 1;
      return {
        message: OutMessage.parse({ key: `m${serial}`, to, blocks: [], ...message }),
        key: `key-${serial}`,
        files: [],
        attempts: 0,
        rank: 'answer',
        ...rest,
      };
    },
    async close() {
      intake.release();
      await channel.stop();
      await fake.close();
    },
  };
};
