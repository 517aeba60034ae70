import { wecom } from '../../adapters/wecom/index.ts';
import type { HttpRoute } from '../../src/host/channel.ts';
import type { Logger } from '../../src/host/log.ts';
import type { Address } from '../../src/model/address.ts';
import type { ChannelHarness, Delivery, Seen } from '../contracts/channel.ts';
import { serveRoutes } from '../contracts/serve-routes.ts';
import type { PushOutcome } from './fake-callback.ts';
import {
  agentId,
  appSecret,
  callbackToken,
  corpId,
  encodingAesKey,
  type FakeMessage,
  FakeWecom,
} from './fake-wecom.ts';

/** What the clients make active in a plain text: links in markup and bare addresses. */
export const activeParts = (text: string): string[] => [
  ...(text.match(/<\s*a\b[^>]*>/gi) ?? []),
  ...(text.match(/(?:https?:\/\/|www\.)\S+/gi) ?? []),
  ...(text.match(/\b[\w-]+\.(?:com|cn|net|org|example)\b/gi) ?? []),
];

const seenOf = (message: FakeMessage): Seen => {
  const { card } = message;
  const cardText = card
    ? [
        card.main_title.title,
        card.quote_area?.quote_text,
        card.quote_area?.title,
        card.sub_title_text,
        ...(card.horizontal_content_list ?? []).map(({ keyname, value }) => `${keyname}：${value}`),
      ]
    : [];
  const text = [message.text, ...cardText].filter(part => part !== undefined).join('\n');
  const options = card?.button_selection?.option_list.slice(1).map(option => option.text) ?? [];
  return {
    id: message.id,
    text,
    buttons:
      message.usedButton === undefined
        ? [...options, ...(card?.button_list ?? []).map(button => button.text)]
        : [],
    files: message.file ? [message.file] : [],
    active: activeParts(text),
  };
};

const outcomeOf = (outcome: PushOutcome): 'acknowledged' | 'refused' =>
  outcome === 'acknowledged' ? 'acknowledged' : 'refused';

export const appEnv = (fake: FakeWecom): Record<string, string> => ({
  WECOM_API_ROOT: fake.url,
  WECOM_CORP_ID: corpId,
  WECOM_AGENT_ID: String(agentId),
  WECOM_SECRET: appSecret,
  WECOM_TOKEN: callbackToken,
  WECOM_AES_KEY: encodingAesKey,
});

/** The self-built app against our fake of WeCom, over real HTTP in both directions. */
export const openApp = async (
  deps: { readonly log: Logger; readonly dataDir: string },
  now: () => number = () => Date.parse('2026-11-23T08:00:00Z'),
): Promise<ChannelHarness & { readonly fake: FakeWecom; readonly publicUrl: string }> => {
  const fake = new FakeWecom({ now });
  await fake.start();
  const routes: HttpRoute[] = [];
  const server = await serveRoutes(routes);
  const configured = wecom.configure(appEnv(fake));
  if (!configured?.ok) throw new Error('configuration');
  const channel = await configured.value.create({ ...deps, publicUrl: server.url });
  routes.push(...(channel.routes ?? []));
  fake.callback = {
    url: `${server.url}/callback/wecom/app`,
    corpId,
    token: callbackToken,
    aesKey: encodingAesKey,
    now: () => now() / 1000,
  };

  const ids = new Map<string, string>();
  const idOf = (who: string): string => {
    const id = ids.get(who) ?? `member${ids.size + 1}`;
    ids.set(who, id);
    return id;
  };
  // One callback at a time for each member, as a test can then rely on their order.
  const tails = new Map<string, Promise<unknown>>();
  const delivery = (who: string, one: { push(): Promise<PushOutcome> }): Delivery => {
    const outcome = (tails.get(who) ?? Promise.resolve()).then(() => one.push()).then(outcomeOf);
    tails.set(who, outcome);
    return { outcome, redeliver: () => delivery(who, one) };
  };

  /** A button shows a long label numbered and cut. */
  const shows = (shown: string, label: string): boolean => {
    const text = shown.replace(/^\d+\./, '');
    return text === label || shown === label || (text.endsWith('…') && label.startsWith(text.slice(0, -1)));
  };
  const chooses = (who: string, label: string): Delivery => {
    const member = idOf(who);
    for (const message of [...fake.chat(member)].reverse()) {
      const button = message.card?.button_list.find(({ text }) => shows(text, label));
      if (button && message.usedButton === undefined)
        return delivery(who, fake.press(member, message, button.key));
      const option = message.card?.button_selection?.option_list.find(({ text }) => shows(text, label));
      if (option)
        return delivery(who, fake.press(member, message, message.card!.button_list.at(-1)!.key, option.id));
      const line = message.text?.split('\n').find(one => one.endsWith(`. ${label}`));
      if (line) return delivery(who, fake.text(member, line.split('.')[0]!));
    }
    throw new Error(`nothing offers ${label}`);
  };

  const upload = async (who: string, name: string, content: Uint8Array) => {
    await fake.text(idOf(who), '上传文件').push();
    const hint = await fake.until(() =>
      fake.chat(idOf(who)).find(message => message.text?.includes('/wecom/upload?t=')),
    );
    const link = /http\S+$/.exec(hint.text!)![0];
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(content)]), name);
    const response = await fetch(link, { method: 'POST', body: form });
    return response.status === 200 || response.status === 413 ? 'acknowledged' : 'refused';
  };

  return {
    fake,
    publicUrl: server.url,
    channel,
    secrets: [appSecret, encodingAesKey, callbackToken, 'access-token-'],
    peer: {
      chat: (who): Address => ({ channel: 'wecom', chat: idOf(who), kind: 'private' }),
      writes: (who, text) => delivery(who, fake.text(idOf(who), text)),
      chooses,
      sendsFile: (who, name, content) => {
        const outcome = upload(who, name, content) as Delivery['outcome'];
        return {
          outcome,
          redeliver: () => ({
            outcome,
            redeliver: () => {
              throw new Error('once');
            },
          }),
        };
      },
      sees: who => fake.chat(idOf(who)).map(seenOf),
      fault: fault => fake.fault(fault),
      goneRef: 'gone|code-of-nothing',
    },
    async close() {
      await server.close();
      await fake.close();
    },
  };
};
