import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** One breach: where, and of which rule. */
export interface Breach {
  readonly file: string;
  readonly rule: 'direction' | 'climb' | 'circle' | 'adapter' | 'sdk' | 'purity' | 'notice';
  readonly what: string;
}

/** Which layers a layer may import besides itself (design.md §2). */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  language: ['model'],
  engine: ['model', 'language'],
  faq: ['model', 'language'],
  packs: ['model', 'language'],
  store: ['model'],
  documents: ['model', 'language'],
  authoring: ['model', 'packs', 'documents'],
  host: ['model', 'language', 'engine', 'faq', 'packs', 'store', 'documents'],
};

/**
 * Floors of the engine, lowest first; a room imports its own floor and those below. A file of `src/engine` itself is on
 * the ground unless it is named here.
 */
const floors: readonly (readonly string[])[] = [
  ['ground', 'fields', 'understand'],
  ['scenes'],
  ['review'],
  ['acts'],
  ['advance.ts', 'adopt.ts', 'current-scene.ts', 'prompts.ts', 'run-command.ts', 'subjects.ts'],
];

const floorOf = (file: string): number | null => {
  const [src, layer, room = ''] = file.split('/');
  if (src !== 'src' || layer !== 'engine') return null;
  const named = floors.findIndex(rooms => rooms.includes(room));
  return named >= 0 ? named : 0;
};

/** Rooms of the engine where a conversation is led: whoever composes the program takes rules from below them. */
const conversation = /^src\/engine\/(?:acts|scenes)\//;

/** Where platform SDKs may be imported, and nowhere else. */
const sdks: Readonly<Record<string, string>> = {
  grammy: 'adapters/telegram/',
  '@grammyjs': 'adapters/telegram/',
  '@larksuiteoapi/node-sdk': 'adapters/feishu/',
  wechaty: 'adapters/wecom/',
  'wechaty-puppet': 'adapters/wecom/',
  'wechaty-puppet-service': 'adapters/wecom/',
  'file-box': 'adapters/wecom/',
  ioredis: 'src/store/redis/',
};

/** What a pure file may not do: read the clock, wait, roll dice, or talk to the machine. Hashing is a calculation. */
const impure: readonly (readonly [string, RegExp])[] = [
  ['await', /\bawait\b/],
  ['Date', /\bnew Date\b|\bDate\.(?:now|parse|UTC)\b/],
  ['Math.random', /\bMath\.random\b/],
  ['process', /\bprocess\.|\bglobalThis\b/],
  ['fetch or timers', /\bfetch\(|\bset(?:Timeout|Interval|Immediate)\(/],
];

const isComposition = (file: string): boolean => /^src\/(?:[a-z-]+\.(?:ts|mjs)|commands\/.+)$/.test(file);

const withoutComments = (source: string): string =>
  source.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/(^|[^:'"`/])\/\/[^\n]*/g, '$1');

const importsOf = (source: string): string[] =>
  [
    ...source.matchAll(/(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]/g),
    ...source.matchAll(/(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g),
    ...source.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g),
  ].map(match => match[1]!);

const filesIn = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && /\.(?:ts|mjs)$/.test(entry.name))
    .map(entry => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));

const layerOf = (file: string): string | null => {
  const parts = file.split('/');
  return parts[0] === 'src' && parts.length > 2 ? parts[1]! : null;
};

const directionBreach = (file: string, target: string): Breach | null => {
  const from = layerOf(file);
  const to = layerOf(target);
  if (file.startsWith('adapters/')) {
    const own = file.split('/').slice(0, 2).join('/');
    if (target.startsWith('adapters/'))
      return target.startsWith(`${own}/`) ? null : { file, rule: 'adapter', what: target };
    return to === 'model' || to === 'host' ? null : { file, rule: 'direction', what: target };
  }
  if (isComposition(file)) return null;
  if (target.startsWith('adapters/') || isComposition(target))
    return { file, rule: 'direction', what: target };
  if (from === null || to === null || from === to) return null;
  return mayImport[from]?.includes(to) ? null : { file, rule: 'direction', what: target };
};

const climb = (file: string, target: string): Breach | null => {
  const [from, to] = [floorOf(file), floorOf(target)];
  const climbs = from === null ? isComposition(file) && conversation.test(target) : to !== null && to > from;
  return climbs ? { file, rule: 'climb', what: target } : null;
};

/** Files that import each other, by way of others too: each circle once, named by its first file. */
const circles = (imports: ReadonlyMap<string, readonly string[]>): Breach[] => {
  const done = new Set<string>();
  const found: Breach[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) {
      const circle = path.slice(at).sort();
      found.push({ file: circle[0]!, rule: 'circle', what: circle.slice(1).join(' ') || circle[0]! });
      return;
    }
    if (done.has(file)) return;
    for (const target of imports.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return found;
};

const packageBreach = (file: string, name: string): Breach | null => {
  const home = Object.entries(sdks).find(([sdk]) => name === sdk || name.startsWith(`${sdk}/`))?.[1];
  if (home !== undefined && !file.startsWith(home)) return { file, rule: 'sdk', what: name };
  const pure = /^src\/(?:engine|faq|language)\//.test(file);
  const machine = name.startsWith('node:') && !(name === 'node:crypto' && file.startsWith('src/engine/'));
  return pure && machine ? { file, rule: 'purity', what: name } : null;
};

/** Every breach below `root`, which holds `src` and `adapters`. `own`: words that only one notice has. */
export const breachesIn = (root: string, own: readonly string[]): Breach[] => {
  const imports = new Map<string, string[]>();
  const found = ['src', 'adapters'].flatMap(folder =>
    filesIn(root, folder).flatMap(file => {
      const source = readFileSync(join(root, file), 'utf8');
      const code = withoutComments(source);
      const found: Breach[] = [];
      const targets: string[] = [];
      imports.set(file, targets);
      for (const name of importsOf(code)) {
        if (!name.startsWith('.')) {
          found.push(...[packageBreach(file, name)].flatMap(breach => breach ?? []));
          continue;
        }
        const target = relative(root, resolve(root, dirname(file), name)).replaceAll('\\', '/');
        targets.push(target);
        found.push(...[directionBreach(file, target), climb(file, target)].flatMap(breach => breach ?? []));
      }
      if (/^src\/(?:language|engine|faq)\//.test(file)) {
        for (const [what, pattern] of impure) {
          if (pattern.test(code)) found.push({ file, rule: 'purity', what });
        }
        if (
          /import\s*\{[^}]*\b(?:random\w*|generate\w*|get\w*Values)\b[^}]*\}\s*from\s*['"]node:crypto/.test(
            code,
          )
        )
          found.push({ file, rule: 'purity', what: 'node:crypto random' });
      }
      for (const word of own) if (code.includes(word)) found.push({ file, rule: 'notice', what: word });
      return found;
    }),
  );
  return [...found, ...circles(imports)];
};
