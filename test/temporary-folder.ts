import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder for the tests of the file or group that asks for it; it goes when they are over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'netdev-replay-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
