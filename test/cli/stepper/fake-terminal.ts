import { EventEmitter } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import type { Console } from '../../../src/cli/stepper/console.ts';

/** What a program may do to a terminal and must undo. */
export interface Modes {
  raw: boolean;
  alternate: boolean;
  cursor: boolean;
  wrap: boolean;
}

/** How a terminal is before a program takes it over, and should be afterwards. */
export const UNTOUCHED: Modes = { raw: false, alternate: false, cursor: true, wrap: true };

/** A terminal that understands as much as the stepper says to it, and somebody at its keys. */
export class FakeTerminal {
  readonly modes: Modes = { ...UNTOUCHED };
  readonly killed: string[] = [];
  /** Rows as they stand on the screen. */
  readonly rows: string[] = [];
  readonly console: Console;
  readonly #input = new PassThrough();
  readonly #output: Writable & { columns: number; rows: number };
  readonly #signals = new EventEmitter();
  #drawn: () => void = () => {};

  constructor(columns = 80, rows = 24) {
    const write = (chunk: Buffer, _encoding: string, done: () => void) => {
      this.#obey(chunk.toString());
      done();
    };
    this.#output = Object.assign(new Writable({ write }), { columns, rows });
    const setRawMode = (raw: boolean) => {
      this.modes.raw = raw;
    };
    this.console = {
      input: Object.assign(this.#input, { setRawMode }),
      output: this.#output,
      signals: {
        on: (name, listener) => this.#signals.on(name, listener),
        off: (name, listener) => this.#signals.off(name, listener),
        kill: (signal) => this.killed.push(signal),
      },
      close: () => this.#input.pause(),
    };
  }

  /** How many still listen to what may end the process. */
  get listeners(): number {
    return this.#signals.eventNames().length;
  }

  get screen(): string {
    return this.rows.join('\n');
  }

  /** Resolves when something has been drawn. */
  drawing(): Promise<void> {
    return new Promise((resolve) => {
      this.#drawn = resolve;
    });
  }

  /** Types something, and waits for what it does. */
  async type(characters: string): Promise<void> {
    const drawn = this.drawing();
    this.#input.write(characters);
    await drawn;
  }

  async resize(columns: number, rows: number): Promise<void> {
    const drawn = this.drawing();
    Object.assign(this.#output, { columns, rows });
    this.#output.emit('resize');
    await drawn;
  }

  signal(name: string): void {
    this.#signals.emit(name);
  }

  hangUp(): void {
    this.#input.end();
  }

  #obey(text: string): void {
    for (const [, code, to] of text.matchAll(/\x1b\[\?(1049|25|7)([hl])/g)) {
      const on = to === 'h';
      if (code === '1049') this.modes.alternate = on;
      if (code === '25') this.modes.cursor = on;
      if (code === '7') this.modes.wrap = on;
    }
    const rows = [...text.matchAll(/\x1b\[(\d+);1H\x1b\[2K([^\x1b]*)/g)];
    if (rows.length === 0) return;
    this.rows.length = rows.length;
    for (const [, row, shown = ''] of rows) this.rows[Number(row) - 1] = shown;
    this.#drawn();
  }
}
