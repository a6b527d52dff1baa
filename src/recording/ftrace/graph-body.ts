import type { Args } from '../observation.ts';
import { isAddress, plainName, symbolName } from '../symbol.ts';
import { parseCallArgs } from './function.ts';

/** What a line of function_graph says, behind its columns. */
export type GraphBody =
  | {
      /** `enter`: `fn() {`, `leaf`: `fn();`. */
      readonly kind: 'enter' | 'leaf';
      /** `null` where the kernel printed an address. */
      readonly fn: string | null;
      readonly caller: string | null;
      readonly args: Args;
      /** As text, where funcgraph-retval shows it. */
      readonly ret: string | null;
    }
  /** `}`, with the function's name where the log tells it. */
  | { readonly kind: 'exit'; readonly fn: string | null; readonly ret: string | null }
  /** An event among the calls. */
  | { readonly kind: 'comment'; readonly text: string }
  /** An interrupt begins or ends. */
  | { readonly kind: 'arrow' };

// function                              end  comment
// register_netdevice(dev=0xff, n=3)      {   /* <-register_netdev+0x24 */
// sit_init_net [sit]()                  ;    /* = -12 */   (6.5)   /* ret=-12 */   (6.13)
// trace-cmd report (lib/trace-cmd/trace-ftrace.c) appends the depth, if asked to, and the result:
// ops_init()                            ;    (3) (ret=-12)
const CALL =
  /^([A-Za-z_][\w.$]*|0x[\da-f]+)(?: \[[^\]]*\])?\((.*)\)(;| \{)(?: \/\*(.*)\*\/)?(?: \(\d{1,4}\))?(?: \((ret=[^()]{1,24})\))? *$/s;
// }     } /* fn */     } /* fn = -12 */ (6.5)     } /* fn ret=0x0 */ (6.13)     } /* fn */ (ret=0)
const EXIT = /^\}(?: \/\*(.*)\*\/)?(?: \(\d{1,4}\))?(?: \((ret=[^()]{1,24})\))? *$/s;
const COMMENT = /^\/\* (.*) \*\/ *$/s;
const ARROW = /^(?:=+>|<=+) \| *$/;
const NAME = /^ ?([A-Za-z_][\w.$]*)(?: \[[^\]]*\])?(?= |$)/;
const RETURNED = /(?:^| )(?:ret)? ?= ?(-?\d+|0x[\da-f]+)(?: |$)/;
const CALLER = /<- ?([\w.$]+)/;

/** Reads what stands behind the columns and the indentation; `null` for no known form. */
export function parseGraphBody(body: string): GraphBody | null {
  const exit = EXIT.exec(body);
  if (exit !== null) return parseExit(exit[1] ?? '', exit[2]);
  const comment = COMMENT.exec(body);
  if (comment !== null) return { kind: 'comment', text: comment[1] ?? '' };
  const call = CALL.exec(body);
  if (call === null) return ARROW.test(body) ? { kind: 'arrow' } : null;
  const [, fn = '', args = '', end, note = '', result = note] = call;
  return {
    kind: end === ';' ? 'leaf' : 'enter',
    fn: isAddress(fn) ? null : plainName(fn),
    caller: symbolName(CALLER.exec(note)?.[1] ?? ''),
    args: parseCallArgs(args),
    ret: RETURNED.exec(result)?.[1] ?? null,
  };
}

function parseExit(note: string, result = note): GraphBody {
  const name = NAME.exec(note)?.[1];
  const fn = name === undefined ? null : plainName(name);
  return { kind: 'exit', fn, ret: RETURNED.exec(result)?.[1] ?? null };
}
