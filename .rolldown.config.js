import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { defineConfig } from 'rolldown';

/*
 * Bundles the command line over what tsc made of it: to find and open two hundred modules costs
 * more than to judge a boot (test/bench/README.md). The library stays in plain modules.
 */
export default defineConfig({
  input: ['src/cli/main.ts', 'src/cli/start.ts', 'src/cli/judge-worker.ts', 'src/node/compiled.ts'],
  platform: 'node',
  output: {
    // V8 gives back, and takes, what it compiled of scripts only (Node 20), not of ES modules.
    format: 'cjs',
    cleanDir: true,
    codeSplitting: {
      groups: [
        // Scripts ask for the version to see whether the tool is there: that is all it loads.
        { name: 'tool', test: /src\/(cli\/tool|node\/output)\.ts$/, priority: 1 },
        // What `check` needs is one file, with all it imports; others load their own besides.
        { name: 'check', test: /src\/(cli\/(start|commands\/check)|node\/engine)\.ts$/ },
      ],
    },
  },
  plugins: [isCommonJs(), startsNoProgram(), keepsCompiled('src/cli/start.ts')],
});

/** The package is one of ES modules, but for this folder. */
function isCommonJs() {
  return {
    name: 'is-common-js',
    generateBundle() {
      const source = '{ "type": "commonjs" }\n';
      this.emitFile({ type: 'asset', fileName: 'package.json', source });
    },
  };
}

/** Commands of commander may be programs, but none of ours is: what starts one takes 2 ms to load. */
function startsNoProgram() {
  const asked = "require('node:child_process')";
  return {
    name: 'starts-no-program',
    transform: {
      filter: { id: /\/commander\/lib\/command\.js$/ },
      handler(code) {
        if (!code.includes(asked)) throw new Error(`expected ${asked} in commander`);
        return code.replace(asked, '{}');
      },
    },
  };
}

/**
 * Keeps beside the file that holds a module what V8 compiles of it for some checks, and puts in its
 * place a file that loads both (src/node/compiled.ts).
 */
function keepsCompiled(module) {
  return {
    name: 'keeps-compiled',
    async writeBundle({ dir }, bundle) {
      const holder = Object.values(bundle).find((file) =>
        file.moduleIds?.some((id) => id.endsWith(module)),
      );
      const place = resolve(dir, holder.fileName);
      const file = place.replace(/\.js$/, '.body.js');
      writeFileSync(file, inAscii(holder.code));
      writeFileSync(
        place,
        `const { requireCompiled } = require('./compiled.js');\n` +
          `module.exports = requireCompiled(require.resolve('./${basename(file)}'));\n`,
      );
      await compile(file, createRequire(place)('./compiled.js'));
    },
  };
}

/** Escapes what is no ASCII: V8 takes the text as it is, instead of as UTF-8, in half the memory. */
function inAscii(code) {
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return code.replaceAll(/[^\0-\x7f]/g, escaped);
}

/** Logs that bring along what most logs need. */
const TYPICAL = [
  'boot-function-1cpu.log.gz',
  'boot-graph.log.gz',
  'boot-dmesg-console.log',
  'life-kprobe.log.gz',
];

async function compile(file, { keptBeside, loadCompiled }) {
  const { exports, compiled } = loadCompiled(file, null);
  for (const log of TYPICAL) await exports.start(['check', join('events/6.1-cloud', log)]);
  writeFileSync(keptBeside(file), compiled());
}
