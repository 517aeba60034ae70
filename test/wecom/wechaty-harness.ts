import { createServer } from 'node:net';
import { wechaty } from '../../adapters/wecom/index.ts';
import type { Channel, Intake } from '../../src/host/channel.ts';
import type { Logger } from '../../src/host/log.ts';
import type { Address } from '../../src/model/address.ts';
import type { Event } from '../../src/model/event.ts';
import type { ChannelHarness, Delivery } from '../contracts/channel.ts';
import { activeParts } from './app-harness.ts';
import { gatewayToken, TestGateway } from './fake-gateway.ts';

export const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

/** Tells when the house has answered for a message, which a gateway never learns. */
class Observed implements Intake {
  readonly #intake: Intake;
  readonly #handled: (event: Event) => void;
  readonly #shiftMs: number;

  constructor(intake: Intake, handled: (event: Event) => void, shiftMs: number) {
    this.#intake = intake;
    this.#handled = handled;
    this.#shiftMs = shiftMs;
  }

  async receive(event: Event) {
    const receipt = await this.#intake.receive({ ...event, at: event.at + this.#shiftMs });
    this.#handled(event);
    return receipt;
  }
  keepFile: Intake['keepFile'] = (...args) => this.#intake.keepFile(...args);
  now = () => this.#intake.now();
}

export const wechatyEnv = (gateway: TestGateway, token = gatewayToken): Record<string, string> => ({
  WECHATY_TOKEN: token,
  WECHATY_ENDPOINT: gateway.endpoint,
});

/** `shiftMs` moves the time of messages: the vendor's mock dates them by the machine's clock. */
export const openWechaty = async (
  deps: { readonly log: Logger; readonly dataDir: string },
  shiftMs = 0,
): Promise<ChannelHarness & { readonly gateway: TestGateway }> => {
  const gateway = new TestGateway(await freePort());
  await gateway.open();
  gateway.login();
  const configured = wechaty.configure(wechatyEnv(gateway));
  if (!configured?.ok) throw new Error('configuration');
  const channel = await configured.value.create({ ...deps, publicUrl: null });

  const waiting = new Map<string, (() => void)[]>();
  const handled = (event: Event): void => waiting.get(event.address.chat)?.shift()?.();
  const observed: Channel = {
    name: channel.name,
    capabilities: channel.capabilities,
    start: intake => channel.start(new Observed(intake, handled, shiftMs)),
    send: outgoing => channel.send(outgoing),
    health: () => channel.health(),
    stop: () => channel.stop(),
  };

  const people = new Map<string, ReturnType<TestGateway['person']>>();
  const person = (who: string) => {
    const known = people.get(who) ?? gateway.person(who);
    people.set(who, known);
    return known;
  };
  const delivery = (who: string, act: () => string): Delivery => {
    const chat = person(who).id;
    const outcome = new Promise<'acknowledged'>(resolve => {
      waiting.set(chat, [...(waiting.get(chat) ?? []), () => resolve('acknowledged')]);
    });
    const id = act();
    return {
      outcome,
      redeliver: () =>
        delivery(who, () => {
          gateway.again(id);
          return id;
        }),
    };
  };
  const writes = (who: string, text: string): Delivery =>
    delivery(who, () => {
      let id = '';
      gateway.puppet.once('message', ({ messageId }) => {
        id = messageId;
      });
      person(who).say(text).to(gateway.bot);
      return id;
    });

  return {
    gateway,
    channel: observed,
    secrets: [gatewayToken],
    peer: {
      chat: (who): Address => ({ channel: 'wechaty', chat: person(who).id, kind: 'private' }),
      writes,
      chooses: (who, label) => {
        for (const { text } of [...gateway.received(person(who).id)].reverse()) {
          const line = text.split('\n').find(one => one.endsWith(`. ${label}`));
          if (text.includes(`也可回复：`) && !line) return writes(who, label);
          if (line) return writes(who, line.split('.')[0]!);
        }
        throw new Error(`nothing offers ${label}`);
      },
      sendsFile: (who, name, content) =>
        delivery(who, () => gateway.sendAttachment(person(who), name, content)),
      sees: who =>
        gateway.received(person(who).id).map(({ text, file }, index) => ({
          id: String(index),
          text,
          buttons: [],
          files: file ? [file] : [],
          active: activeParts(text),
        })),
      fault: fault => gateway.failNext(fault === 'lost-reply' ? 'after' : 'before'),
    },
    close: () => gateway.close(),
  };
};
