import type { OutMessage } from '../../../src/model/message.ts';
import type { RehearsalInput, RehearsalStep } from '../../../src/model/studio.ts';
import { encode } from '../encode.ts';
import type { Said, WireMessage } from '../wire.ts';

/** One step of a rehearsal as the page draws it. */
export interface WireStep {
  readonly said: Said | null;
  readonly unpressed: boolean;
  readonly messages: readonly WireMessage[];
}

/** Null: a place of the form that was pointed at leaves no bubble. */
const saidOf = (input: RehearsalInput): Said | null => {
  if ('place' in input) return null;
  return 'press' in input ? { kind: 'press', label: input.press } : { kind: 'text', text: input.say };
};

/** Files are made when they are sent, and nothing is sent in the studio: their names are shown. */
const withFileNames = (message: OutMessage): OutMessage => ({
  ...message,
  blocks: [
    ...message.blocks,
    ...message.files.map(file => ({
      kind: 'text' as const,
      as: 'quiet' as const,
      text: `附件：${file.kind === 'rendered' ? file.name : file.file.name}`,
    })),
  ],
});

export const wireSteps = (steps: readonly RehearsalStep[]): WireStep[] =>
  steps.map(({ input, unpressed, messages }) => ({
    said: input && saidOf(input),
    unpressed,
    messages: messages.map(message => encode({ message: withFileNames(message) }, [])),
  }));
