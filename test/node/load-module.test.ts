import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModule } from '../../src/node/load-module.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();

function written(name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

describe('loading a module', () => {
  it('runs JavaScript of both kinds', async () => {
    expect(await loadModule(written('a.mjs', 'export const a = 1;'))).toMatchObject({ a: 1 });
    const common = written('b.cjs', 'exports.b = 2;');
    expect(await loadModule(common)).toMatchObject({ default: { b: 2 } });
  });

  it.each([
    ['a module that throws', 'throws.mjs', 'throw new Error("not today");', 'not today'],
    ['one that is not there', 'c.mjs', 'import "./nowhere.mjs";', 'nowhere'],
  ])('hands on what went wrong: %s', async (_what, name, text, message) => {
    await expect(loadModule(written(name, text))).rejects.toMatchObject({
      name: 'ModuleError',
      code: 'failed',
      message: expect.stringContaining(message),
      cause: expect.any(Error),
    });
  });

  const strips = 'typescript' in process.features && process.features.typescript !== false;

  it('says what to install where Node reads no TypeScript', async () => {
    const loading = loadModule(written('alone/d.ts', 'export const d: number = 4;'));
    if (strips) expect(await loading).toMatchObject({ d: 4 });
    else {
      await expect(loading).rejects.toMatchObject({
        code: 'typescript',
        message: expect.stringMatching(/expected Node 22\.18 or later, tsx \(npm install/),
      });
    }
  });

  it('asks the tsx beside the file, or above it, to read TypeScript where Node does not', async () => {
    written('project/node_modules/tsx/package.json', '{"exports": "./loader.mjs"}');
    written('project/node_modules/tsx/loader.mjs', 'throw new Error("tsx was asked");');
    const loading = loadModule(written('project/deep/e.ts', 'export const e: number = 5;'));
    if (strips) expect(await loading).toMatchObject({ e: 5 });
    else await expect(loading).rejects.toMatchObject({ message: 'tsx was asked' });
  });
});
