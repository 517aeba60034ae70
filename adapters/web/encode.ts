import type { Outgoing } from '../../src/host/channel.ts';
import type { Posted } from './decode.ts';
import type { Said, WireFile, WireMessage } from './wire.ts';

/** A long text is repeated to the page only up to here, in UTF-16 units; the engine has all of it. */
const longestEcho = 4_000;

/** A message for the page. Blocks and choices go as they are: the page shows every text as text. */
export const encode = (
  { message, replaces }: Pick<Outgoing, 'message' | 'replaces'>,
  files: readonly WireFile[],
): WireMessage => ({
  blocks: message.blocks,
  choices: message.choices,
  files,
  prompt: message.prompt,
  ...(message.card === undefined ? {} : { card: message.card }),
  ...(replaces === undefined ? {} : { replaces }),
  ...(message.quiet === undefined ? {} : { quiet: message.quiet }),
  ...(message.toast === undefined ? {} : { toast: message.toast }),
});

/** What the person did, for her own other tabs and for a reload; null for what leaves no bubble. */
export const encodeSaid = (posted: Posted, labelOf: (token: string) => string | null): Said | null => {
  switch (posted.kind) {
    case 'text':
      return {
        kind: 'text',
        text: posted.text.length > longestEcho ? `${posted.text.slice(0, longestEcho)}…` : posted.text,
      };
    case 'press': {
      const label = labelOf(posted.token);
      return label === null ? null : { kind: 'press', label };
    }
    case 'place':
    case 'enter':
      return null;
    default:
      return posted satisfies never;
  }
};
