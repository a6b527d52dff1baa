import { describe, expect, it } from 'vitest';
import { pernetInitOrder } from '../../src/invariants/pernet.ts';
import { netId } from '../../src/model/ids.ts';
import { A, B, gap, given, net, opsInit, started, type Told, verdictOn } from './history.ts';

const [C, D] = [netId('c'), netId('d')];
/** What every kernel has for ever, a module, and what ends the part of a setup that is compared. */
const [ONE, TWO, END] = ['sysctl_pernet_ops', 'netfilter_net_ops', ['netdev_net_ops']];
const LO = 'loopback_net_ops';
const ORDER = [ONE, TWO, ...END, LO];
const SWAPPED = [TWO, ONE, ...END, LO];

/** A setup in a log without returns. */
function setup(id: ReturnType<typeof netId>, ops: readonly string[]): readonly Told[] {
  return [net('net.setup', id), ...ops.map((name) => opsInit(id, name))];
}

const on = (...told: readonly Told[]) => verdictOn(pernetInitOrder, given(...told));

describe('setups that show no end', () => {
  it('are put to the test by each setup that comes to loopback as the first one did', () => {
    expect(on(...setup(A, ORDER))).toMatchObject({ checked: 0 });
    const two = on(...setup(A, ORDER), ...setup(B, ORDER), ...setup(C, ORDER.slice(1)));
    expect(two).toMatchObject({ verdict: 'holds', checked: 2 });
    expect(on(...setup(A, ORDER), ...setup(B, ORDER.slice(0, 3))).checked).toBe(0);
    const shown = on(
      ...setup(A, ORDER),
      ...setup(B, ORDER),
      ...setup(C, [ONE]),
      net('net.ready', C),
    );
    expect(shown.checked).toBe(2);
  });

  it('are accused once each, and told with what came before', () => {
    const third = [TWO, ...END, ONE, LO, ONE];
    const twice = on(...setup(A, ORDER), ...setup(B, SWAPPED), ...setup(C, third));
    expect(twice.violations).toMatchObject([
      { seq: 7, related: [6] },
      { seq: 13, related: [12] },
    ]);
    expect(twice.checked).toBe(0);
    const unknown = on(...setup(A, ORDER), ...setup(B, ['z_ops', TWO, ...SWAPPED]));
    expect(unknown.violations).toMatchObject([{ seq: 9, related: [7] }]);
  });

  it('are compared with nothing that did not come to loopback, or came behind it', () => {
    expect(on(...setup(A, ORDER.slice(0, 3)), ...setup(B, SWAPPED)).broken).toBe(0);
    const behind = [...ORDER, 'rtnetlink_net_ops', 'default_device_ops'];
    const ahead = [ONE, TWO, ...END, 'default_device_ops', 'rtnetlink_net_ops', LO];
    expect(on(...setup(A, behind), ...setup(B, ahead)).broken).toBe(0);
    const late = [...ORDER, ONE];
    expect(on(...setup(A, ORDER), ...setup(B, late)).broken).toBe(0);
  });

  it('are not accused of what a module may do: come back at the end of the list', () => {
    const list = (...modules: readonly string[]) => [ONE, ...END, ...modules, LO];
    const back = on(...setup(A, list('x_ops', 'y_ops')), ...setup(B, list('y_ops', 'x_ops')));
    expect(back).toMatchObject({ broken: 0, checked: 1 });
    const early = (...modules: readonly string[]) => [...modules, ONE, ...END, LO];
    const builtIn = [...setup(A, early('x_ops', 'y_ops')), ...setup(B, early('y_ops', 'x_ops'))];
    expect(on(...builtIn).broken).toBe(1);
    const noNetdev = (...modules: readonly string[]) => [...modules, LO];
    const unknown = [
      ...setup(A, noNetdev('x_ops', 'y_ops')),
      ...setup(B, noNetdev('y_ops', 'x_ops')),
    ];
    expect(on(...unknown).broken).toBe(0);
    const stays = (...ops: readonly string[]) => [...ops, LO];
    const permanent = [
      ...setup(A, stays('x_ops', 'genl_pernet_ops')),
      ...setup(B, stays('genl_pernet_ops', 'x_ops', 'genl_pernet_ops')),
    ];
    expect(on(...permanent).broken).toBe(0);
    const first = setup(A, stays('genl_pernet_ops', 'x_ops'));
    expect(on(...first, ...setup(B, stays('x_ops', 'genl_pernet_ops'))).broken).toBe(1);
  });

  it('may repeat a step of the first one', () => {
    const again = [ONE, ...ORDER];
    expect(on(...setup(A, again), ...setup(B, again)).broken).toBe(0);
    const back = [ONE, TWO, ONE, ...END, LO];
    expect(on(...setup(A, back), ...setup(B, ORDER)).broken).toBe(0);
  });

  it('are compared anew behind a gap, and in the next boot of the same log', () => {
    const alike = [...setup(A, ORDER), ...setup(B, ORDER)];
    expect(on(...alike, gap, ...setup(C, SWAPPED)).broken).toBe(0);
    expect(on(...alike, gap, ...setup(C, SWAPPED), ...setup(D, ORDER)).broken).toBe(1);
    expect(on(...alike, started, ...setup(C, SWAPPED)).broken).toBe(1);
    expect(on(started, ...alike, started, ...setup(C, SWAPPED)).broken).toBe(0);
    const other: Told = { type: 'initcall.started', name: 'inet_init' };
    expect(on(started, ...alike, other, ...setup(C, SWAPPED)).broken).toBe(1);
    const earlier = setup(C, SWAPPED).map((told, at) => ({ ...told, at: at - 100 }));
    expect(on(...alike, ...earlier).broken).toBe(0);
  });
});
