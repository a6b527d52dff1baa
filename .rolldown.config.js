import { defineConfig } from 'rolldown';

/*
 * Bundles the command line over what tsc made of it: to find and open two hundred modules costs
 * more than to judge a boot (test/bench/README.md). The library stays in plain modules.
 */
export default defineConfig({
  input: ['src/cli/main.ts', 'src/cli/judge-worker.ts'],
  platform: 'node',
  output: {
    cleanDir: true,
    codeSplitting: {
      groups: [
        // Scripts ask for the version to see whether the tool is there: that is all it loads.
        { name: 'tool', test: /src\/cli\/tool\.ts$/, priority: 1 },
        // What `check` needs is one file, with all it imports; others load their own besides.
        { name: 'check', test: /src\/cli\/(start|commands\/check)\.ts$/ },
      ],
    },
  },
});
