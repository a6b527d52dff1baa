import * as fc from 'fast-check';
import { FAULT_SITES, type FaultSite } from '../kernel/fault-sites.ts';
import type { Fault } from '../kernel/plan.ts';

/** Subjects that faults can be narrowed to: an operation early, late, and of a module. */
const OPS = ['netns_bpf_pernet_ops', 'fib_net_ops', 'vlan_net_ops', 'sit_net_ops'];

/**
 * A failure at any site. What would end the boot before it began shrinks away first: the sites
 * that a running kernel comes to stand in front.
 */
export function arbitraryFault(): fc.Arbitrary<Fault> {
  const site = fc.constantFrom(...faultSites());
  const nth = fc.integer({ min: 1, max: 30 });
  return fc.oneof(
    { arbitrary: fc.record({ site, nth }, { noNullPrototype: true }), weight: 3 },
    {
      arbitrary: fc.record(
        {
          site: fc.constantFrom<FaultSite>('ops_init', 'ops_data'),
          of: fc.constantFrom(...OPS),
          nth: fc.integer({ min: 2, max: 4 }),
        },
        { noNullPrototype: true },
      ),
      weight: 2,
    },
  );
}

/** Every site of {@link FAULT_SITES}. */
function faultSites(): readonly FaultSite[] {
  const isSite = (name: string): name is FaultSite => name in FAULT_SITES;
  return Object.keys(FAULT_SITES).filter(isSite).toReversed();
}
