import { z } from 'zod';

/** 字: what a reader counts as one character. */
const characters = (limit: number) =>
  z.string().refine(text => [...text].length <= limit, `more than ${limit} characters`);
const bytes = (limit: number) =>
  z.string().refine(text => Buffer.byteLength(text) <= limit, `more than ${limit} bytes`);
const unique = (key: string) => (list: readonly Record<string, unknown>[]) =>
  new Set(list.map(entry => entry[key])).size === list.length;

const Body = {
  card_type: z.literal('button_interaction'),
  main_title: z.strictObject({ title: characters(36).min(1), desc: characters(44).optional() }),
  sub_title_text: characters(160).optional(),
  quote_area: z.strictObject({ type: z.literal(0), title: z.string(), quote_text: z.string() }).optional(),
  horizontal_content_list: z
    .array(z.strictObject({ keyname: characters(5).min(1), value: characters(30) }))
    .max(6)
    .optional(),
  button_selection: z
    .strictObject({
      question_key: bytes(1024),
      title: z.string().optional(),
      option_list: z
        .array(z.strictObject({ id: bytes(128), text: characters(16).min(1) }))
        .min(1)
        .max(10)
        .refine(unique('id')),
      selected_id: z.string().optional(),
    })
    .optional(),
  button_list: z
    .array(
      z.strictObject({
        text: characters(10).min(1),
        style: z.number().int().min(1).max(4),
        key: bytes(1024).min(1),
      }),
    )
    .min(1)
    .max(6)
    .refine(unique('key')),
};

/**
 * `button_interaction` with every documented limit enforced, the advised ones too (path/90236): what a client would
 * cut is a fault here.
 */
export const FakeCard = z.strictObject({ ...Body, task_id: z.string().regex(/^[0-9A-Za-z_\-@]{1,128}$/) });
export const FakeCardUpdate = z.strictObject({ ...Body, replace_text: z.string().optional() });
export type FakeCardUpdate = z.infer<typeof FakeCardUpdate>;
