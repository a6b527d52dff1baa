import type { Batch } from './batches.ts';
import { dying, inTurn, type Script, script } from './script.ts';

/** What test/lab/steps/short does: three namespaces live; how the last two die is up to chance. */
export function shortLife(batches: readonly Batch[]): Script {
  return script(
    inTurn([
      { do: 'netns.add', net: 'n1' },
      { do: 'netns.add', net: 'n2' },
      { do: 'netns.add', net: 'n3' },
      { do: 'link.add', kind: 'dummy', net: 'n1', name: 'd1' },
      { do: 'link.add', kind: 'dummy', net: 'n2', name: 'd2' },
      { do: 'link.add', kind: 'veth', net: 'n1', name: 'v1', peer: { net: 'n2', name: 'v2' } },
      { do: 'link.up', net: 'n1', name: 'd1' },
      { do: 'netns.del', nets: ['n3'] },
    ]),
    dying(batches),
  );
}
