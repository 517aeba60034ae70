import { cp, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { type Common, CommonTalk, CommonTopics, CommonWishes, CommonWords } from '../model/pack/common.ts';
import { decodeUtf8, notUtf8 } from './decode.ts';
import { readPackFiles } from './files.ts';
import { aboutFile, type Finding } from './finding.ts';
import { parseYaml } from './yaml-source.ts';

/** Where the library lies inside the copy of a pack that an archive keeps. */
export const commonFolder = 'common/';

/** The library the product ships. */
const productFolder = fileURLToPath(new URL('../../conversations/common', import.meta.url));

/** The library with its bytes, by path below `common/`. */
export interface LoadedCommon {
  readonly common: Common;
  readonly content: ReadonlyMap<string, Uint8Array>;
  readonly findings: readonly Finding[];
}

type Read = { readonly data: unknown } | { readonly findings: readonly Finding[] };

const readOne = (file: string, bytes: Uint8Array): Read => {
  const text = decodeUtf8(bytes, false);
  if (text === null) return { findings: [notUtf8(file)] };
  const parsed = parseYaml(file, text);
  return parsed.source && parsed.findings.length === 0
    ? { data: parsed.source.data }
    : { findings: parsed.findings };
};

const nothing: Common = {
  topics: [],
  concepts: [],
  wishes: {
    eligibility: { verbs: [], objects: [], fates: [], asks: [], english: [] },
    apply: { verbs: [], objects: [], fates: [], asks: [], english: [] },
    progress: { verbs: [], objects: [], fates: [], asks: [], english: [] },
    human: { verbs: [], objects: [], fates: [], asks: [], english: [] },
    contacts: { verbs: [], objects: [], fates: [], asks: [], english: [] },
  },
  talk: [],
};

/** Reads a library from its files, by path below `common/`. What cannot be read is missing and has a finding. */
export const readCommon = (content: ReadonlyMap<string, Uint8Array>): LoadedCommon => {
  const findings: Finding[] = [];
  const read = <T extends z.ZodType>(path: string, schema: T): z.output<T> | null => {
    const file = commonFolder + path;
    const bytes = content.get(path);
    const found: Read = bytes
      ? readOne(file, bytes)
      : { findings: [aboutFile('error', 'common:missing-file', file, '缺少这个文件', '从发行版里复制一份')] };
    if ('findings' in found) {
      findings.push(...found.findings);
      return null;
    }
    const checked = schema.safeParse(found.data);
    if (checked.success) return checked.data;
    const [first] = checked.error.issues;
    const place = first?.path.join('.') ?? '';
    findings.push(
      aboutFile(
        'error',
        'common:wrong',
        file,
        `「${place}」不合要求：${first?.message}`,
        '对照同一文件里别的写法',
      ),
    );
    return null;
  };
  const topics = [...content.keys()]
    .filter(path => /^topics\/[^/]+\.yaml$/u.test(path))
    .flatMap(path => read(path, CommonTopics)?.topics ?? []);
  const common: Common = {
    topics,
    concepts: read('words.yaml', CommonWords)?.concepts ?? nothing.concepts,
    wishes: read('wishes.yaml', CommonWishes) ?? nothing.wishes,
    talk: read('small-talk.yaml', CommonTalk)?.talk ?? nothing.talk,
  };
  const ids = new Set<string>();
  for (const { id } of topics) {
    if (ids.has(id))
      findings.push(
        aboutFile(
          'error',
          'common:duplicate-id',
          `${commonFolder}topics`,
          `话题编号「${id}」用了两次`,
          '改成另一个名称',
        ),
      );
    ids.add(id);
  }
  return { common, content, findings };
};

let product: Promise<LoadedCommon> | undefined;

/** The library the product ships, read once a process. Throws when the installation lacks it. */
export const productCommon = (): Promise<LoadedCommon> => {
  product ??= readPackFiles(productFolder).then(files => {
    if (!files) throw new Error(`the product's common topics are missing: ${productFolder}`);
    return readCommon(files.content);
  });
  return product;
};

/** Puts the product's library beside a pack that is kept, unless it brings its own: the pack goes on meaning the same. */
export const keepCommon = async (pack: string): Promise<void> => {
  const folder = join(pack, commonFolder);
  if (!(await stat(folder).catch(() => null))) await cp(productFolder, folder, { recursive: true });
};

/** The library an archived pack brings along, or null. */
export const keptCommon = (files: ReadonlyMap<string, Uint8Array>): LoadedCommon | null => {
  const kept = [...files].filter(([path]) => path.startsWith(commonFolder));
  return kept.length === 0
    ? null
    : readCommon(new Map(kept.map(([path, bytes]) => [path.slice(commonFolder.length), bytes])));
};
