import { atMostOne, type Declaration, FORMAT, gather, JSON_FORM } from './declaration.ts';

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
    .addHelpText('after', FAIL_ON_HELP)
    .action((before, after, options) => {
      choose(async () =>
        (await import('../commands/diff.ts')).diff(shell, [before, after], options),
      );
    });
}

const FAIL_ON_HELP = `
Initcalls, the steps of net_dev_init, pernet operations, namespaces and devices
are aligned by what they are. What only one log can show is not compared, and
the output says so.

--fail-on takes any of these, with commas:
  order        something comes at another place
  missing      something is gone
  added        something is new
  failed       something that went well returns an error
  slower       something takes 20% longer, and 1 ms; or slower=50%

Two boots of one kernel should differ in nothing but time:
  netdev-replay diff --fail-on order,missing,added,failed good.log new.log`;

function declareReduce({ program, shell, choose }: Declaration): void {
  program
    .command('reduce')
    .summary('the fewest lines that still break a promise')
    .description('Reduces a log to the fewest lines that still break a promise.')
    .argument('<log>', 'a log')
    .option('--for <id>', 'the promise that is broken (see explain), if none is named below')
    .option('--assert <text>', 'reduce for this assertion: as check has it', gather)
    .option('--rules <module>', 'for a promise that this module exports', gather)
    .option('--automaton <name>', 'for this automaton: netdev, netns or FILE.dot', gather)
    .option('--map <file>', 'how events are those of FILE.dot, if not FILE.json', gather)
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
    .argument('<path>', 'the way to the value: nets/init_net/devices, boot/phase')
    .option(...JSON_FORM)
    .option(...FORMAT)
    .addHelpText('after', PATH_HELP)
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
    .argument('<path>', 'the way to the value: nets/init_net/devices, boot/phase')
    .option('--at <when>', 'an event (41), a line (L574) or a time (2.36s, 15ms)')
    .option(...JSON_FORM)
    .option(...FORMAT)
    .addHelpText('after', PATH_HELP)
    .action((log, path, options) => {
      choose(async () =>
        (await import('../commands/questions.ts')).why(shell, { log, path }, options),
      );
    });
}

const PATH_HELP = `
A path leads from the whole state (see state --json) to a value, step by step:
  boot/phase                    of net_dev_init: unseen, running, returned
  boot/level, boot/rc           the level of initcalls, net_dev_init's result
  softnet/0, softirqs/NET_RX    the queues of a CPU, a softirq with its handler
  pernet/subsys, pernet/device  the pernet operations, in list order
  nets/init_net                 a namespace; others go by their number
  nets/4026532193/status        setup, ready, dying, cleanup
  nets/4026532193/devices       its devices, in list order
  nets/4026532193/loopback      which of them is its loopback device
  devices/0xffff888003a4c000    a device by its pointer: name, ifindex, status
  waiting/eth0                  what the kernel waits for to become free
  trouble/panic, freed/nets     what went wrong, how many namespaces are gone
Where a path leads nowhere, the answer says what there is.`;
