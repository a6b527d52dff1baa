import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { runIn } from '../cli/shell.ts';

const BOOT = 'events/6.1-cloud/boot-function-1cpu.log.gz';
const LIFE = 'events/6.1-cloud/life-kprobe.log.gz';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The block of the README behind `<!-- name -->`. */
function block(name: string): string {
  const [, text = ''] =
    new RegExp(`<!-- ${name} -->\n\`\`\`text\n(.*?)\`\`\``, 's').exec(readme) ?? [];
  return text;
}

/** The recording with lines 3062 and 3063 exchanged: lo leaves before db3. */
function exchanged(): string {
  const lines = gunzipSync(readFileSync(LIFE)).toString('latin1').split('\n');
  const [first = '', second = ''] = lines.splice(3061, 2);
  lines.splice(3061, 0, second, first);
  return lines.join('\n');
}

describe('the README', () => {
  it('shows how npm start tells net_dev_init', async () => {
    const { out } = await runIn({}, 'replay', BOOT);
    expect(block('boot')).not.toBe('');
    expect(out).toContain(block('boot'));
  });

  it('shows how npm start tells the life of a namespace', async () => {
    const { out } = await runIn({}, 'replay', LIFE);
    expect(block('life')).not.toBe('');
    expect(out).toContain(block('life'));
  });

  it('shows what check says of a correct kernel', async () => {
    const { out } = await runIn({}, 'check', LIFE);
    expect(block('check')).toBe(out);
  });

  it('shows what check says of a broken one', async () => {
    const files = { 'trace.txt': exchanged() };
    const { out, code } = await runIn({ files }, 'check', 'trace.txt', '--only', 'loopback-last');
    expect(code).toBe(1);
    expect(block('broken')).toBe(out);
  });
});
