import { readFileSync } from 'node:fs';
import wabt from 'wabt';
import { inlined } from './inline.ts';

const SOURCE = new URL('../../../src/recording/skim/kernel.wat', import.meta.url);
const LINE = 90;

/** The text of src/recording/skim/kernel-bytes.ts, made from kernel.wat. */
export async function assembled(): Promise<string> {
  const { parseWat } = await wabt();
  const module = parseWat('kernel.wat', inlined(readFileSync(SOURCE, 'utf8')), { simd: true });
  module.validate();
  const bytes = Buffer.from(module.toBinary({}).buffer).toString('base64');
  module.destroy();
  const lines = bytes.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  const text = lines.map((line) => `  '${line}',\n`).join('');
  return `/** What kernel.wat is assembled to, in base64; see test/recording/skim. */
export const KERNEL_BYTES: string = [
${text}].join('');
`;
}
