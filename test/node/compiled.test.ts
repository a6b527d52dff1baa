import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptBeside, loadCompiled, requireCompiled } from '../../src/node/compiled.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();

/** A module that says `word`, by way of another one beside it. */
function moduleSaying(word: string): string {
  writeFileSync(join(folder, `${word}-word.cjs`), `module.exports = '${word}';\n`);
  const file = join(folder, `${word}.cjs`);
  writeFileSync(file, `exports.say = () => '¤ ' + require('./${word}-word.cjs');\n`);
  return file;
}

describe('a module that V8 compiled earlier', () => {
  it('is taken back as it was compiled', () => {
    const file = moduleSaying('again');
    const first = loadCompiled(file, null);
    expect(first.reused).toBe(false);
    const second = loadCompiled(file, first.compiled());
    expect(second.reused).toBe(true);
    expect(second.exports).toEqual({ say: expect.any(Function) });
  });

  it('exports the same whether something was kept of it, nothing, or what makes no sense', () => {
    const kept = loadCompiled(moduleSaying('whole'), null).compiled();
    const cut = fc.nat(kept.length - 1).map((length) => kept.subarray(0, length));
    let count = 0;
    fc.assert(
      fc.property(fc.oneof(fc.constant(null), fc.uint8Array(), cut), (content) => {
        count += 1;
        const file = moduleSaying(`module${count}`);
        if (content !== null) writeFileSync(keptBeside(file), content);
        const { say } = Object(requireCompiled(file));
        expect(say()).toBe(`¤ module${count}`);
      }),
    );
  });
});
