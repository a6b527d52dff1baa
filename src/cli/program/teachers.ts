import { KERNEL_VERSIONS } from '../../kernel/versions.ts';
import { type Declaration, gather, JSON_FORM } from './declaration.ts';

const KERNELS = `${KERNEL_VERSIONS.slice(0, -1).join(', ')} or ${KERNEL_VERSIONS.at(-1)}`;

/** Declares the commands that need no log. */
export function declareTeachers(declaration: Declaration): void {
  declareExplain(declaration);
  declareSimulate(declaration);
  declareExplore(declaration);
  declareLists(declaration);
}

function declareExplain({ program, shell, choose }: Declaration): void {
  program
    .command('explain')
    .summary('teach one promise, or list all')
    .description('Explains one promise: what it says, who keeps it, how it looks when broken.')
    .argument('[id]', 'the id of a promise; all are listed without one')
    .option('--rules <module>', 'know what this module exports, too; may be repeated', gather)
    .action((id, options) => {
      choose(async () => (await import('../commands/explain.ts')).explain(shell, id, options));
    });
}

function declareSimulate({ program, shell, choose }: Declaration): void {
  program
    .command('simulate')
    .summary('let the simulated kernel run')
    .description('Prints what the simulated kernel does, as events or as a real kernel logs it.')
    .option('--kernel <version>', `${KERNELS} (default: 6.1)`)
    .option('--cpus <number>', 'how many CPUs are possible (default: 4)')
    .option('--online <number>', 'how many of them are online (default: all)')
    .option('--netns <number>', 'how many namespaces live and die (default: 3)')
    .option('--plan <file>', 'what happens, as JSON, instead of these namespaces')
    .option('--seed <number>', 'draw who runs when from this number')
    .option('--fail <site>', 'fail there: SITE, SITE:OF or SITE:OF:NTH; may be repeated', gather)
    .option('--as <form>', 'jsonl, or the log of function, graph, kprobe or dmesg', 'jsonl')
    .option('--defect <name>', 'a kernel that breaks a promise, instead of a right one')
    .action((options) => {
      choose(async () => (await import('../commands/simulate.ts')).simulate(shell, options));
    });
}

function declareExplore({ program, shell, choose }: Declaration): void {
  program
    .command('explore')
    .summary('try all short histories of the simulated kernel')
    .description('Runs all short histories of the simulated kernel, and judges each.')
    .option('--kernel <version>', KERNELS, '6.1')
    .option('--depth <number>', 'how many commands a history has at most', '2')
    .option('--faults <number>', 'how many failures a history has at most', '1')
    .option('--interleaved', 'let each command also interrupt the one before, at every point')
    .option('--defect <name>', 'a kernel that breaks a promise, instead of a right one')
    .action((options) => {
      choose(async () => (await import('../commands/explore.ts')).explore(shell, options));
    });
}

function declareLists({ program, shell, choose }: Declaration): void {
  program
    .command('formats')
    .summary('list the formats that are read')
    .description('Lists the formats that are read, and the command that produces each.')
    .option('--schema', 'print the JSON Schema of the events in our own JSON lines')
    .option(...JSON_FORM)
    .action((options) => {
      choose(async () => (await import('../commands/formats.ts')).formats(shell, options));
    });
  program
    .command('cmdline')
    .summary('how to make a kernel record itself')
    .description('Prints kernel parameters that make a kernel record its own boot.')
    .argument('[tracer]', 'function, graph or dmesg', 'function')
    .action((tracer) => {
      choose(async () => (await import('../commands/cmdline.ts')).cmdline(shell, tracer));
    });
}
