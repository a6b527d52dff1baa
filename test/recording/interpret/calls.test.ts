import { describe, expect, it } from 'vitest';
import { CallStack, type Entered, type Returned } from '../../../src/recording/interpret/calls.ts';
import { Departure } from '../../../src/recording/interpret/departure.ts';
import { levelOf } from '../../../src/recording/interpret/levels.ts';
import { Nets } from '../../../src/recording/interpret/nets.ts';

const place = { at: 0, cpu: 0, task: 'ip-1' };

function entered(fn: string, line: number, around: Partial<Entered> = {}): Entered {
  return { ...place, kind: 'entered', fn, line, caller: null, args: {}, depth: null, ...around };
}

function returned(fn: string, line: number, depth: number | null = null): Returned {
  return { ...place, kind: 'returned', fn, line, args: { rc: '0' }, depth, duration: 5 };
}

/** A stack of calls, and what it said of those that ended. */
function stackOf(...lines: readonly Entered[]) {
  const ended: string[] = [];
  const returning = new Set<string>();
  const stack = new CallStack(returning, (call, { context, returned: args }) => {
    ended.push(`${call.fn} at ${context.line}${args === null ? '' : ' by its return'}`);
  });
  for (const line of lines) stack.push(line, levelOf(line.fn), null);
  return { stack, ended, returning };
}

