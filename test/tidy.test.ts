import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('..', import.meta.url);

/** Which rooms a room may import from, besides itself (design: dependencies point one way). */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  recording: ['model'],
  kernel: ['model'],
  invariants: ['model'],
  replay: ['model', 'recording', 'invariants'],
  testing: ['model', 'kernel', 'recording', 'invariants'],
  node: ['model', 'recording'],
  cli: ['model', 'recording', 'kernel', 'invariants', 'replay', 'testing', 'node'],
};

/** Packages that only some rooms may know. */
const ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  rxjs: ['replay', 'cli'],
  'fast-check': ['testing'],
  commander: ['cli'],
  immer: ['model', 'replay', 'invariants'],
  fzstd: ['node'],
  'xz-decompress': ['node'],
  zod: ['recording', 'kernel'],
};

const TOP_LEVEL = [
  'LICENSE',
  'README.md',
  'events',
  'package-lock.json',
  'package.json',
  'src',
  'test',
  'tsconfig.json',
];

interface Source {
  /** `src/model/fold.ts` */
  readonly path: string;
  readonly text: string;
  /** The text without comments. */
  readonly code: string;
  readonly imports: readonly string[];
}

const sources = filesBelow('src').map(readSource);
const inRooms = sources.filter(({ path }) => roomOf(path) !== null);

describe('the tree', () => {
  it('has at its top level what the design names, and dotfiles', () => {
    const built = ['node_modules', 'dist', 'coverage', 'reports'];
    const entries = readdirSync(ROOT).filter((name) => !name.startsWith('.'));
    expect(entries.filter((name) => !built.includes(name)).sort()).toEqual(TOP_LEVEL);
  });

  it('names files as kebab-case nouns, never as a drawer for anything', () => {
    const odd = sources.filter(
      ({ path }) =>
        !/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(posix.basename(path)) ||
        /(^|[/-])(utils?|helpers?|common|misc)(?=[/.-])/.test(path),
    );
    expect(odd.map(({ path }) => path)).toEqual([]);
  });

  it('keeps files short: 250 lines at most', () => {
    const long = sources.filter(({ text }) => text.split('\n').length > 251);
    expect(long.map(({ path }) => path)).toEqual([]);
  });
});

describe('the imports', () => {
  it('point one way between rooms', () => {
    const wrong = inRooms.flatMap(({ path, imports }) => {
      const room = roomOf(path) ?? '';
      const rooms = imports
        .filter((name) => name.startsWith('.'))
        .map((name) => target(path, name));
      return rooms
        .filter((other) => other !== room && !(MAY_IMPORT[room] ?? []).includes(other ?? ''))
        .map((other) => `${path} -> ${other}`);
    });
    expect(wrong).toEqual([]);
  });

  it('reach Node only in node/ and cli/, and each package only where it belongs', () => {
    const wrong = inRooms.flatMap(({ path, imports }) => {
      const room = roomOf(path) ?? '';
      return imports
        .filter((name) => !name.startsWith('.'))
        .filter((name) => {
          if (name.startsWith('node:')) return !['node', 'cli'].includes(room);
          return !(ONLY_IN[name.split('/')[0] ?? ''] ?? []).includes(room);
        })
        .map((name) => `${path} -> ${name}`);
    });
    expect(wrong).toEqual([]);
  });

  it('contain no circle', () => {
    expect(findCircle(sources)).toEqual([]);
  });
});

describe('the sources', () => {
  const bannedCode: readonly (readonly [string, RegExp])[] = [
    ['any', /(:|<|\bas|,|\|) ?any\b/],
    ['a non-null assertion', /[\w)\]]!(\.|;|,|\))/],
    ['a default export', /^export default/m],
    ['an enum', /^(export )?(const )?enum /m],
  ];
  const bannedText: readonly (readonly [string, RegExp])[] = [
    ['a leftover note', /\b(TODO|FIXME|XXX|HACK)\b/],
    ['a silenced compiler', /@ts-(ignore|expect-error|nocheck)/],
    ['a silenced linter', /biome-ignore/],
  ];

  it.each(bannedCode)('contain no %s', (_what, pattern) => {
    expect(sources.filter(({ code }) => pattern.test(code)).map(({ path }) => path)).toEqual([]);
  });

  it.each(bannedText)('contain %s nowhere, comments included', (_what, pattern) => {
    expect(sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('re-export only from src/index.ts and src/testing/index.ts', () => {
    const barrels = sources.filter(({ text }) =>
      /^export (\*|\{[^}]*\}|type \{[^}]*\}) from/m.test(text),
    );
    expect(barrels.map(({ path }) => path).sort()).toEqual([
      'src/index.ts',
      'src/testing/index.ts',
    ]);
  });
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => posix.join(folder, name))
    .sort();
}

function readSource(path: string): Source {
  const text = readFileSync(new URL(path, ROOT), 'utf8');
  const code = text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '');
  const imports = [
    ...code.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)'|import\('([^']+)'\)/gm),
  ];
  return { path, text, code, imports: imports.map(([, a, b]) => a ?? b ?? '') };
}

/** The room of a file, `null` for src/index.ts. */
function roomOf(path: string): string | null {
  const [, room, rest] = path.split('/');
  return rest === undefined ? null : (room ?? null);
}

function target(from: string, name: string): string | null {
  return roomOf(posix.join(posix.dirname(from), name));
}

/** The first circle of static imports, as a list of files; types do not count. */
function findCircle(files: readonly Source[]): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): readonly string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return [];
    for (const name of valueImports(byPath.get(path)?.text ?? '')) {
      const circle = visit(posix.join(posix.dirname(path), name), [...trail, path]);
      if (circle.length > 0) return circle;
    }
    done.add(path);
    return [];
  };
  for (const { path } of files) {
    const circle = visit(path, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

function valueImports(text: string): readonly string[] {
  const statements = text.matchAll(/^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'/gm);
  return [...statements].flatMap(([, name]) => name ?? []);
}
