import { memoized } from '../memo.ts';
import type { Args } from '../observation.ts';
import { parsePlace } from '../symbol.ts';

/** MAX_ERRNO of include/linux/err.h: pointers from -4095 to -1 are errors. */
const MAX_ERRNO = 4095;
const NUMBER = /^(?:-?\d+|0x[\da-f]+)$/i;

/** A decimal or hexadecimal number; `null` for anything else or beyond 2^53. */
export function numberOf(text: string | undefined): number | null {
  return text === undefined ? null : numberIn(text);
}

const numberIn = memoized((text): number | null => {
  const value = NUMBER.test(text) ? Number(text) : null;
  return Number.isSafeInteger(value) ? value : null;
});

/** A non-NULL kernel address in one spelling, `"0xff2eb51ec47f3240"`. */
export function pointerOf(text: string | undefined): string | null {
  return text === undefined ? null : pointerIn(text);
}

const pointerIn = memoized((text): string | null => {
  const hex = /^(?:0x)?([\da-f]{9,16})$/i.exec(text)?.[1];
  if (hex !== undefined && (text.startsWith('0x') || hex.length === 16)) {
    return `0x${hex.toLowerCase().replace(/^0+/, '')}`;
  }
  if (!/^-?\d{10,20}$/.test(text)) return null;
  const value = BigInt.asUintN(64, BigInt(text));
  return value < 1n << 32n ? null : `0x${value.toString(16)}`;
});

/**
 * The symbol an argument holds, without module; `null` for NULL, addresses, and places inside a
 * symbol: names are looked up when the trace is read, and after an rmmod others live there.
 */
export function symbolOf(text: string | undefined): string | null {
  return text === undefined || text === NULL ? null : symbolIn(text);
}

/** Most operations lack some callback. */
const NULL = '0x0';

/** Where a section of a module begins or ends: perf finds no nearer name for a module's data. */
const SECTION_MARK = /^__(?:start|stop)_/;

const symbolIn = memoized((text): string | null => {
  const place = parsePlace(text);
  return place?.offset === 0 && !SECTION_MARK.test(place.name) ? place.name : null;
});

/**
 * The variable an argument points at. perf looks symbols up by itself, prints no size and takes
 * the nearest one for module data, so there one name may stand for several variables: not taken.
 */
export function variableOf(text: string | undefined): string | null {
  return text === undefined ? null : variableIn(text);
}

const variableIn = memoized((text): string | null =>
  text.includes('+') && !text.includes('/') ? null : symbolIn(text),
);

/**
 * What a call returned, as the kernel's IS_ERR reads it: a negative errno, 0 for everything else
 * (other numbers and pointers, however printed), `null` where the log does not show it.
 */
export function resultOf(args: Args): number | null {
  const text = args.rc ?? args.ret;
  return text === undefined ? null : resultIn(text);
}

const resultIn = memoized((text): number | null => {
  if (!NUMBER.test(text)) return null;
  const number = BigInt(text);
  // An int printed in hex, or unsigned as perf trace does, fits into 32 bits; no pointer does.
  const value = BigInt.asIntN(number >= 0n && number < 1n << 32n ? 32 : 64, number);
  return value < 0n && value >= -MAX_ERRNO ? Number(value) : 0;
});

/** What func-args prints of a string: its address, which is longer than a name can be (IFNAMSIZ). */
const ADDRESS = /^0x[\da-f]{14,16}$/;

/** A device name as a probe read it; a template such as `"veth%d"` is not a name yet. */
export function nameOf({ name }: Args): string | null {
  return name === undefined || (name.length > 15 && ADDRESS.test(name)) ? null : name;
}
