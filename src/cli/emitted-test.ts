import type { Minimized } from '../invariants/minimize.ts';

/** A vitest file that replays a few events and expects them to break a promise. */
export function emittedTest(id: string, lines: readonly string[], found: Minimized): string {
  const options = found.lossless ? ', { lossless: true }' : '';
  return `import { judge, type KernelEvent } from 'netdev-replay';
import { expect, it } from 'vitest';

const events: readonly KernelEvent[] = [
${lines.map((text) => `  ${text.trimEnd()},`).join('\n')}
].map((event) => event as KernelEvent);

// ${comment(found.violation.message)}
it('breaks ${id}', () => {
  const { invariants } = judge(events${options});
  expect(invariants.find((promise) => promise.id === '${id}')?.verdict).toBe('violated');
});
`;
}

/** Names in the message are an attacker's: nothing of them may end the comment. */
function comment(message: string): string {
  return JSON.stringify(message)
    .slice(1, -1)
    .replaceAll(/[\u007f-\uffff]/g, '?');
}
