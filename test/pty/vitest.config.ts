import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What needs a real pseudo-terminal, and util-linux to make one: run by `npm run pty`. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/pty/**/*.pty.ts'],
    testTimeout: 30_000,
  },
});
