import { kf } from '../../adapters/wecom/index.ts';
import type { HttpRoute } from '../../src/host/channel.ts';
import type { Logger } from '../../src/host/log.ts';
import type { Address } from '../../src/model/address.ts';
import type { ChannelHarness, Delivery } from '../contracts/channel.ts';
import { serveRoutes } from '../contracts/serve-routes.ts';
import { activeParts } from './app-harness.ts';
import { push, xmlOf } from './fake-callback.ts';
import { openKfId } from './fake-kf.ts';
import { callbackToken, corpId, encodingAesKey, FakeWecom, kfSecret } from './fake-wecom.ts';

export const kfEnv = (fake: FakeWecom): Record<string, string> => ({
  WECOM_API_ROOT: fake.url,
  WECOM_CORP_ID: corpId,
  WECOM_KF_SECRET: kfSecret,
  WECOM_KF_TOKEN: callbackToken,
  WECOM_KF_AES_KEY: encodingAesKey,
  WECOM_KF_OPEN_KFID: openKfId,
});

export interface KfHarness extends ChannelHarness {
  readonly fake: FakeWecom;
  /** WeCom tells the channel that there is something to read. */
  notify(): Promise<'acknowledged' | 'refused'>;
}

/** 微信客服 against our fake. `budget: false` lifts the five-messages rule, which the shared suite does not know. */
export const openKf = async (
  deps: { readonly log: Logger; readonly dataDir: string },
  options: {
    readonly now?: () => number;
    readonly budget?: boolean;
    readonly env?: Readonly<Record<string, string>>;
    readonly fake?: FakeWecom;
  } = {},
): Promise<KfHarness> => {
  const now = options.now ?? (() => Date.parse('2026-11-23T08:00:00Z'));
  const fake = options.fake ?? new FakeWecom({ now, kfBudget: options.budget ?? true });
  if (options.fake === undefined) await fake.start();
  const routes: HttpRoute[] = [];
  const server = await serveRoutes(routes);
  const configured = kf.configure({ ...kfEnv(fake), ...options.env });
  if (!configured?.ok) throw new Error('configuration');
  const channel = await configured.value.create({ ...deps, publicUrl: server.url });
  routes.push(...(channel.routes ?? []));
  const target = {
    url: `${server.url}/callback/wecom/kf`,
    corpId,
    token: callbackToken,
    aesKey: encodingAesKey,
    now: () => now() / 1000,
  };
  fake.callback = target;

  const ids = new Map<string, string>();
  const idOf = (who: string): string => {
    const id = ids.get(who) ?? `wmAJ2GCAAAme1XQRC-NI-q0_ZM9ukoA${ids.size}`;
    ids.set(who, id);
    fake.kf.customer(id);
    return id;
  };
  const notify = async (): Promise<'acknowledged' | 'refused'> => {
    const plain = `<xml>${xmlOf({
      ToUserName: corpId,
      CreateTime: Math.floor(now() / 1000),
      MsgType: 'event',
      Event: 'kf_msg_or_event',
      Token: fake.kf.callbackToken(),
      OpenKfId: openKfId,
    })}</xml>`;
    return (await push(target, plain)) === 'acknowledged' ? 'acknowledged' : 'refused';
  };
  const delivery = (): Delivery => ({ outcome: notify(), redeliver: delivery });

  return {
    fake,
    notify,
    channel,
    secrets: [kfSecret, encodingAesKey, callbackToken, 'access-token-'],
    peer: {
      chat: (who): Address => ({ channel: 'kf', chat: idOf(who), kind: 'private' }),
      writes: (who, text) => {
        fake.kf.writes(idOf(who), text);
        return delivery();
      },
      chooses: (who, label) => {
        for (const message of [...fake.kf.customer(idOf(who)).seen].reverse()) {
          const item = message.menu.find(one => one.label === label);
          const line = message.text.split('\n').find(one => one.endsWith(`. ${label}`));
          if (item) fake.kf.writes(idOf(who), label, item.id);
          else if (line) fake.kf.writes(idOf(who), line.split('.')[0]!);
          else continue;
          return delivery();
        }
        throw new Error(`nothing offers ${label}`);
      },
      sendsFile: (who, name, content) => {
        fake.kf.sendsFile(idOf(who), fake.putMedia(name, Buffer.from(content)));
        return delivery();
      },
      sees: who =>
        fake.kf.customer(idOf(who)).seen.map(({ id, text, menu, file }) => ({
          id,
          text,
          buttons: menu.map(({ label }) => label),
          files: file ? [file] : [],
          active: activeParts(text),
        })),
      fault: fault => fake.fault(fault),
      goneRef: 'no-such-message',
    },
    async close() {
      await server.close();
      if (options.fake === undefined) await fake.close();
    },
  };
};
