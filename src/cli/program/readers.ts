import { atMostOne, type Declaration, FORMAT, gather, JSON_FORM } from './declaration.ts';

/** Declares the commands that read one log after another. */
export function declareReaders(declaration: Declaration): void {
  declareReplay(declaration);
  declareCheck(declaration);
  declareState(declaration);
  declareEvents(declaration);
}

function declareReplay({ program, shell, choose }: Declaration): void {
  program
    .command('replay')
    .summary('tell the story of a log, in order')
    .description('Tells the story of a log: the boot, the life of each namespace, the verdicts.')
    .argument('[log...]', 'logs to tell, one after the other')
    .option('--speed <factor>', 'the pace: original, a factor (10), or max for at once', 'max')
    .option('--from <when>', 'begin at an event (41), a line (L574) or a time (2.36s, 15ms)')
    .option('--to <when>', 'end there')
    .option('--until <id>', 'end with the event that breaks this promise (see explain)')
    .option('--assert <text>', 'know and judge this, too: as check has it', gather)
    .option('--rules <module>', 'what this module exports, too', gather)
    .option('--automaton <name>', 'this automaton, too: netdev, netns or FILE.dot', gather)
    .option('--map <file>', 'how events are those of FILE.dot, if not FILE.json', gather)
    .option('--by-time', 'one line after another as it happened, instead of by namespace')
    .option('--all', 'cut nothing short')
    .option(...FORMAT)
    .action((logs, options) => {
      choose(async () => (await import('../commands/replay.ts')).replay(shell, logs, options));
    });
}

function declareCheck({ program, shell, choose }: Declaration): void {
  program
    .command('check')
    .summary("judge the kernel's promises")
    .description("Says which of the kernel's promises a log keeps, breaks, or cannot show.")
    .argument('[log...]', 'logs to judge')
    .option('--only <id>', 'judge only this promise; may be repeated (see explain)', gather)
    .option('--assert <text>', "judge this too: 'net_dev_init < 5ms'; may be repeated", gather)
    .option('--rules <module>', 'judge what this module exports too; may be repeated', gather)
    .option('--automaton <name>', 'judge by this automaton: netdev, netns or FILE.dot', gather)
    .option('--map <file>', 'how events are those of FILE.dot, if not FILE.json', gather)
    .option('--strict', 'exit with 3 where a promise remains unknown')
    .option('--kernel <version>', 'the kernel that was recorded, such as 5.17')
    .option('--together', 'the logs are of one boot: join what they show')
    .option(...JSON_FORM)
    .option('--sarif', 'print SARIF 2.1.0, as code scanning reads it')
    .option('--junit', 'print JUnit XML, as test reports have it')
    .option('--github', 'print workflow commands that annotate a pull request')
    .option(...FORMAT)
    .addHelpText('after', SEVERAL_LOGS)
    .action((logs, options) => {
      choose(async () => (await import('../commands/check.ts')).check(shell, logs, options));
    });
}

const SEVERAL_LOGS = `
Several logs are judged one by one, on all cores if they are long; what is said
of them is in the order given. Logs of one boot, its dmesg and its trace, are
judged --together: what one of them tells of the kernel and its CPUs counts for
all, and a promise is kept where any of them shows it kept.

Of ftrace, save trace: it has all CPUs in order. The files below per_cpu have one
CPU each; what the others did counts as lost.

  netdev-replay check trace.txt
  netdev-replay check --together dmesg.txt trace.txt
  netdev-replay check --junit logs/*.gz >report.xml`;

function declareState({ program, shell, choose }: Declaration): void {
  program
    .command('state')
    .summary('show what the events add up to')
    .description('Shows the state at the end of a log, or at a moment of it.')
    .argument('[log]', 'a log')
    .option('--at <when>', 'an event (41), a line (L574) or a time (2.36s, 15ms)')
    .option(...JSON_FORM)
    .option('--hash', 'print its hash only: 64 digits, the same for equal states anywhere')
    .option(...FORMAT)
    .action((log, options) => {
      const logs = atMostOne(log);
      choose(async () => (await import('../commands/state.ts')).state(shell, logs, options));
    });
}

function declareEvents({ program, shell, choose }: Declaration): void {
  program
    .command('events')
    .summary('print the events as JSON lines')
    .description('Prints the events of a log, one JSON object a line; replay and check read it.')
    .argument('[log]', 'a log')
    .option(...FORMAT)
    .action((log, options) => {
      const logs = atMostOne(log);
      choose(async () => (await import('../commands/events.ts')).events(shell, logs, options));
    });
}
