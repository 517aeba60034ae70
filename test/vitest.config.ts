import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// *.it.test.ts need outside programs (redis-server, Chromium), start processes, talk to a fake platform over loopback, or
// take seconds; test:unit leaves them out.
const unitOnly = process.env.SHENBAO_TEST === 'unit';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    exclude: unitOnly ? ['**/*.it.test.ts', '**/node_modules/**'] : ['**/node_modules/**'],
    setupFiles: ['test/seeded.ts'],
    isolate: false,
    // Two workers a core: the longest tests wait for a platform's pace, a lease or a killed process.
    maxWorkers: 2 * availableParallelism(),
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A busy machine is late, not wrong.
    expect: { poll: { timeout: 30_000 } },
  },
});
