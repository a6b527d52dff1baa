import { describe, expect, it } from 'vitest';
import type { KernelEvent } from '../../../src/model/events.ts';
import { eventsOf } from '../events.ts';
import { functionLog } from './function-log.ts';
import { bodyOf } from './kprobe-log.ts';

const NET = '0xff43623381078000';
const LO = '0xff436233826e2000';

// The option func-args (7.x) shows what functions are called with.
const SETUP = functionLog(
  [
    `setup_net(net=${NET}) <-copy_net_ns`,
    `ops_init(ops=0xffffffff98cb40a0, net=${NET}) <-setup_net`,
    `loopback_net_init(net=${NET}) <-ops_init`,
    'alloc_netdev_mqs(sizeof_priv=0, name=0xffffffff982543ae) <-loopback_net_init',
    `register_netdev(dev=${LO}) <-loopback_net_init`,
    `register_netdevice(dev=${LO}) <-register_netdev`,
  ],
  { task: 'ip-120' },
);
const LISTED = functionLog([`list_netdevice(dev=${LO}) <-register_netdevice`], { task: 'ip-120' });
const DONE = functionLog(
  [
    `copy_net_ns(flags=0x0, old_net=${NET}) <-create_new_namespaces`,
    'netdev_run_todo() <-rtnl_newlink',
  ],
  { task: 'ip-120' },
);
const GIVEN_UP = functionLog(
  [
    `free_netdev(dev=${LO}) <-loopback_net_init`,
    'ops_undo_list(ops_list=0xffffffff98cca1f0) <-setup_net',
  ],
  { task: 'ip-120' },
);
const CLEANUP = functionLog(
  [
    'cleanup_net(work=0xffffffff98cca180) <-process_one_work',
    'ops_undo_list(ops_list=0xffffffff98cca1f0) <-cleanup_net',
    `unlist_netdevice(dev=${LO}) <-unregister_netdevice_many_notify`,
    `net_passive_dec(net=${NET}) <-__sk_destruct`,
    `net_passive_dec(net=${NET}) <-cleanup_net`,
  ],
  { task: 'kworker/u8:1-28' },
);

async function events(...texts: readonly string[]): Promise<readonly KernelEvent[]> {
  return eventsOf(`# tracer: function\n${texts.join('')}`, { format: 'function' });
}

async function devicesOf(...texts: readonly string[]): Promise<readonly (string | null)[]> {
  return (await events(...texts)).flatMap((event) => ('dev' in event ? [event.dev] : []));
}

describe('a function trace with arguments', () => {
  it('calls a loopback by its pointer from the line on that allocates it', async () => {
    expect(await devicesOf(SETUP, LISTED, DONE)).toEqual([LO, LO]);
  });

  it('does so too where the loopback is given up before it was listed', async () => {
    expect(await devicesOf(SETUP, GIVEN_UP)).toEqual([LO, LO]);
  });

  it('does so too where the log ends before the line that lists it', async () => {
    expect(await devicesOf(SETUP)).toEqual([LO]);
  });

  it('tells a pointer that comes back from the one before', async () => {
    const freed = functionLog([`free_netdev(dev=${LO}) <-netdev_run_todo`], {
      task: 'kworker/u8:1-28',
    });
    const devices = await devicesOf(SETUP, LISTED, DONE, CLEANUP, freed, SETUP, LISTED, DONE);
    expect(devices).toEqual([LO, LO, LO, LO, `${LO}~2`, `${LO}~2`]);
  });

  it('tells which namespace cleanup_net drops the last reference of', async () => {
    const told = (await events(SETUP, LISTED, DONE, CLEANUP)).map(bodyOf);
    expect(told.filter(({ type }) => type === 'net.freed')).toEqual([
      { type: 'net.freed', net: 'net1' },
    ]);
    expect(told).toContainEqual({ type: 'net.cleanup', net: 'net1' });
  });
});
