import { writeFileSync } from 'node:fs';
import { builtPatterns, patternsIn } from './patterns.ts';
import { listOf } from './proven.ts';

// npm run patterns: looks at the patterns of the product that proven-patterns.json does not know yet and writes what was
// found there, so that the tests need not look again. With --anew at every one (some minutes).

const root = new URL('../..', import.meta.url).pathname;
const all = [...patternsIn(root, ['src', 'adapters']).found, ...builtPatterns()];
const { path, content } = await listOf(all, process.argv.includes('--anew'));
writeFileSync(path, content);
console.log(`${all.length} patterns in the list`);
