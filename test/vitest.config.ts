import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^netdev-replay$/, replacement: path('../src/index.ts') },
      { find: /^netdev-replay\/testing$/, replacement: path('../src/testing/index.ts') },
    ],
  },
  test: {
    root: path('..'),
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/seed.ts'],
    // A guard against tests that hang, not a measurement: machines and loads differ.
    testTimeout: 120_000,
  },
});