describe('the calls of a task', () => {
  it('end by their depth: what stands as deep or deeper is over', () => {
    const calls = ['a', 'b', 'c'].map((fn, depth) => entered(fn, depth, { depth }));
    const { stack, ended } = stackOf(...calls);
    stack.settleBefore(entered('d', 7, { depth: 3 }));
    expect(ended).toEqual([]);
    stack.settleBefore(entered('e', 8, { depth: 1 }));
    expect(ended).toEqual(['c at 7', 'b at 7']);
    stack.settleBefore(entered('f', 9, { depth: 0 }));
    expect(ended).toEqual(['c at 7', 'b at 7', 'a at 8']);
  });

  it('stay where a depth says nothing of them, because they have none', () => {
    const { stack, ended } = stackOf(entered('net_dev_init', 1), entered('b', 2, { depth: 0 }));
    stack.settleBefore(entered('c', 3, { depth: 0 }));
    expect(ended).toEqual(['b at 2']);
  });

  it('end by the caller of the next line: what stands inside the caller is over', () => {
    const { stack, ended } = stackOf(entered('setup_net', 1), entered('ops_init', 2));
    stack.settleBefore(entered('x_init', 3, { caller: 'ops_init' }));
    expect(ended).toEqual([]);
    stack.settleBefore(entered('ops_init', 4, { caller: 'setup_net' }));
    expect(ended).toEqual(['ops_init at 3']);
  });

  it.each(['create_new_namespaces', 'do_setlink', 'process_one_work', 'rtnl_newlink'])(
    'end all together when %s calls: nothing of ours is around it',
    (caller) => {
      const { stack, ended } = stackOf(entered('cleanup_net', 1), entered('ops_exit_list', 2));
      stack.settleBefore(entered('free_netdev', 3, { caller }));
      expect(ended).toEqual(['ops_exit_list at 2', 'cleanup_net at 2']);
    },
  );

  it('know the nearest exit and registration they happen in, however deep inside', () => {
    const { stack } = stackOf(entered('cleanup_net', 1));
    const push = (fn: string, line: number, role?: 'exiting' | 'registering') =>
      stack.push(entered(fn, line), levelOf(fn), role === undefined ? null : { role });
    expect([stack.top?.exiting, stack.top?.registering]).toEqual([null, null]);
    const exit = push('ops_exit_list', 2, 'exiting');
    expect(push('unregister_netdevice_many', 3).exiting).toBe(exit);
    expect(push('free_netdev', 4).exiting).toBe(exit);
    const registration = push('register_pernet_device', 5, 'registering');
    const inner = push('ops_init', 6);
    expect([inner.exiting, inner.registering]).toEqual([exit, registration]);
    const nested = push('ops_undo_list', 7, 'exiting');
    expect(push('unlist_netdevice', 8).exiting).toBe(nested);
  });

  it('end by what stands inside what, where the caller is a stranger', () => {
    const { stack, ended } = stackOf(entered('setup_net', 1), entered('ops_init', 2));
    stack.settleBefore(entered('free_netdev', 3, { caller: 'stranger' }));
    expect(ended).toEqual([]);
    stack.settleBefore(entered('ops_init', 4, { caller: 'stranger' }));
    expect(ended).toEqual(['ops_init at 3']);
  });

  it.each([
    ['register_pernet_subsys', 'inet_init', true],
    ['register_pernet_operations', 'inet_init', true],
    ['ops_init', 'inet_init', false],
    ['register_pernet_subsys', 'dev_proc_init', false],
    ['register_pernet_subsys', 'netdev_kobject_init', false],
  ])('end with net_dev_init when %s is called by %s: %s', (fn, caller, over) => {
    const { stack, ended } = stackOf(entered('net_dev_init', 1));
    stack.settleBefore(entered(fn, 2, { caller }));
    expect(ended).toEqual(over ? ['net_dev_init at 1'] : []);
    const { stack: other, ended: kept } = stackOf(entered('copy_net_ns', 1));
    other.settleBefore(entered('setup_net', 2, { caller }));
    expect(kept).toEqual([]);
  });

  it('end by the level of the next line, where neither depth nor caller is shown', () => {
    const { stack, ended } = stackOf(entered('setup_net', 1), entered('ops_init', 2));
    stack.settleBefore(entered('loopback_net_init', 3));
    expect(ended).toEqual([]);
    stack.settleBefore(entered('ops_init', 4));
    expect(ended).toEqual(['ops_init at 3']);
    stack.settleBefore(entered('copy_net_ns', 5));
    expect(ended).toEqual(['ops_init at 3', 'setup_net at 4']);
  });

  it('stay where a line of neither depth nor caller stands inside, or tells nothing of depths', () => {
    const boot = stackOf(entered('net_dev_init', 1));
    boot.stack.settleBefore(entered('register_pernet_subsys', 2));
    const early = stackOf(entered('net_ns_init', 1));
    early.stack.settleBefore(entered('register_pernet_subsys', 2));
    const graph = stackOf(entered('ops_init', 1, { depth: 2 }));
    graph.stack.settleBefore(entered('copy_net_ns', 2));
    expect([...boot.ended, ...early.ended, ...graph.ended]).toEqual([]);
  });

  it('may stand inside one another where this kind of function does, and returns are shown', () => {
    const fn = 'register_netdevice';
    const silent = stackOf(entered(fn, 1));
    silent.stack.settleBefore(entered(fn, 2));
    expect(silent.ended).toEqual([`${fn} at 1`]);
    const shown = stackOf(entered(fn, 1));
    shown.returning.add(fn);
    shown.stack.settleBefore(entered(fn, 2));
    expect(shown.ended).toEqual([]);
    shown.stack.settleBefore(entered('setup_net', 3));
    expect(shown.ended).toEqual([`${fn} at 2`]);
    const deeper = stackOf(entered('netdev_run_todo', 1));
    deeper.returning.add('netdev_run_todo');
    deeper.stack.settleBefore(entered(fn, 2));
    expect(deeper.ended).toEqual(['netdev_run_todo at 1']);
    const never = stackOf(entered('ops_init', 1));
    never.returning.add('ops_init');
    never.stack.settleBefore(entered('ops_init', 2));
    expect(never.ended).toEqual(['ops_init at 1']);
  });

  it('end by their return, and what is inside them before', () => {
    const { stack, ended, returning } = stackOf(entered('setup_net', 1), entered('ops_init', 2));
    expect(stack.return(returned('copy_net_ns', 3))).toBe(false);
    expect(ended).toEqual([]);
    expect(stack.return(returned('setup_net', 4))).toBe(true);
    expect(ended).toEqual(['ops_init at 2', 'setup_net at 4 by its return']);
    expect([...returning]).toEqual(['copy_net_ns', 'setup_net']);
    expect(stack.top).toBeNull();
  });

  it('end by the return of their own depth', () => {
    const deep = [0, 1, 2].map((depth) => entered('a', depth, { depth }));
    const { stack, ended } = stackOf(...deep);
    expect(stack.return(returned('a', 5, 1))).toBe(true);
    expect(ended).toEqual(['a at 2', 'a at 5 by its return']);
    expect(stack.return(returned('a', 6, 4))).toBe(false);
    expect(stack.return(returned('a', 7))).toBe(true);
    const between = [entered('a', 0, { depth: 0 }), entered('b', 1, { depth: 1 })];
    expect(stackOf(...between, ...deep.slice(2)).stack.return(returned('a', 5, 1))).toBe(false);
    const mixed = stackOf(entered('a', 0, { depth: 0 }), entered('b', 1, { depth: 1 }));
    expect(mixed.stack.return(returned('a', 2, 1))).toBe(false);
  });

  it('are there as long as a return inside them is shown', () => {
    const { stack, ended } = stackOf(entered('setup_net', 1), entered('ops_init', 2));
    stack.return(returned('ops_init', 3));
    stack.endAll();
    expect(ended).toEqual(['ops_init at 3 by its return', 'setup_net at 3']);
  });

  it('are taken off without a word where their own tracepoint tells the end', () => {
    const calls = [entered('a', 1), entered('b', 2), entered('c', 3)];
    const { stack, ended } = stackOf(...calls);
    const middle = stack.inside('b');
    if (middle === null) throw new Error('b is under way');
    stack.drop(middle);
    expect(ended).toEqual(['c at 3']);
    expect(stack.top?.fn).toBe('a');
    stack.drop(middle);
    expect([stack.top?.fn, ended.length]).toEqual(['a', 1]);
  });

  it('are looked for from the inside', () => {
    const { stack } = stackOf(entered('a', 1), entered('b', 2), entered('a', 3));
    expect(stack.inside('a')?.entered.line).toBe(3);
    expect(stack.inside('b')?.entered.line).toBe(2);
    expect(stack.inside('c')).toBeNull();
    expect(stack.insideAny(['b', 'c'])?.fn).toBe('b');
    expect(stack.insideAny(['c'])).toBeNull();
  });
});

