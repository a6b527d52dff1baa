import { KERNEL_VERSIONS, type KernelVersion } from '../kernel/versions.ts';
import { type DefectName, defects } from '../testing/defects/catalogue.ts';
import type { Defect } from '../testing/defects/defect.ts';
import { unknownName } from './inputs.ts';

/** A version of the kernel that can be simulated. @throws UsageError for any other. */
export function parseVersion(text: string): KernelVersion {
  const known = KERNEL_VERSIONS.find((version) => version === text);
  if (known !== undefined) return known;
  throw unknownName('--kernel', text, KERNEL_VERSIONS);
}

/** A wrong kernel by its name. @throws UsageError where there is none. */
export function parseDefect(name: string): Defect {
  if (isDefect(name)) return defects[name];
  throw unknownName('--defect', name, Object.keys(defects));
}

function isDefect(name: string): name is DefectName {
  return Object.hasOwn(defects, name);
}
