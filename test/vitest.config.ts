import { defineConfig } from 'vitest/config';

// *.it.test.ts need outside programs (redis-server, Chromium) or start processes; test:unit leaves them out.
const unitOnly = process.env.SHENBAO_TEST === 'unit';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    exclude: unitOnly ? ['**/*.it.test.ts', '**/node_modules/**'] : ['**/node_modules/**'],
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
