/*
 * perf trace: milliseconds since it began, task, event, arguments. It leaves out arguments that are
 * 0, shows pointers as signed numbers and resolves no symbol. A syscall has its duration in front.
 *
 *     93.363 ip/161 kprobes:list_netdevice(__probe_ip: -1713243552, name: "lo", ifindex: 1)
 *    100.035 ( 0.013 ms): ip/161 close(fd: 3)                                    = 0
 */
const LINE = /^ *(\d{1,12})\.(\d{3}) (\S.{0,15}?)\/(\d{1,10}) ([\w-]+:[\w-]+)\((.*)\)$/s;
const SYSCALL = /^ *(?:\d{1,12}\.\d{3}|\?) \( *(?:\d{1,12}\.\d{3} ms)? *\): \S/;
/** A string ends at a quote that is followed by the next argument, or by the end. */
const ARGUMENT = /(\w+): (?:"(.*?)"(?=, \w+: |$)|([^,"]*))(?:, |$)/gsy;
const RESULT = /^(?:rc|ret)$/;
/** Addresses of the probe itself: only which of them are there tells something. */
const PROBE_ADDRESS = /^__probe_(?:ip|func|ret_ip)$/;

/** Whether a line of perf trace tells of a syscall. */
export function isSyscall(text: string): boolean {
  return SYSCALL.test(text);
}

/** An event of perf trace as perf script prints it; `null` where the line is none. */
export function asPerfScript(text: string): string | null {
  const match = LINE.exec(text);
  if (match === null) return null;
  const [, milliseconds = '', micro = '', comm, tid, event, args = ''] = match;
  const stamp = milliseconds.padStart(4, '0');
  const seconds = `${stamp.slice(0, -3)}.${stamp.slice(-3)}${micro}`;
  return `${comm} ${tid} ${seconds}: ${event}:${rewritten(args)}`;
}

function rewritten(args: string): string {
  let text = '';
  for (const [, key = '', string, value = ''] of args.matchAll(ARGUMENT)) {
    if (PROBE_ADDRESS.test(key)) text += ` ${key}=0`;
    else if (string !== undefined) text += ` ${key}="${string}"`;
    else text += ` ${key}=${RESULT.test(key) ? signed(value) : value}`;
  }
  return text;
}

/** A negative number of 32 bits, which perf trace prints as if it were none: 4294967274 is -22. */
function signed(value: string): string {
  const number = Number(value);
  return number >= 2 ** 31 && number < 2 ** 32 ? String(number - 2 ** 32) : value;
}
