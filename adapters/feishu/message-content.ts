import { z } from 'zod';
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
  /** What it is called when it is a kind we cannot take. */
  readonly unsupported?: string;
}

const Text = z.object({ text: z.string() });
const Image = z.object({ image_key: z.string().min(1) });
const File = z.object({ file_key: z.string().min(1), file_name: z.string().min(1) });
const Post = z.object({
  title: z.string().default(''),
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

const unsupportedNames: Readonly<Record<string, string>> = {
  audio: '语音',
  media: '视频',
  sticker: '表情包',
  folder: '文件夹',
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
    text: withNames([post.title, ...lines].filter(line => line !== '').join('\n'), names),
    attachments: keys.map(image),
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
  const value = parseStrictJson(json);
  switch (type) {
    case 'text': {
      const parsed = Text.safeParse(value);
      return parsed.success ? { ...nothing, text: withNames(parsed.data.text, names) } : null;
    }
    case 'post': {
      const parsed = Post.safeParse(value);
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
              { key: parsed.data.file_key, type: 'file', name: parsed.data.file_name.toWellFormed() },
            ],
          }
        : null;
    }
    default:
      return { ...nothing, unsupported: unsupportedNames[type] ?? '此类消息' };
  }
};
