import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join, relative } from 'node:path';
import { type AnyNode, parse } from 'acorn';

/** A regular expression as it stands in a source file. */
export interface Pattern {
  /** `file:line`. */
  readonly at: string;
  readonly source: string;
  readonly flags: string;
}

/** A place where one is put together at run time; it has no text to check. */
export interface Built {
  readonly at: string;
}

const sourcesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.(?:ts|mjs)$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name));

function* nodesOf(value: unknown): Generator<AnyNode> {
  if (Array.isArray(value)) for (const each of value) yield* nodesOf(each);
  else if (value && typeof value === 'object') {
    if ('type' in value) yield value as AnyNode;
    for (const each of Object.values(value)) if (each && typeof each === 'object') yield* nodesOf(each);
  }
}

/** Every regular expression below the folders of a project. */
export const patternsIn = (
  root: string,
  folders: readonly string[],
): { found: Pattern[]; built: Built[] } => {
  const found: Pattern[] = [];
  const built: Built[] = [];
  for (const path of folders.flatMap(folder => sourcesIn(join(root, folder)))) {
    const source = readFileSync(path, 'utf8');
    const code = path.endsWith('.ts') ? stripTypeScriptTypes(source) : source;
    const tree = parse(code, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      allowHashBang: true,
      locations: true,
    });
    for (const node of nodesOf(tree)) {
      const at = `${relative(root, path)}:${node.loc?.start.line}`;
      if (node.type === 'Literal' && node.regex)
        found.push({ at, source: node.regex.pattern, flags: node.regex.flags });
      const made =
        (node.type === 'NewExpression' || node.type === 'CallExpression') &&
        node.callee.type === 'Identifier' &&
        node.callee.name === 'RegExp';
      if (made) built.push({ at });
    }
  }
  return { found, built };
};

/** Every one that the product puts together while it is used, seen in a process of its own. */
export const builtPatterns = (): Pattern[] =>
  execFileSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', new URL('./built-patterns.ts', import.meta.url).pathname],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  )
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Pattern);
