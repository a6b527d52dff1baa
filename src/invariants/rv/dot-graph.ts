import { DotSyntaxError } from './dot-syntax-error.ts';
import { type DotToken, dotTokens } from './dot-tokens.ts';

/** Attributes of a node or edge, by name. */
export type DotAttributes = ReadonlyMap<string, DotToken>;

/** A mention of a node, with the attributes that hold there. */
export interface DotNode {
  readonly name: DotToken;
  readonly attributes: DotAttributes;
}

/** An edge between two nodes. */
export interface DotEdge {
  readonly from: DotToken;
  readonly to: DotToken;
  readonly attributes: DotAttributes;
}

/** What a .dot file draws, in the order in which it does. */
export interface DotGraph {
  readonly nodes: readonly DotNode[];
  readonly edges: readonly DotEdge[];
}

/**
 * Reads the part of Graphviz' language in which automata are written: one digraph with nodes,
 * edges, attributes and groups in braces.
 *
 * @throws {@link DotSyntaxError}
 */
export function dotGraph(text: string): DotGraph {
  const parser = new DotParser(dotTokens(text));
  parser.graph();
  return parser;
}

class DotParser implements DotGraph {
  readonly nodes: DotNode[] = [];
  readonly edges: DotEdge[] = [];
  readonly #tokens: readonly DotToken[];
  #next = 0;

  constructor(tokens: readonly DotToken[]) {
    this.#tokens = tokens;
  }

  graph(): void {
    if (this.#name('digraph').text !== 'digraph') throw this.#expected('digraph', -1);
    if (this.#peek().is === 'name') this.#name('the name of the graph');
    this.#sign('{');
    this.#group(new Map());
    if (this.#peek().is !== 'end') throw this.#expected('the end');
  }

  /** Statements up to the closing brace; `defaults` are those of the group around. */
  #group(defaults: DotAttributes): void {
    let inherited = defaults;
    while (!this.#skips('}')) {
      if (this.#skips(';')) continue;
      if (this.#skips('{')) {
        this.#group(inherited);
        continue;
      }
      const name = this.#name('a node, { or }');
      if (this.#skips('=')) this.#name('a value');
      else if (this.#skips('->')) this.#edge(name);
      else if (isKeyword(name)) {
        const attributes = this.#attributes();
        if (name.text === 'node') inherited = new Map([...inherited, ...attributes]);
      } else this.nodes.push({ name, attributes: new Map([...inherited, ...this.#attributes()]) });
    }
  }

  #edge(from: DotToken): void {
    const to = this.#name('a node');
    this.edges.push({ from, to, attributes: this.#attributes() });
  }

  #attributes(): DotAttributes {
    const attributes = new Map<string, DotToken>();
    if (!this.#skips('[')) return attributes;
    while (!this.#skips(']')) {
      if (this.#skips(',') || this.#skips(';')) continue;
      const { text } = this.#name('an attribute or ]');
      this.#sign('=');
      attributes.set(text, this.#name('a value'));
    }
    return attributes;
  }

  #name(expected: string): DotToken {
    const token = this.#peek();
    if (token.is !== 'name') throw this.#expected(expected);
    this.#next += 1;
    return token;
  }

  #sign(text: string): void {
    if (!this.#skips(text)) throw this.#expected(text);
  }

  #skips(text: string): boolean {
    const token = this.#peek();
    const skips = token.is === 'sign' && token.text === text;
    if (skips) this.#next += 1;
    return skips;
  }

  #peek(offset = 0): DotToken {
    return this.#tokens[this.#next + offset] ?? END;
  }

  #expected(expected: string, offset = 0): DotSyntaxError {
    const token = this.#peek(offset);
    const found = token.is === 'end' ? 'the end' : JSON.stringify(token.text);
    return new DotSyntaxError(token, expected, found);
  }
}

const END: DotToken = { is: 'end', text: '', line: 1, column: 1 };

function isKeyword({ text }: DotToken): boolean {
  return text === 'node' || text === 'edge' || text === 'graph';
}
