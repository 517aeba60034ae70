import { z } from 'zod';

/*
 * A template card of type `button_interaction`. List lengths and byte limits are hard; the lengths in characters are
 * "建议" (advice), beyond which the clients cut (developer.work.weixin.qq.com/document/path/90236, "按钮交互型").
 */
export const titleLimit = 36;
export const subTitleLimit = 160;
/** Our own: the documentation gives no limit for a quote. */
export const quoteLimit = 120;
export const rowLimit = 6;
export const keyNameLimit = 5;
export const valueLimit = 30;
export const buttonLimit = 6;
export const buttonTextLimit = 10;
/** The drop-down takes ten options; one of them says 请选择, because WeCom preselects the first. */
export const optionLimit = 9;
export const optionTextLimit = 16;

/** Key of the button that hands in a drop-down, and id of its first line that chooses nothing. */
export const submitKey = 'wecom_submit';
export const nothingChosen = 'wecom_none';
/** Key of the button under a status card that has no choices: a card needs a button to be updatable. */
export const progressKey = 'wecom_progress';

export const ButtonCard = z.strictObject({
  card_type: z.literal('button_interaction'),
  main_title: z.strictObject({ title: z.string() }),
  sub_title_text: z.string().optional(),
  quote_area: z.strictObject({ type: z.literal(0), title: z.string(), quote_text: z.string() }).optional(),
  horizontal_content_list: z.array(z.strictObject({ keyname: z.string(), value: z.string() })).optional(),
  task_id: z.string().optional(),
  button_selection: z
    .strictObject({
      question_key: z.string(),
      title: z.string(),
      option_list: z.array(z.strictObject({ id: z.string(), text: z.string() })),
      selected_id: z.string(),
    })
    .optional(),
  button_list: z.array(z.strictObject({ text: z.string(), style: z.number(), key: z.string() })),
});
export type ButtonCard = z.infer<typeof ButtonCard>;
