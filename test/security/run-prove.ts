import { writeFileSync } from 'node:fs';
import { builtPatterns, patternsIn } from './patterns.ts';
import { provenAnew } from './proven.ts';

// npm run patterns: looks at every pattern of the product anew (a minute or two) and writes those without a complaint to
// proven-patterns.json, so that the tests need only look at what is new.

const root = new URL('../..', import.meta.url).pathname;
const all = [...patternsIn(root, ['src', 'adapters']).found, ...builtPatterns()];
const { path, content } = await provenAnew(all);
writeFileSync(path, content);
console.log(`${all.length} patterns looked at`);
