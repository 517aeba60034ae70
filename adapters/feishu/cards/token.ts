import { z } from 'zod';
import { type OutMessage, tokenPattern } from '../../../src/model/message.ts';

/**
 * What a button of ours carries. Feishu keeps it with the card and gives it back on a click; the click itself says
 * who acted. A private chat is the person who acts, so only its kind is kept; a group click names its chat itself.
 */
const Place = {
  c: z.enum(['p', 'g']),
  /** Message at the head of the thread that a group card stands in. */
  h: z.string().optional(),
  /** The logical card, so that the answer to a click can carry its next state. */
  k: z.string().optional(),
};
const PressValue = z.strictObject({ t: z.string().regex(tokenPattern), ...Place });
/** `n`: field id and label in the order of the inputs `f0`, `f1`, … */
const FormValue = z.strictObject({
  f: z.string(),
  n: z.array(z.tuple([z.string(), z.string()])).min(1),
  ...Place,
});

export const ButtonValue = z.union([PressValue, FormValue]);
export type ButtonValue = z.infer<typeof ButtonValue>;

/** What of a message its buttons repeat. */
export type Carrier = Pick<OutMessage, 'to' | 'card'>;

const placeOf = ({ to, card }: Carrier) => ({
  c: to.kind === 'private' ? ('p' as const) : ('g' as const),
  ...(to.thread === undefined ? {} : { h: to.thread }),
  ...(card === undefined ? {} : { k: card }),
});

export const pressValue = (carrier: Carrier, token: string): ButtonValue => ({
  t: token,
  ...placeOf(carrier),
});

export const formValue = (
  carrier: Carrier,
  prompt: string,
  fields: readonly (readonly [id: string, label: string])[],
): ButtonValue => ({
  f: prompt,
  n: fields.map(([id, label]) => [id, label]),
  ...placeOf(carrier),
});

/** Name of the n-th input; field ids may hold signs a name may not. */
export const inputName = (index: number): string => `f${index}`;
