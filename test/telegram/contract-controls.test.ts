import type { Channel, Intake } from '../../src/host/channel.ts';
import { type ChannelCase, channelControl, type OpenHarness } from '../contracts/channel.ts';
import { openTelegram } from './harness.ts';

/*
 * Channels that are wrong on purpose, each made from the right one by one change. The shared suite must notice: the
 * named case has to fail.
 */

const wrapped =
  (change: (channel: Channel) => Partial<Channel>): OpenHarness =>
  async deps => {
    const harness = await openTelegram('polling')(deps);
    const { channel } = harness;
    const right: Channel = {
      name: channel.name,
      capabilities: channel.capabilities,
      start: intake => channel.start(intake),
      send: outgoing => channel.send(outgoing),
      health: () => channel.health(),
      stop: () => channel.stop(),
    };
    return { ...harness, channel: { ...right, ...change(right) } };
  };

const withIntake = (change: (intake: Intake) => Intake['receive']): OpenHarness =>
  wrapped(channel => ({
    start: intake =>
      channel.start({
        now: () => intake.now(),
        keepFile: (content, name, maxBytes) => intake.keepFile(content, name, maxBytes),
        receive: change(intake),
      }),
  }));

let serial = 0;
const controls: readonly (readonly [ChannelCase, string, OpenHarness])[] = [
  [
    'acknowledges to the platform only after the intake has the event',
    'acknowledges first',
    withIntake(intake => async event => {
      void intake.receive(event).catch(() => undefined);
      return { outcome: 'spooled', messages: [] };
    }),
  ],
  [
    'gives the same event id to a redelivery and another to equal words said again',
    'numbers events itself',
    withIntake(intake => event => {
      serial += 1;
      return intake.receive({ ...event, id: `event-${serial}` });
    }),
  ],
  [
    'gives the same event id to a redelivery and another to equal words said again',
    'takes the words for the id',
    withIntake(intake => event => intake.receive({ ...event, id: JSON.stringify(event.body) })),
  ],
  [
    'calls a lost reply unknown, unless a repeat cannot double it',
    'sends again blindly',
    wrapped(channel => ({
      send: async outgoing => {
        const result = await channel.send(outgoing);
        return result.kind === 'unknown' ? channel.send(outgoing) : result;
      },
    })),
  ],
  [
    'keeps a quiet message quiet when there is nothing to replace',
    'speaks up',
    wrapped(channel => ({
      send: ({ message, ...rest }) => channel.send({ ...rest, message: { ...message, quiet: false } }),
    })),
  ],
  [
    'shows hostile user text as it is, with nothing active in it',
    'takes user text for its own words',
    wrapped(channel => ({
      send: ({ message, ...rest }) => {
        const blocks = message.blocks.map(block =>
          block.kind === 'said' ? { kind: 'text' as const, text: block.text } : block,
        );
        return channel.send({ ...rest, message: { ...message, blocks } });
      },
    })),
  ],
  [
    'splits a long text within the limit and loses nothing',
    'cuts the end off',
    wrapped(channel => ({
      send: ({ message, ...rest }) => {
        const blocks = message.blocks.map(block =>
          block.kind === 'text' ? { ...block, text: block.text.slice(0, 4000) } : block,
        );
        return channel.send({ ...rest, message: { ...message, blocks } });
      },
    })),
  ],
  [
    'never calls a failed send sent',
    'hopes for the best',
    wrapped(channel => ({
      send: async outgoing => {
        const result = await channel.send(outgoing);
        return result.kind === 'unknown' ? { kind: 'sent' } : result;
      },
    })),
  ],
];

for (const [title, wrong, open] of controls) channelControl(`a channel that ${wrong}`, open, title);
