/** Writes docs/authoring.zh-CN.md from the schemas: `npm run docs:authoring`. */
import { writeFileSync } from 'node:fs';
import { manual } from '../../src/authoring/manual.ts';

writeFileSync(new URL('../../docs/authoring.zh-CN.md', import.meta.url), manual());
