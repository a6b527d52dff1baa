import type { SkimKernel } from '../skim/kernel.ts';
import { type Flow, NOISE, noiseAt } from './flows.ts';

/** How deep a kernel can follow calls: two halves of 32 bits. */
const DEPTHS = 64;
const HALF = 32;
const HALVES = [0, 1] as const;

/** The open calls of some CPUs, while a kernel keeps account of them. */
export class LentFlows {
  readonly #kernel: SkimKernel;
  readonly #lent = new Map<number, Flow>();

  constructor(kernel: SkimKernel) {
    this.#kernel = kernel;
  }

  /** Tells the kernel what is open on `cpu`; `false` where a call is too deep for it. */
  lend(cpu: number, flow: Flow): boolean {
    const deepest = flow.at(-1)?.depth ?? 0;
    if (deepest >= DEPTHS) return false;
    for (const half of HALVES) {
      let noise = 0;
      let other = 0;
      for (const { fn, depth } of flow) {
        if (depth >>> 5 !== half) continue;
        if (fn === NOISE) noise |= 1 << depth;
        else other |= 1 << depth;
      }
      this.#kernel.setDepths(cpu, 'noise', half, noise);
      this.#kernel.setDepths(cpu, 'other', half, other);
    }
    this.#kernel.ready[cpu] = 1;
    this.#lent.set(cpu, flow);
    return true;
  }

  /** The kernel is done: puts into every flow what is open in it now. */
  takeBack(): void {
    for (const [cpu, flow] of this.#lent) {
      this.#kernel.ready[cpu] = 0;
      this.#restore(cpu, flow);
    }
    this.#lent.clear();
  }

  #restore(cpu: number, flow: Flow): void {
    const others = flow.filter(({ fn }) => fn !== NOISE);
    flow.length = 0;
    for (const half of HALVES) {
      const noise = this.#kernel.depths(cpu, 'noise', half);
      const other = this.#kernel.depths(cpu, 'other', half);
      for (let left = noise | other; left !== 0; left &= left - 1) {
        const bit = left & -left;
        const depth = half * HALF + 31 - Math.clz32(bit);
        const frame =
          (noise & bit) !== 0 ? noiseAt(depth) : others.find((one) => one.depth === depth);
        if (frame !== undefined) flow.push(frame);
      }
    }
  }
}
