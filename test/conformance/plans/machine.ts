import type { KernelConfig, Plan } from '../../../src/kernel/plan.ts';

/** The kernel a recording was made on, as plans speak of it. */
export type Machine = Pick<Plan, 'kernel' | 'cpus'> & { readonly config: Partial<KernelConfig> };

/** What was built differently, by folder under events/. */
const KERNELS: Readonly<Record<string, Pick<Plan, 'kernel'> & Partial<KernelConfig>>> = {
  '6.1-cloud': { kernel: '6.1' },
  '6.1-cloud-arm64': { kernel: '6.1' },
  '6.1-rt': { kernel: '6.1', wireless: true, preemptRt: true },
  '6.12-cloud': { kernel: '6.12' },
  '6.12-cloud-arm64': { kernel: '6.12' },
  '6.12-generic': { kernel: '6.12', wireless: true },
  '6.12-rt': { kernel: '6.12', wireless: true, preemptRt: true },
  '7.2-cloud': { kernel: '7.2' },
};

/** The machine of a recording such as `6.1-cloud/boot-function-2of4cpu`; two CPUs unless named. */
export function machineOf(recording: string): Machine {
  const [folder = '', name = ''] = recording.split('/');
  const known = KERNELS[folder];
  if (known === undefined) throw new Error(`expected a known kernel, got ${folder}`);
  const { kernel, ...config } = known;
  const possible = Number(/(\d)cpu$/.exec(name)?.[1] ?? (name === 'life-parallel' ? 4 : 2));
  const online = Number(/(\d)of\dcpu$/.exec(name)?.[1] ?? possible);
  return { kernel, cpus: { possible, online }, config: { builtin: 'all', ...config } };
}
