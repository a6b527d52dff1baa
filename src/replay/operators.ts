import { defer, map, type OperatorFunction, reduce } from 'rxjs';
import { Judge, type Judgement, type JudgeOptions } from '../invariants/judge.ts';
import type { KernelEvent } from '../model/events.ts';
import { initialState } from '../model/initial-state.ts';
import { Overlay } from '../model/overlay.ts';
import type { KernelState } from '../model/state.ts';

/**
 * The state after each event, as `scan(reduce, state)` would give it, several times faster.
 *
 * ```
 * events  --a----b----c--|
 * states  --A----B----C--|
 * ```
 *
 * @example
 * ```ts
 * events$.pipe(foldEvents(), map(({ boot }) => boot.phase), distinctUntilChanged());
 * ```
 */
export function foldEvents(
  state: KernelState = initialState,
): OperatorFunction<KernelEvent, KernelState> {
  return (events) =>
    defer(() => {
      const overlay = new Overlay(state);
      return events.pipe(
        map((event) => {
          overlay.apply(event);
          return overlay.snapshot();
        }),
      );
    });
}

/**
 * The state after each batch of events, which is what the readers of logs yield: hundreds of times
 * faster than a state for each event.
 *
 * ```
 * batches  --(ab)----c--|
 * states   --B-------C--|
 * ```
 *
 * @example
 * ```ts
 * from(readEvents(source)).pipe(foldBatches(), last());
 * ```
 */
export function foldBatches(
  state: KernelState = initialState,
): OperatorFunction<Iterable<KernelEvent>, KernelState> {
  return (batches) =>
    defer(() => {
      const overlay = new Overlay(state);
      return batches.pipe(
        map((batch) => {
          for (const event of batch) overlay.apply(event);
          return overlay.snapshot();
        }),
      );
    });
}

/**
 * What the kernel's promises came to, once the recording is over.
 *
 * ```
 * batches     --(ab)----c--|
 * judgement   -------------(J|)
 * ```
 *
 * @example
 * ```ts
 * from(readEvents(source)).pipe(judged()).subscribe(({ verdict }) => console.log(verdict));
 * ```
 */
export function judged(options?: JudgeOptions): OperatorFunction<Iterable<KernelEvent>, Judgement> {
  return (batches) =>
    defer(() =>
      batches.pipe(
        reduce((judge, batch) => {
          for (const event of batch) judge.see(event);
          return judge;
        }, new Judge(options)),
        map((judge) => judge.end()),
      ),
    );
}
