import { describe, expect, it } from 'vitest';
import {
  type Command,
  type PlanInput,
  planOf,
  simulate,
  storyOf,
} from '../../src/testing/index.ts';

/** The story without the boot: from the first process on. */
function lifeStory(input: PlanInput): readonly string[] {
  const lines = storyOf(simulate(planOf(input))).split('\n');
  return lines.slice(lines.findIndex((line) => line.includes('ip-101')));
}

describe('storyOf', () => {
  it('tells the life of a namespace in a few sentences', () => {
    const commands: readonly Command[] = [
      { do: 'netns.add', net: 'a' },
      { do: 'link.add', kind: 'dummy', net: 'a', name: 'd%d' },
      { do: 'netns.del', nets: ['a'] },
    ];
    expect(lifeStory({ commands })).toEqual([
      '   76 ip-101           netns 4026532193 is being set up',
      '      … 11 of routine',
      '   88 ip-101           lo is allocated (0xffff888000002000)',
      '   89 ip-101           lo appears in netns 4026532193 with ifindex 1',
      '      … 2 of routine',
      '   92 ip-101           netns 4026532193 is ready',
      '   93 ip-102           d%d is allocated (0xffff888000003000)',
      '   94 ip-102           d0 appears in netns 4026532193 with ifindex 2',
      '   95 umount-103       netns 4026532193 lost its last user',
      '   96 kworker/u4:1-25  netns 4026532193 is being cleaned up',
      '      … 1 of routine',
      '   98 kworker/u4:1-25  d0 (ifindex 2) disappears from netns 4026532193',
      '   99 kworker/u4:1-25  lo (ifindex 1) disappears from netns 4026532193',
      '  100 kworker/u4:1-25  d0 is freed (0xffff888000003000)',
      '  101 kworker/u4:1-25  lo is freed (0xffff888000002000)',
      '      … 13 of routine',
      '  115 kworker/u4:1-25  netns 4026532193 is freed',
    ]);
  });

  it('tells what goes wrong', () => {
    const commands: readonly Command[] = [{ do: 'netns.add', net: 'a' }];
    const faults = [{ site: 'ops_init', of: 'netns_bpf_pernet_ops', nth: 2 }] as const;
    expect(lifeStory({ commands, faults })).toEqual([
      '   76 ip-101           netns 4026532193 is being set up',
      '      … 3 of routine',
      '   80 ip-101           netns_bpf_pernet_ops fails in netns 4026532193 with -12',
      '      … 3 of routine',
      '   84 ip-101           netns 4026532193 fails: -12',
      '   85 ip-101           netns 4026532193 is freed',
    ]);
  });

  it('tells gaps', () => {
    const [event] = simulate(planOf());
    if (event === undefined) throw new Error('expected an event, got none');
    const { seq, at, cpu, task, evidence, line } = event;
    const stamp = { seq, at, cpu, task, evidence, line };
    expect(storyOf([{ ...stamp, type: 'recording.gap', lost: null }])).toMatch(
      /some records are lost$/,
    );
    expect(storyOf([])).toBe('');
  });
});
