import type { Args } from '../observation.ts';
import { parsePlace, symbolName } from '../symbol.ts';

/** MAX_ERRNO of include/linux/err.h: pointers from -4095 to -1 are errors. */
const MAX_ERRNO = 4095;

/** A decimal or hexadecimal number; `null` for anything else or beyond 2^53. */
export function numberOf(text: string | undefined): number | null {
  if (text === undefined || !/^(?:-?\d+|0x[\da-f]+)$/i.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

/** A non-NULL kernel address in one spelling, `"0xff2eb51ec47f3240"`. */
export function pointerOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const hex = /^(?:0x)?([\da-f]{9,16})$/i.exec(text)?.[1];
  if (hex !== undefined && (text.startsWith('0x') || hex.length === 16)) {
    return `0x${hex.toLowerCase().replace(/^0+/, '')}`;
  }
  if (!/^-?\d{10,20}$/.test(text)) return null;
  const value = BigInt.asUintN(64, BigInt(text));
  return value < 1n << 32n ? null : `0x${value.toString(16)}`;
}

/** The symbol an argument holds, without offset and module; `null` for NULL and addresses. */
export function symbolOf(text: string | undefined): string | null {
  return text === undefined ? null : symbolName(text);
}

/** Where a section of a module begins and ends, as its linker names it: no variable of anybody's. */
const SECTION_MARK = /^__(?:start|stop)_/;

/**
 * The variable a pointer argument points at. `null` where it points behind a symbol or at the mark
 * of a section: a tool that resolves addresses afterwards knows few names of a module's data, and
 * prints the nearest.
 */
export function variableOf(text: string | undefined): string | null {
  const place = text === undefined ? null : parsePlace(text);
  if (place === null || place.offset > 0 || SECTION_MARK.test(place.name)) return null;
  return place.name;
}

/**
 * What a call returned, as the kernel's IS_ERR reads it: a negative errno, 0 for everything else
 * (other numbers and pointers, however printed), `null` where the log does not show it.
 */
export function resultOf(args: Args): number | null {
  const text = args.rc ?? args.ret;
  if (text === undefined || !/^(?:-?\d+|0x[\da-f]+)$/i.test(text)) return null;
  const hexDigits = /^0x/i.test(text) ? text.length - 2 : 0;
  const value = BigInt.asIntN(hexDigits > 0 && hexDigits <= 8 ? 32 : 64, BigInt(text));
  return value < 0n && value >= -MAX_ERRNO ? Number(value) : 0;
}

/** A device name as a probe read it; a template such as `"veth%d"` is not a name yet. */
export function nameOf(args: Args): string | null {
  return args.name ?? null;
}