describe('a stack of calls', () => {
  it('can be forgotten when no call is under way and no departure is open', () => {
    const { stack } = stackOf();
    expect(stack.isIdle).toBe(true);
    const departure = new Departure(
      { device: null, net: null, name: null, ifindex: null },
      () => {},
    );
    stack.departure = departure;
    expect(stack.isIdle).toBe(false);
    departure.settle();
    expect(stack.isIdle).toBe(true);
    stack.push(entered('setup_net', 1), levelOf('setup_net'), null);
    expect(stack.isIdle).toBe(false);
  });
});

describe('a departure', () => {
  const left = { device: null, net: null, name: 'd0', ifindex: 2 };
  const listing = (name: string) => entered('list_netdevice', 2, { args: { name } });

  it('is for good once, unless it was a move', () => {
    const told: unknown[] = [];
    const departure = new Departure(left, (what) => told.push(what));
    departure.settle();
    departure.settle();
    expect(told).toEqual([left]);
    const move = new Departure(left, (what) => told.push(what));
    move.move();
    move.settle();
    expect(told).toEqual([left]);
    expect([move.moved, departure.moved]).toEqual([true, false]);
  });

  it('goes on with the listing of that name somewhere else, as long as it is open', () => {
    const somewhere = new Nets().anonymous();
    const departure = new Departure(left, () => {});
    expect(departure.continues(listing('d1'), somewhere)).toBe(false);
    expect(departure.continues(listing('d0'), null)).toBe(false);
    expect(departure.continues(listing('d0'), somewhere)).toBe(true);
    departure.settle();
    expect(departure.continues(listing('d0'), somewhere)).toBe(false);
  });
});
