import { INIT_NET_LABEL } from '../kernel/plan.ts';

/** Picks one of some choices by a number: the first by 0, each of them by some number. */
export function pick<T>(choices: readonly [T, ...T[]], by: number): T {
  return choices[by % choices.length] ?? choices[0];
}

/** A link somebody may believe in. */
export interface BelievedLink {
  readonly net: string;
  readonly name: string;
}

/**
 * What a user who never looks believes there is, after so many commands. The kernel knows better;
 * this is only for commands to find something to work on most of the time.
 */
export class Belief {
  readonly #links: BelievedLink[] = [];
  readonly #nets: string[] = [];

  /** Namespaces, init_net last: what goes wrong there is harder to see. */
  get nets(): readonly [string, ...string[]] {
    const [first, ...others] = this.#nets;
    return first === undefined ? [INIT_NET_LABEL] : [first, ...others, INIT_NET_LABEL];
  }

  /** Namespaces that can be deleted. */
  get mortals(): readonly string[] {
    return this.#nets;
  }

  /** A link to work on, mostly a real one, the newest by 0; one time in six some lo. */
  link(by: number): BelievedLink {
    const lo = { net: pick(this.nets, by >> 2), name: 'lo' };
    const [newest, ...others] = this.#links.toReversed();
    return newest === undefined || by % 6 === 5 ? lo : pick([newest, ...others], by);
  }

  /** A network card that is still at home, if there is one. */
  get card(): BelievedLink | undefined {
    return this.#links.find(({ net, name }) => net === INIT_NET_LABEL && name.startsWith('eth'));
  }

  /** What the links of one namespace are called. */
  linksIn(net: string): readonly string[] {
    return this.#links.filter((link) => link.net === net).map(({ name }) => name);
  }

  addNet(net: string): void {
    if (!this.#nets.includes(net)) this.#nets.push(net);
  }

  removeNet(net: string): void {
    const index = this.#nets.indexOf(net);
    if (index !== -1) this.#nets.splice(index, 1);
    for (const link of this.#links.filter((some) => some.net === net)) this.removeLink(link);
  }

  addLink(link: BelievedLink): void {
    this.removeLink(link);
    this.#links.push(link);
  }

  removeLink({ net, name }: BelievedLink): void {
    const index = this.#links.findIndex((link) => link.net === net && link.name === name);
    if (index !== -1) this.#links.splice(index, 1);
  }
}
