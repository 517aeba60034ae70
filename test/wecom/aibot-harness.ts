import { aibot } from '../../adapters/wecom/index.ts';
import type { Logger } from '../../src/host/log.ts';
import type { Address } from '../../src/model/address.ts';
import type { ChannelHarness, Delivery, Seen } from '../contracts/channel.ts';
import { activeParts } from './app-harness.ts';
import { type BotMessage, botId, botSecret, FakeAibot } from './fake-aibot.ts';

export const botEnv = (fake: FakeAibot): Record<string, string> => ({
  WECOM_BOT_ID: botId,
  WECOM_BOT_SECRET: botSecret,
  WECOM_BOT_WS_URL: fake.url,
});

/** What the client's markdown makes active, beside what a plain text does. */
const markup = (text: string): string[] => [
  ...(text.match(/\[[^\]]*\]\([^)]*\)/g) ?? []),
  ...(text.match(/<[a-z@/][^>]*>/gi) ?? []),
  ...(text.match(/`[^`]+`|\*\*[^*]+\*\*|~~[^~]+~~/g) ?? []),
  ...(text.match(/^\s{0,3}(?:#{1,6}\s|>\s|\|.*\|)/gm) ?? []),
];

export const seenOf = (message: BotMessage): Seen => {
  const { card, text = '' } = message;
  const shown = card
    ? [
        card.main_title.title,
        card.quote_area?.quote_text,
        card.quote_area?.title,
        card.sub_title_text,
        ...(card.horizontal_content_list ?? []).map(({ keyname, value }) => `${keyname}：${value}`),
      ]
        .filter(Boolean)
        .join('\n')
    : text;
  return {
    id: message.id,
    text: shown,
    buttons: [
      ...(card?.button_selection?.option_list.slice(1).map(option => option.text) ?? []),
      ...(card?.button_list.map(button => button.text) ?? []),
    ],
    files: message.file ? [message.file] : [],
    active: [...activeParts(shown), ...(card ? [] : markup(text))],
  };
};

/** The 智能机器人 against our fake, with the vendor's client in between. */
export const openBot = async (
  deps: { readonly log: Logger; readonly dataDir: string },
  env: Readonly<Record<string, string>> = {},
): Promise<ChannelHarness & { readonly fake: FakeAibot }> => {
  const fake = new FakeAibot();
  await fake.start();
  const configured = aibot.configure({ ...botEnv(fake), ...env });
  if (!configured?.ok) throw new Error('configuration');
  const channel = await configured.value.create({ ...deps, publicUrl: null });
  const ids = new Map<string, string>();
  const idOf = (who: string): string => {
    const id = ids.get(who) ?? `member${ids.size + 1}`;
    ids.set(who, id);
    fake.known.add(id);
    return id;
  };
  // Nothing is acknowledged on this connection: how a push ended is seen where it was to arrive.
  const ends = new Map<string, (outcome: 'acknowledged' | 'refused') => void>();
  const start = channel.start.bind(channel);
  channel.start = intake =>
    start({
      now: () => intake.now(),
      keepFile: (...given) => intake.keepFile(...given),
      receive: async event => {
        const end = (outcome: 'acknowledged' | 'refused') => ends.get(event.id)?.(outcome);
        try {
          const receipt = await intake.receive(event);
          end('acknowledged');
          return receipt;
        } catch (error) {
          end('refused');
          throw error;
        }
      },
    });
  const delivery = (msgid: string, push: () => void): Delivery => {
    const outcome = new Promise<'acknowledged' | 'refused'>(resolve => ends.set(`aibot:${msgid}`, resolve));
    // What is pushed while nobody is connected is gone.
    void fake.connected().then(push);
    return { outcome, redeliver: () => delivery(msgid, push) };
  };
  let serial = 0;
  const msgid = (): string => `pushed-${++serial}`;
  const shows = (text: string, label: string): boolean =>
    text.replace(/^\d+\./, '') === label ||
    (text.endsWith('…') && label.startsWith(text.replace(/^\d+\./, '').slice(0, -1)));
  return {
    fake,
    channel,
    secrets: [botSecret],
    peer: {
      chat: (who): Address => ({ channel: 'aibot', chat: idOf(who), kind: 'private' }),
      writes: (who, content) => {
        const id = msgid();
        return delivery(id, () =>
          fake.message(idOf(who), { msgtype: 'text', text: { content } }, { msgid: id }),
        );
      },
      chooses: (who, label) => {
        const id = msgid();
        const chat = idOf(who);
        for (const message of [...fake.chat(chat)].reverse()) {
          const { card, text } = message;
          const button = card?.button_list.find(one => shows(one.text, label));
          if (button) return delivery(id, () => fake.press(chat, message, button.key, { msgid: id }));
          const option = card?.button_selection?.option_list.find(one => shows(one.text, label));
          if (option)
            return delivery(id, () =>
              fake.press(chat, message, card!.button_list.at(-1)!.key, { option: option.id, msgid: id }),
            );
          const line = text?.split('\n').find(one => one.endsWith(`. ${label}`));
          if (line)
            return delivery(id, () =>
              fake.message(chat, { msgtype: 'text', text: { content: line.split('.')[0] } }, { msgid: id }),
            );
        }
        throw new Error(`nothing offers ${label}`);
      },
      sendsFile: (who, name, content) => {
        const id = msgid();
        return delivery(id, () => fake.sendsFile(idOf(who), name, content, { msgid: id }));
      },
      sees: who => fake.chat(idOf(who)).map(seenOf),
      fault: fault => fake.fault(fault),
    },
    close: () => fake.close(),
  };
};
