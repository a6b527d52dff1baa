/** A list of WebAssembly's text format, or one word of it. */
type Node = string | readonly Node[];

/** A function marked `(@inline)`: its parameters, and what stands in the place of a call. */
interface Macro {
  readonly params: readonly string[];
  readonly body: readonly Node[];
}

const TOKEN = /;;[^\n]*|"(?:[^"\\]|\\.)*"|[()]|[^\s()";]+/g;
const MARK = '@inline';
/** What stands in a function before what it does. */
const HEAD = new Set([MARK, 'param', 'result']);

/**
 * Puts functions marked `(@inline)` where they are called, and constants where they are used: V8
 * does neither, and a call costs it as much as reading 16 bytes does. Such a function with a result
 * is one expression; any other may be several, and uses the variables and blocks of its caller. An
 * argument that is used more than once has to be a variable.
 */
export function inlined(source: string): string {
  const [module] = parse(source);
  if (module === undefined || typeof module === 'string') throw new Error('expected a module');
  const macros = new Map<string, Macro>();
  const kept = module.filter((field) => {
    const macro = macroOf(field);
    if (macro !== null) macros.set(macro[0], macro[1]);
    return macro === null;
  });
  const constants = constantsOf(kept);
  return expand(kept, macros)
    .map((node) => print(settled(node, constants)))
    .join(' ');
}

/** Global variables that never change, with what they are. */
function constantsOf(fields: readonly Node[]): ReadonlyMap<Node, Node> {
  const constants = new Map<Node, Node>();
  for (const field of fields) {
    if (field[0] !== 'global' || !String(field[1]).startsWith('$')) continue;
    const value = field.at(-1);
    const changes = typeof field !== 'string' && field.some((part) => part[0] === 'mut');
    if (value !== undefined && !changes) constants.set(String(field[1]), value);
  }
  return constants;
}

/** Puts constants where they are read: V8 reads them from memory each time. */
function settled(node: Node, constants: ReadonlyMap<Node, Node>): Node {
  if (typeof node === 'string') return node;
  const value = node[0] === 'global.get' ? constants.get(node[1] ?? '') : undefined;
  return value ?? node.map((part) => settled(part, constants));
}

function parse(source: string): readonly Node[] {
  const open: Node[][] = [[]];
  for (const [token] of source.matchAll(TOKEN)) {
    if (token.startsWith(';;')) continue;
    if (token === '(') open.push([]);
    else if (token === ')') {
      const list = open.pop();
      if (list === undefined) throw new Error('expected no more )');
      open.at(-1)?.push(list);
    } else open.at(-1)?.push(token);
  }
  return open[0] ?? [];
}

function macroOf(field: Node): readonly [string, Macro] | null {
  if (typeof field === 'string' || field[0] !== 'func') return null;
  if (!field.some((part) => typeof part !== 'string' && part[0] === MARK)) return null;
  const params = field.flatMap((part) => (part[0] === 'param' ? String(part[1]) : []));
  const body = field.slice(2).filter((part) => !HEAD.has(String(part[0])));
  return [String(field[1]), { params, body }];
}

/** What stands in the place of a node: itself, or all that a function does that it calls. */
function expand(node: Node, macros: ReadonlyMap<string, Macro>): readonly Node[] {
  if (typeof node === 'string') return [node];
  const [head, name, ...args] = node;
  const macro = head === 'call' ? macros.get(String(name)) : undefined;
  if (macro === undefined) return [node.flatMap((part) => expand(part, macros))];
  const given = new Map(macro.params.map((param, i) => [param, args[i] ?? '']));
  for (const [param, value] of given) {
    if (usesOf(macro.body, param) > 1 && !String(value[0]).endsWith('.get')) {
      throw new Error(`expected a variable as ${param} of ${name}`);
    }
  }
  return macro.body.flatMap((part) => expand(fill(part, given), macros));
}

/** The body of a macro with arguments for its parameters. */
function fill(node: Node, given: ReadonlyMap<string, Node>): Node {
  if (typeof node === 'string') return node;
  const value = node[0] === 'local.get' ? given.get(String(node[1])) : undefined;
  return value ?? node.map((part) => fill(part, given));
}

function usesOf(node: Node, param: string): number {
  if (typeof node === 'string') return 0;
  if (node[0] === 'local.get') return node[1] === param ? 1 : 0;
  return node.reduce((uses, part) => uses + usesOf(part, param), 0);
}

function print(node: Node): string {
  return typeof node === 'string' ? node : `(${node.map(print).join(' ')})`;
}
