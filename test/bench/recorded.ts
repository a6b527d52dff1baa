import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** The text of a recording under events/; npm runs scripts in the folder of the package. */
export function recordedText(name: string): string {
  const plain = `events/${name}.log`;
  const bytes = existsSync(plain) ? readFileSync(plain) : gunzipSync(readFileSync(`${plain}.gz`));
  return bytes.toString('latin1');
}
