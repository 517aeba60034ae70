import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** One breach: where, and of which rule. */
export interface Breach {
  readonly file: string;
  readonly rule: 'direction' | 'adapter' | 'sdk' | 'purity' | 'notice';
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
  documents: ['model'],
  host: ['model', 'language', 'engine', 'faq', 'packs', 'store', 'documents'],
};

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

const packageBreach = (file: string, name: string): Breach | null => {
  const home = Object.entries(sdks).find(([sdk]) => name === sdk || name.startsWith(`${sdk}/`))?.[1];
  if (home !== undefined && !file.startsWith(home)) return { file, rule: 'sdk', what: name };
  const pure = /^src\/(?:engine|faq|language)\//.test(file);
  const machine = name.startsWith('node:') && !(name === 'node:crypto' && file.startsWith('src/engine/'));
  return pure && machine ? { file, rule: 'purity', what: name } : null;
};

/** Every breach below `root`, which holds `src` and `adapters`. `own`: words that only one notice has. */
export const breachesIn = (root: string, own: readonly string[]): Breach[] =>
  ['src', 'adapters'].flatMap(folder =>
    filesIn(root, folder).flatMap(file => {
      const source = readFileSync(join(root, file), 'utf8');
      const code = withoutComments(source);
      const found: Breach[] = [];
      for (const name of importsOf(code)) {
        const breach = name.startsWith('.')
          ? directionBreach(file, relative(root, resolve(root, dirname(file), name)).replaceAll('\\', '/'))
          : packageBreach(file, name);
        if (breach) found.push(breach);
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
