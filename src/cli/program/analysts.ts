import { atMostOne, type Declaration, FORMAT, JSON_FORM } from './declaration.ts';

/** Declares the commands that hold whole recordings in memory to answer a question. */
export function declareAnalysts(declaration: Declaration): void {
  declareStep(declaration);
  declareDiff(declaration);
  declareReduce(declaration);
  declareQuestions(declaration);
}

function declareStep({ program, shell, choose }: Declaration): void {
  program
    .command('step')
    .summary('walk through a log, in both directions')
    .description('Walks through a log on the terminal: each event, its line, the state after it.')
    .argument('[log]', 'a log')
    .option('--at <when>', 'begin at an event (41), a line (L574) or a time (2.36s, 15ms)')
    .option(...FORMAT)
    .addHelpText('after', STEP_KEYS)
    .action((log, options) => {
      const logs = atMostOne(log);
      choose(async () => (await import('../commands/step.ts')).step(shell, logs, options));
    });
}

const STEP_KEYS = `
Keys:
  left, right        the event before, the next one (also h, l, up, down, j, k, space)
  PgUp, PgDn         where a phase begins: a level of initcalls, net_dev_init, the
                     setup, the life and the cleanup of a namespace
  Home, End          the beginning, the end (also g, G)
  /                  search for a type, name, namespace or device; empty searches again
  v, V               the next broken promise, the one before
  n, d               look at one namespace, at one device; again for the next one
  Esc                look at everything again
  q                  quit
* marks what the event changed.`;

function declareDiff({ program, shell, choose }: Declaration): void {
  program
    .command('diff')
    .summary('what two boots did differently')
    .description('Tells what two recordings did differently, whatever their times and formats.')
    .argument('<before>', 'a log')
    .argument('<after>', 'another log')
    .option('--fail-on <what>', 'exit with 1 on these: order,missing,added,failed,slower=20%')
    .option(...JSON_FORM)
    .option(...FORMAT)
    .action((before, after, options) => {
      choose(async () =>
        (await import('../commands/diff.ts')).diff(shell, [before, after], options),
      );
    });
}

function declareReduce({ program, shell, choose }: Declaration): void {
  program
    .command('reduce')
    .summary('the fewest lines that still break a promise')
    .description('Reduces a log to the fewest lines that still break a promise.')
    .argument('<log>', 'a log')
    .requiredOption('--for <id>', 'the promise that is broken')
    .option('--emit-test', 'print a vitest file that replays them')
    .option('--kernel <version>', 'the kernel that was recorded, such as 5.17')
    .option(...FORMAT)
    .action((log, options) => {
      choose(async () => (await import('../commands/reduce.ts')).reduce(shell, log, options));
    });
}

function declareQuestions({ program, shell, choose }: Declaration): void {
  program
    .command('history')
    .summary('all changes of one value of the state')
    .description('Lists all changes of one value of the state, oldest first.')
    .argument('<log>', 'a log')
    .argument('<path>', 'the way to the value: nets/4026532193/status, boot/phase')
    .option(...JSON_FORM)
    .option(...FORMAT)
    .action((log, path, options) => {
      choose(async () =>
        (await import('../commands/questions.ts')).history(shell, { log, path }, options),
      );
    });
  program
    .command('why')
    .summary('the events that made a value what it is')
    .description('Lists the events that made a value of the state what it is, or was.')
    .argument('<log>', 'a log')
    .argument('<path>', 'the way to the value: nets/4026532193/devices, boot/phase')
    .option('--at <when>', 'an event (41), a line (L574) or a time (2.36s, 15ms)')
    .option(...JSON_FORM)
    .option(...FORMAT)
    .action((log, path, options) => {
      choose(async () =>
        (await import('../commands/questions.ts')).why(shell, { log, path }, options),
      );
    });
}
