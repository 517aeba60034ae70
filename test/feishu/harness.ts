import { feishu } from '../../adapters/feishu/index.ts';
import type { Channel, ChannelDeps, HttpRoute } from '../../src/host/channel.ts';
import type { Address } from '../../src/model/address.ts';
import type { ChannelHarness, Delivery, OpenHarness, Seen } from '../contracts/channel.ts';
import { serveRoutes } from '../contracts/serve-routes.ts';
import { FakeFeishu } from './fake/fake-feishu.ts';
import { screenOf, textOf } from './fake/screen.ts';

/** The adapter as main.ts would make it, pointed at the fake. */
export const feishuChannel = async (
  fake: FakeFeishu,
  deps: ChannelDeps,
  http = false,
): Promise<Channel & { readonly routes?: readonly HttpRoute[] }> => {
  const configured = feishu.configure(fake.env(http));
  if (!configured?.ok) throw new Error(JSON.stringify(configured));
  return configured.value.create(deps);
};

export const privateChat = (fake: FakeFeishu, who: string): Address => ({
  channel: 'feishu',
  chat: fake.world.person(who).openId,
  kind: 'private',
});

/** What somebody sees of the bot in the private chat. */
export const seenBy = (fake: FakeFeishu, who: string): Seen[] =>
  fake.world.fromBot(fake.world.person(who).chat).map(message => {
    const content = JSON.parse(message.content) as {
      file_key?: string;
      zh_cn?: { content: { text: string }[][] };
    };
    if (content.zh_cn) {
      const text = content.zh_cn.content.map(line => line.map(node => node.text).join('')).join('\n');
      return { id: message.id, text, buttons: [], files: [], active: [] };
    }
    if (message.type === 'file') {
      const file = fake.world.files.get(content.file_key ?? '')!;
      return {
        id: message.id,
        text: '',
        buttons: [],
        files: [{ name: file.name, content: file.bytes }],
        active: [],
      };
    }
    const { buttons, active } = screenOf(content);
    return {
      id: message.id,
      text: textOf(content),
      buttons: buttons.map(({ label }) => label),
      files: [],
      active,
    };
  });

/** Harness of the shared channel contract over either transport. */
export const openFeishu =
  (transport: 'long connection' | 'http'): OpenHarness =>
  async ({ log, dataDir }): Promise<ChannelHarness> => {
    const fake = await FakeFeishu.open();
    const http = transport === 'http';
    const channel = await feishuChannel(
      fake,
      { log, dataDir, publicUrl: http ? 'https://bureau.example' : null },
      http,
    );
    const server = await serveRoutes(channel.routes ?? []);
    if (http) fake.pushUrl = `${server.url}/callback/feishu/event`;
    const { world, api } = fake;
    for (const who of ['张工', '李工']) world.person(who);

    const chooses = (who: string, label: string): Delivery => {
      const { message, button } = fake.cardWith(world.person(who).chat, label);
      const body = fake.clickBody(who, message, button);
      const deliver = (): Delivery => ({
        outcome: fake.click(message, body).then(answer => (answer ? 'acknowledged' : 'refused')),
        redeliver: deliver,
      });
      return deliver();
    };
    return {
      channel,
      peer: {
        chat: who => privateChat(fake, who),
        writes: (who, text) => fake.writes(who, text),
        chooses,
        sendsFile: (who, name, content) => fake.sendsFile(who, name, content),
        sees: who => seenBy(fake, who),
        fault: fault => api.fault(fault),
        goneRef: 'om_000000000000000000000000',
      },
      secrets: [world.appSecret, world.encryptKey, world.verificationToken, 't-fake-'],
      async close() {
        await server.close();
        await fake.close();
      },
    };
  };
