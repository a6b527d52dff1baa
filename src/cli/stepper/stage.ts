import type { Console } from './console.ts';
import type { Size } from './view.ts';

const DEFAULT_SIZE: Size = { columns: 80, rows: 24 };

// The alternate screen, no cursor, and no wrapping at the right edge; and all of it back.
const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?7l';
const LEAVE = '\x1b[?7h\x1b[?25h\x1b[?1049l';

/** What a terminal does by itself only as long as nobody listens for these. */
const DEADLY = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** A terminal that was taken over, and is given back whatever happens. */
export class Stage {
  readonly #console: Console;
  readonly #farewells = new Map<string, () => void>();
  #entered = false;

  constructor(console: Console) {
    this.#console = console;
  }

  get size(): Size {
    const { columns, rows } = this.#console.output;
    // A terminal that knows no size says 0.
    return { columns: columns || DEFAULT_SIZE.columns, rows: rows || DEFAULT_SIZE.rows };
  }

  /** Takes the terminal over: keys come one by one, the screen is ours. */
  enter(): void {
    const { input, output, signals } = this.#console;
    this.#entered = true;
    for (const signal of DEADLY) {
      this.#listen(signal, () => {
        this.leave();
        signals.kill(signal);
      });
    }
    for (const end of ['exit', 'uncaughtExceptionMonitor']) this.#listen(end, () => this.leave());
    input.setRawMode(true);
    output.write(ENTER);
  }

  /** Gives the terminal back as it was. */
  leave(): void {
    if (!this.#entered) return;
    const { input, output, signals } = this.#console;
    this.#entered = false;
    for (const [name, farewell] of this.#farewells) signals.off(name, farewell);
    this.#farewells.clear();
    output.write(LEAVE);
    input.setRawMode(false);
  }

  /** Shows rows from the top; what stood there before is gone. */
  show(rows: readonly string[]): void {
    const text = rows.map((row, place) => `\x1b[${place + 1};1H\x1b[2K${row}`).join('');
    if (this.#entered) this.#console.output.write(`${text}\x1b[J`);
  }

  #listen(name: string, farewell: () => void): void {
    this.#farewells.set(name, farewell);
    this.#console.signals.on(name, farewell);
  }
}
