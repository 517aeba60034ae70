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
const Node = z.object({
  tag: z.string().default('text'),
  text: z.string().nullish(),
  image_key: z.string().nullish(),
  user_id: z.string().nullish(),
  user_name: z.string().nullish(),
});
type Node = z.infer<typeof Node>;
/** Lines of nodes, as documented; some clients send one line without its brackets, or bare words. */
const Lines = z.union([
  z.array(z.array(Node)),
  z.array(Node).transform((line): Node[][] => [line]),
  z.string().transform((text): Node[][] => [[{ tag: 'text', text }]]),
]);
const Post = z.object({ title: z.string().nullish(), content: Lines.nullish() });

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
    (inner as { zh_cn?: unknown }).zh_cn ??
    Object.values(inner).find(one => typeof one === 'object' && one !== null && 'content' in one) ??
    inner
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
  const content = post.content ?? [];
  const lines = content.map(line =>
    line.map(node => (node.tag === 'at' ? (node.user_id ?? '') : (node.text ?? ''))).join(''),
  );
  const keys = content.flat().flatMap(node => (node.tag === 'img' && node.image_key ? [node.image_key] : []));
  const text = withNames([post.title ?? '', ...lines].filter(line => line !== '').join('\n'), names);
  const tags = new Set(content.flat().map(({ tag }) => tag));
  // Emoji, or a picture without its key: there is nothing to read.
  const empty = text === '' && keys.length === 0 && !tags.has('at');
  const unread = tags.has('media') ? 'video' : empty ? 'other' : null;
  return { text, attachments: keys.map(image), ...(unread ? { unread } : {}) };
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
