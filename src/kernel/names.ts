import { listedDevices, whereabouts } from './device-lookup.ts';
import { EEXIST, EINVAL, ENFILE } from './errno.ts';
import type { Kernel, NetNamespace } from './kernel.ts';

/** Room for a name with its terminating NUL (IFNAMSIZ, include/uapi/linux/if.h). */
const IFNAMSIZ = 16;

/** How many numbers `%d` may stand for: the bits of one zeroed page. */
const MAX_TEMPLATE_NUMBERS = 8 * 4096;

/**
 * dev_get_valid_name (net/core/dev.c): the name a device gets for the one it asks for, with `%d`
 * replaced by the lowest free number. Returns a negative errno for a name it cannot have.
 */
export function validName(k: Kernel, net: NetNamespace, wanted: string): string | number {
  const failed = k.faults.at('name_alloc', wanted);
  if (failed < 0) return failed;
  if (!isValidName(wanted)) return -EINVAL;
  if (wanted.includes('%')) return numberedName(k, net, wanted);
  return nameInUse(k, net, wanted) ? -EEXIST : wanted;
}

/** netdev_name_in_use (net/core/dev.c): as a name or as an altname. */
export function nameInUse(k: Kernel, net: NetNamespace, name: string): boolean {
  return namesIn(k, net).has(name);
}

/** What isspace (lib/ctype.c) takes for white space, a byte of a character beyond ASCII too. */
const SPACES: ReadonlySet<number> = new Set([9, 10, 11, 12, 13, 32, 160]);

/** dev_valid_name (net/core/dev.c). */
function isValidName(name: string): boolean {
  if (name === '' || name === '.' || name === '..' || /[/:]/.test(name)) return false;
  const bytes = new TextEncoder().encode(name);
  return bytes.length < IFNAMSIZ && !bytes.some((byte) => SPACES.has(byte));
}

/** __dev_alloc_name (net/core/dev.c). */
function numberedName(k: Kernel, net: NetNamespace, template: string): string | number {
  const [before, after, ...more] = template.split('%d');
  if (before === undefined || after === undefined || more.length > 0) return -EINVAL;
  if (before.includes('%') || after.includes('%')) return -EINVAL;
  const taken = namesIn(k, net);
  for (let number = 0; number < MAX_TEMPLATE_NUMBERS; number += 1) {
    const name = `${before}${number}${after}`;
    if (!taken.has(name)) return name;
  }
  return -ENFILE;
}

function namesIn(k: Kernel, net: NetNamespace): ReadonlySet<string> {
  const names = new Set<string>();
  for (const dev of listedDevices(k, net)) {
    names.add(whereabouts(k, dev).name);
    for (const altname of dev.altnames) names.add(altname);
  }
  return names;
}
