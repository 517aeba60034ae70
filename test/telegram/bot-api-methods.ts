import { z } from 'zod';

/* Methods of the Bot API that the fake server knows: core.telegram.org/bots/api#available-methods. */

const flag = z.union([z.boolean(), z.stringbool()]);
const fromJson = <T extends z.ZodType>(schema: T) =>
  z.preprocess(
    value => (typeof value === 'string' && /^[[{]/.test(value) ? JSON.parse(value) : value),
    schema,
  );

const Button = z.strictObject({
  text: z.string().min(1),
  callback_data: z.string().optional(),
  url: z.string().optional(),
  style: z.enum(['danger', 'success', 'primary']).optional(),
});
const Markup = fromJson(z.strictObject({ inline_keyboard: z.array(z.array(Button)) }));
const Target = { chat_id: z.coerce.string(), message_thread_id: z.coerce.number().optional() };
const EntityIn = z.looseObject({
  type: z.string(),
  offset: z.number().int().nonnegative(),
  length: z.number().int().positive(),
});
const Common = {
  entities: fromJson(z.array(EntityIn)).optional(),
  parse_mode: z.enum(['HTML']).optional(),
  reply_markup: Markup.optional(),
  link_preview_options: fromJson(z.strictObject({ is_disabled: flag })).optional(),
};
/** Parameters by method. A parameter nobody here uses is refused: it would be a mistake. */
export const parameters = {
  getMe: z.strictObject({}),
  getWebhookInfo: z.strictObject({}),
  deleteWebhook: z.strictObject({ drop_pending_updates: flag.optional() }),
  setWebhook: z.strictObject({
    url: z.string(),
    secret_token: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,256}$/)
      .optional(),
    allowed_updates: z.array(z.string()).optional(),
  }),
  getUpdates: z.strictObject({
    offset: z.number().int().optional(),
    limit: z.number().int().min(1).max(100).default(100),
    timeout: z.number().int().min(0).default(0),
    allowed_updates: z.array(z.string()).optional(),
  }),
  setMyCommands: z.strictObject({
    commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^[a-z0-9_]{1,32}$/),
          description: z.string().min(1).max(256),
        }),
      )
      .max(100),
  }),
  sendMessage: z.strictObject({ ...Target, ...Common, text: z.string() }),
  editMessageText: z.strictObject({
    chat_id: z.coerce.string(),
    message_id: z.coerce.number(),
    ...Common,
    text: z.string(),
  }),
  editMessageReplyMarkup: z.strictObject({
    chat_id: z.coerce.string(),
    message_id: z.coerce.number(),
    reply_markup: Markup.optional(),
  }),
  sendDocument: z.strictObject({
    ...Target,
    ...Common,
    document: z.string(),
    caption: z.string().optional(),
  }),
  answerCallbackQuery: z.strictObject({
    callback_query_id: z.string(),
    text: z.string().max(200).optional(),
  }),
  getFile: z.strictObject({ file_id: z.string() }),
} as const;
export type Method = keyof typeof parameters;
export type Params<M extends Method> = z.infer<(typeof parameters)[M]>;
