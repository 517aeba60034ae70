import { z } from 'zod';
import type { UnreadKind } from '../../src/model/event.ts';
import { parseStrictJson } from './strict-json.ts';

/** A file of a message, to be fetched with the message's id. */
export interface Attachment {
  readonly key: string;
  readonly type: 'image' | 'file';
  readonly name: string;
}

export interface Content {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** A kind that is not read, alone or beside the rest. */
  readonly unread?: UnreadKind;
}

const Text = z.object({ text: z.string() });
const Image = z.object({ image_key: z.string().min(1) });
const File = z.object({ file_key: z.string().min(1), file_name: z.string().nullish() });
const Post = z.object({
  title: z.string().nullish(),
  content: z.array(
    z.array(
      z.object({
        tag: z.string(),
        text: z.string().optional(),
        image_key: z.string().optional(),
        user_id: z.string().optional(),
        user_name: z.string().optional(),
      }),
    ),
  ),
});

/** open.feishu.cn/document/server-docs/im-v1/message/events/message_content */
const unreadTypes: Readonly<Record<string, UnreadKind>> = {
  audio: 'voice',
  media: 'video',
  sticker: 'sticker',
  folder: 'folder',
  location: 'location',
  share_user: 'contact',
  share_chat: 'shared',
  merge_forward: 'shared',
  vote: 'poll',
};

/** The content of a post as Feishu documents it, or as it comes when a client wrote it for several languages. */
const unwrapped = (value: unknown): unknown => {
  const inner = (value as { post?: unknown } | null)?.post ?? value;
  if (typeof inner !== 'object' || inner === null || 'content' in inner) return inner;
  return (
    Object.values(inner).find(one => typeof one === 'object' && one !== null && 'content' in one) ?? inner
  );
};

const nothing: Content = { text: '', attachments: [] };

/** Feishu writes a mention as `@_user_1`; ours disappears, others become their names. */
const withNames = (text: string, names: ReadonlyMap<string, string>): string =>
  text
    .replace(/@_user_\d+/g, key => names.get(key) ?? key)
    .toWellFormed()
    .trim();

const image = (key: string, index: number): Attachment => ({
  key,
  type: 'image',
  name: index === 0 ? '图片' : `图片${index + 1}`,
});

const readPost = (post: z.infer<typeof Post>, names: ReadonlyMap<string, string>): Content => {
  const lines = post.content.map(line =>
    line.map(node => (node.tag === 'at' ? (node.user_id ?? '') : (node.text ?? ''))).join(''),
  );
  const keys = post.content
    .flat()
    .flatMap(node => (node.tag === 'img' && node.image_key ? [node.image_key] : []));
  return {
    text: withNames([post.title ?? '', ...lines].filter(line => line !== '').join('\n'), names),
    attachments: keys.map(image),
    ...(post.content.flat().some(({ tag }) => tag === 'media') ? { unread: 'video' as const } : {}),
  };
};

/**
 * `message.content` of a received message; null when it is not what its type promises.
 * Shapes: open.feishu.cn/document/server-docs/im-v1/message/events/message_content
 */
export const readContent = (
  type: string,
  json: string,
  names: ReadonlyMap<string, string>,
): Content | null => {
  if (json.trim() === '') return nothing;
  const value = parseStrictJson(json);
  switch (type) {
    case 'text': {
      const parsed = Text.safeParse(value);
      return parsed.success ? { ...nothing, text: withNames(parsed.data.text, names) } : null;
    }
    case 'post': {
      const parsed = Post.safeParse(unwrapped(value));
      return parsed.success ? readPost(parsed.data, names) : null;
    }
    case 'image': {
      const parsed = Image.safeParse(value);
      return parsed.success ? { ...nothing, attachments: [image(parsed.data.image_key, 0)] } : null;
    }
    case 'file': {
      const parsed = File.safeParse(value);
      return parsed.success
        ? {
            ...nothing,
            attachments: [
              {
                key: parsed.data.file_key,
                type: 'file',
                name: parsed.data.file_name?.toWellFormed() || '文件',
              },
            ],
          }
        : null;
    }
    default:
      return { ...nothing, unread: unreadTypes[type] ?? 'other' };
  }
};
