import { catalogue } from '../../invariants/catalogue.ts';
import type { Invariant } from '../../invariants/invariant.ts';
import { isModelName, modelOf } from '../../invariants/rv/models/catalogue.ts';
import { counterexample } from '../counterexample.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import {
  type OwnPromise,
  type OwnPromiseOptions,
  ownPromises,
  type PromiseSource,
} from '../own-promises.ts';
import { anyPromise, shippedModels } from '../promise.ts';
import { automatonLines } from '../render/automaton.ts';
import { explanationLines } from '../render/explanation.ts';
import { BLANK, type Line, line, span } from '../render/line.ts';
import { lookOf } from '../render/look.ts';
import { typeset } from '../render/typeset.ts';
import type { Shell } from '../shell.ts';

const LABEL_COLUMNS = 12;
const ID_COLUMNS = 24;

/** Options of `explain`. */
export type ExplainOptions = Pick<OwnPromiseOptions, 'rules'>;

/** `explain [ID]`: one promise in full, or all in a line each. */
export async function explain(
  shell: Shell,
  id: string | undefined,
  options: ExplainOptions,
): Promise<ExitCode> {
  const own = await ownPromises(options);
  const lines =
    id === undefined
      ? (await allPromises(own)).map(oneLine)
      : promiseLines(await anyPromise('explain', id, own));
  await shell.out.write(typeset(lines, lookOf(shell.out.terminal)));
  return EXIT.ok;
}

async function allPromises(own: readonly OwnPromise[]): Promise<readonly Invariant[]> {
  const others = [...(await shippedModels()), ...own];
  return [...catalogue, ...others.map(({ invariant }) => invariant)];
}

function oneLine({ id, statement }: Invariant): Line {
  return line([span('name', id.padEnd(ID_COLUMNS)), statement], { hang: [' '.repeat(ID_COLUMNS)] });
}

function promiseLines({ invariant, source: origin }: OwnPromise): readonly Line[] {
  const { id, statement, mechanism, source, versions, needs, breaks } = invariant;
  return [
    line([span('strong', id)]),
    line([statement]),
    BLANK,
    row('mechanism', mechanism),
    row('source', `${source.function}, ${source.file}`),
    row('kernels', versions === 'all' ? 'all versions' : versions),
    ...(needs.length === 0 ? [] : [row('needs', `a log that shows ${needs.join(', ')}`)]),
    row('breaks when', breaks),
    ...statesOf(origin),
    ...exampleLines(invariant),
  ];
}

function statesOf(source: PromiseSource): readonly Line[] {
  if (source.from !== 'model' || !isModelName(source.name)) return [];
  const { automaton, mapping } = modelOf(source.name);
  return automatonLines(automaton, mapping, LABEL_COLUMNS);
}

/** How it looks when a kernel breaks the promise: the simulated one, with a planted defect. */
function exampleLines(invariant: Invariant): readonly Line[] {
  const example = counterexample(invariant);
  if (example === null) return [];
  const { defect, wrong, explanation } = example;
  return [
    BLANK,
    line(['For example, a kernel in which ', span('strong', wrong)]),
    line([span('dim', `(netdev-replay simulate --defect '${defect}')`)]),
    BLANK,
    line(['      ', span('bad', explanation.violation.message)], { hang: ['      '] }),
    ...explanationLines(explanation),
  ];
}

function row(label: string, text: string): Line {
  return line([span('dim', label.padEnd(LABEL_COLUMNS)), text], {
    hang: [' '.repeat(LABEL_COLUMNS)],
  });
}
