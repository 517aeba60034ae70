import { z } from 'zod';
import type { FeishuApi } from './api.ts';

/** open.feishu.cn/document/server-docs/im-v1/message/get (scope im:message:readonly); `app`: a message of ours. */
const Found = z.object({
  data: z.object({
    items: z
      .array(
        z.object({
          sender: z.object({ sender_type: z.string() }),
          body: z.object({ content: z.string() }),
        }),
      )
      .min(1),
  }),
});

/** Every text in a card or a post, in the order in which it stands there. */
const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

/** The words of a message that the bot sent, as Feishu still has it; undefined where there is none, or it is not ours. */
export const fetchWords = async (api: FeishuApi, id: string): Promise<string | undefined> => {
  const answer = await api.call({
    method: 'GET',
    path: `/open-apis/im/v1/messages/${encodeURIComponent(id)}`,
    // As it was sent, and not as an old client would show it.
    params: { card_msg_content_type: 'user_card_content' },
  });
  const found = answer.ok ? Found.safeParse(answer.value) : null;
  const item = found?.success ? found.data.data.items[0] : undefined;
  if (item?.sender.sender_type !== 'app') return undefined;
  try {
    return textsIn(JSON.parse(item.body.content)).join('\n');
  } catch {
    return undefined;
  }
};
