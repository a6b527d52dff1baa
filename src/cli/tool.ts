import { readFileSync } from 'node:fs';

/** The name users know this program by. */
export const TOOL = 'netdev-replay';

/** The version of this package, from its package.json. */
export function toolVersion(): string {
  // Two folders up, from src/cli as from dist/cli.
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const manifest: unknown = JSON.parse(text);
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) {
    return String(manifest.version);
  }
  throw new Error(`package.json: expected a version, got ${text.slice(0, 40)}`);
}
