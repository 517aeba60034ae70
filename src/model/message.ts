import { z } from 'zod';
import { Address } from './address.ts';
import { Citation } from './clause.ts';
import { FileRef } from './file.ts';

/**
 * What a message is made of. Channels decide how each looks; where text came from is never lost, so that user text
 * can be kept inert everywhere (plain_text in Feishu, escaped in Telegram).
 */
export const Block = z.discriminatedUnion('kind', [
  /** The assistant's own words: a template with trusted slots. */
  z.strictObject({
    kind: z.literal('text'),
    text: z.string(),
    /**
     * What the sentence is for, where a channel can show it: the question itself, what helps to answer it, an
     * acknowledgement, why something was refused; or how a criterion stands whose clause follows.
     */
    as: z.enum(['question', 'help', 'quiet', 'error', 'met', 'unmet', 'unsure']).optional(),
    /** The draft code the sentence gives, where a channel can hand it on in another way too (a picture to scan). */
    code: z.string().optional(),
  }),
  /** `done`: over a receipt. */
  z.strictObject({ kind: z.literal('heading'), text: z.string(), as: z.literal('done').optional() }),
  /** Verbatim source text with its citation. `marks`: substrings worth highlighting. */
  z.strictObject({
    kind: z.literal('quote'),
    citation: Citation,
    label: z.string(),
    marks: z.array(z.string()).optional(),
  }),
  /**
   * Label and value pairs; values may be user text. `places`: the place of the form that each row shows, for platforms
   * where it can be pointed at to change it.
   */
  z.strictObject({
    kind: z.literal('fields'),
    rows: z.array(z.tuple([z.string(), z.string()])),
    places: z.array(z.string()).optional(),
  }),
  /** Something a person wrote, repeated: always user text. */
  z.strictObject({ kind: z.literal('said'), text: z.string() }),
]);
export type Block = z.infer<typeof Block>;
export type TextRole = NonNullable<Extract<Block, { kind: 'text' }>['as']>;

/** What a button gives back: opaque, and fit for Telegram's 64 bytes and every other platform's. */
export const tokenPattern = /^[A-Za-z0-9_]{1,40}$/;

/**
 * The prompt that a button answers: options of one prompt share what stands before `_` and the option's number
 * (prompt.ts, optionToken). null for buttons that only lead somewhere.
 */
export const promptOf = (token: string | undefined): string | null =>
  /^([A-Za-z0-9]+)_\d{1,3}$/.exec(token ?? '')?.[1] ?? null;

/** A button. */
export const Choice = z.strictObject({
  token: z.string().regex(tokenPattern),
  label: z.string().min(1),
  style: z.enum(['primary', 'danger', 'default']).optional(),
  /** Ask "are you sure" where the platform can. */
  confirm: z.string().optional(),
  /**
   * Stands beside the answer (跳过, 上一步, 转人工 under a question). Without buttons it is offered by its name and
   * takes no number, so that a number typed as an answer is never read as a choice.
   */
  aside: z.boolean().optional(),
});
export type Choice = z.infer<typeof Choice>;

/** One input of a form card (Feishu); channels without form cards ignore it and ask one by one. */
export const FormInput = z.strictObject({
  field: z.string(),
  label: z.string(),
  kind: z.enum(['line', 'paragraph', 'select']),
  required: z.boolean(),
  value: z.string().optional(),
  placeholder: z.string().optional(),
  options: z.array(z.strictObject({ value: z.string(), label: z.string() })).optional(),
  error: z.string().optional(),
});
export type FormInput = z.infer<typeof FormInput>;

/**
 * A message to one chat. `key` is its idempotency key: the same turn computed again gives the same key.
 * `card`: a logical card; a later message with the same `card` to the same chat replaces it in place where the
 * platform can. `quiet`: only worth sending as such a replacement (a pressed question losing its buttons);
 * dropped where the platform cannot edit.
 */
export const OutMessage = z.strictObject({
  key: z.string().min(1).max(120),
  to: Address,
  blocks: z.array(Block),
  choices: z.array(Choice).default([]),
  files: z.array(FileRef).default([]),
  /** The prompt this message asks, if an answer is expected. */
  prompt: z.string().nullable().default(null),
  form: z.array(FormInput).optional(),
  card: z.string().optional(),
  quiet: z.boolean().optional(),
  /** The platform's id of the message whose button caused this one, for in-place replacement. */
  pressed: z.string().optional(),
  /** Label of the option that the pressed button chose, once it counted: channels show it under the question. */
  chosen: z.string().optional(),
  /**
   * The person asked for a human and this message says so: a channel whose platform has servicers of its own gives them
   * the conversation once this has gone out.
   */
  handover: z.boolean().optional(),
  /** Short words to show on the pressed button's client (Telegram and Feishu toasts). */
  toast: z.string().optional(),
});
export type OutMessage = z.infer<typeof OutMessage>;

/** A message that asks nothing and offers nothing, unless `more` says so. */
export const messageTo = (
  to: Address,
  key: string,
  blocks: readonly Block[],
  more: Partial<Omit<OutMessage, 'to' | 'key' | 'blocks'>> = {},
): OutMessage => ({ key, to, blocks: [...blocks], choices: [], files: [], prompt: null, ...more });

/** All citations of a message, in order. */
export const citationsOf = (message: OutMessage): Citation[] =>
  message.blocks.flatMap(block => (block.kind === 'quote' ? [block.citation] : []));
