import type { Judge } from '../invariants/judge.ts';
import type { KernelEvent } from '../model/events.ts';
import { entryLine } from './render/chronicle.ts';
import type { Line } from './render/line.ts';
import { lookOf } from './render/look.ts';
import { typeset } from './render/typeset.ts';
import type { Shell } from './shell.ts';
import { Chronicle, type Entry } from './story/chronicle.ts';

/** Tells a recording line by line, in the order of its events. */
export interface Narration {
  readonly hear: (events: readonly KernelEvent[]) => Promise<boolean>;
  /** No more events come. Resolves when everything is told. */
  readonly end: () => Promise<void>;
}

/** Tells at once what it hears. Memory does not grow with the recording. */
export function narrate(shell: Shell, judge: Judge): Narration {
  const narrator = new Narrator(judge);
  const look = lookOf(shell.out.terminal);
  return {
    hear: async (events) => {
      const text = typeset(events.flatMap(narrator.hear), look);
      if (text !== '') await shell.out.write(text);
      return true;
    },
    end: async () => shell.out.write(typeset(narrator.end(), look)),
  };
}

/** Keeps what it hears, and tells it at a multiple of the recording's own pace. */
export function narrateSlowly(shell: Shell, judge: Judge, speed: number): Narration {
  const narrator = new Narrator(judge);
  const look = lookOf(shell.out.terminal);
  const recording: KernelEvent[] = [];
  return {
    hear: async (events) => {
      for (const event of events) recording.push(event);
      return true;
    },
    end: async () => {
      const [{ replay }, { concatMap, lastValueFrom }] = await Promise.all([
        import('../replay/replay.ts'),
        import('rxjs'),
      ]);
      const told = replay(recording, { speed }).pipe(
        concatMap(async ({ event }) => {
          const text = event === null ? '' : typeset(narrator.hear(event), look);
          if (text !== '') await shell.out.write(text);
        }),
      );
      await lastValueFrom(told, { defaultValue: undefined });
      await shell.out.write(typeset(narrator.end(), look));
    },
  };
}

/** Judges and writes down one event after another. */
class Narrator {
  readonly #judge: Judge;
  readonly #chronicle = new Chronicle();
  #from: number | null = null;

  constructor(judge: Judge) {
    this.#judge = judge;
  }

  readonly hear = (event: KernelEvent): readonly Line[] => {
    this.#from ??= event.at;
    const entry = this.#chronicle.take(event, this.#judge.view);
    this.#judge.see(event);
    return this.#lines(entry);
  };

  end(): readonly Line[] {
    return this.#lines(this.#chronicle.end());
  }

  #lines(entry: Entry | null): readonly Line[] {
    return entry === null ? [] : [entryLine(entry, this.#from)];
  }
}
