import { openAssistant } from '../../main.ts';
import type { Address } from '../../model/address.ts';
import { instantOf } from '../../model/calendar.ts';
import type { EventBody } from '../../model/event.ts';
import type { OutMessage } from '../../model/message.ts';
import type { Pack } from '../../model/pack/pack.ts';
import type { RehearsalInput, RehearsalStep } from '../../model/studio.ts';

const OFFICE_OPENS = '09:00';
const author: Address = { channel: 'studio', chat: 'author', kind: 'private' };

const tokenOf = (messages: readonly OutMessage[], label: string): string | null =>
  messages.flatMap(({ choices }) => choices).findLast(choice => choice.label === label)?.token ?? null;

const bodyOf = (input: RehearsalInput, token: string | null): EventBody => {
  if ('place' in input) return { kind: 'place', place: input.place };
  if ('say' in input) return { kind: 'text', text: input.say };
  return token === null ? { kind: 'text', text: input.press } : { kind: 'press', token };
};

/**
 * A conversation from its beginning with this version of a pack, in memory and for nobody else to see: what its author
 * said is said again, so that an edit shows in all of it. `date`: `YYYY-MM-DD`.
 */
export const rehearse = async (
  pack: Pack,
  inputs: readonly RehearsalInput[],
  date: string,
): Promise<RehearsalStep[]> => {
  const begin = instantOf(date, OFFICE_OPENS, pack.manifest.timezone);
  let at = begin;
  const assistant = await openAssistant({ packs: [pack], store: ':memory:', now: () => at });
  const take = (body: EventBody): Promise<OutMessage[]> => {
    at += 10_000;
    return assistant.receive({
      id: `studio:${at - begin}`,
      at,
      address: author,
      actor: { id: 'studio:author' },
      body,
    });
  };
  const shown = (messages: readonly OutMessage[]) => messages.filter(({ quiet }) => !quiet);
  try {
    const steps: RehearsalStep[] = [
      { input: null, unpressed: false, messages: shown(await take({ kind: 'enter' })) },
    ];
    for (const input of inputs) {
      const before = steps.flatMap(({ messages }) => messages);
      const token = 'press' in input ? tokenOf(before, input.press) : null;
      const messages = shown(await take(bodyOf(input, token)));
      steps.push({ input, unpressed: 'press' in input && token === null, messages });
    }
    return steps;
  } finally {
    await assistant.close();
  }
};
