import { describe, expect, it } from 'vitest';
import { judge } from '../../src/invariants/judge.ts';
import { type Recording, readLog } from '../../src/recording/read.ts';
import { inChunks, recordedBytes, recordings } from './events.ts';

/** The CPU of a line of a trace: behind the task, or in the first column of a graph. */
const CPU = /^(?:.{0,40}-\d+ +(?:\([ \d-]+\) +)?\[(\d+)\]|\s*(?:[\d.]+ \|\s+)?(\d+)\) )/;
const CPUS = ['0', '1'];
/** Recordings with CPUs on their lines, one buffer printed once, of a kernel as good as any. */
const TRACES = recordings()
  .map(({ name }) => name)
  .filter((name) => /^6\.12-cloud\/(life-(kprobe|pipe|parallel|function|graph))$/.test(name));

const COUNTED = /^6\.12-cloud\/life-(kprobe|parallel|function)$/;

/** What the kernel's file for a single CPU holds of a recording: its header, and the CPU's lines. */
function fileOf(cpu: string, name: string, header: boolean): string {
  const lines = new TextDecoder('latin1').decode(recordedBytes(name)).split('\n');
  const kept = lines.filter((line) => {
    if (line.startsWith('#')) return header;
    const [, flat, graph] = CPU.exec(line) ?? [];
    return (flat ?? graph) !== undefined && Number(flat ?? graph) === Number(cpu);
  });
  return `${kept.join('\n')}\n`;
}

async function read(text: string): Promise<Recording> {
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
  return readLog(inChunks(bytes, 64 * 1024));
}

function verdicts({ events }: Recording, verdict: 'holds' | 'violated'): readonly string[] {
  return judge(events)
    .invariants.filter((promise) => promise.verdict === verdict)
    .map(({ id }) => id);
}

describe.each(TRACES)('the file of one CPU of %s', (name) => {
  it.each(CPUS)('accuses no correct kernel, with a header or without: CPU %s', async (cpu) => {
    for (const header of [true, false]) {
      expect(verdicts(await read(fileOf(cpu, name, header)), 'violated')).toEqual([]);
    }
  });

  it('leaves everything unknown where a header counts more entries than there are', async () => {
    if (!COUNTED.test(name)) return;
    const recording = await read(fileOf('0', name, true));
    expect(recording.summary.gaps).toBeGreaterThan(0);
    expect(verdicts(recording, 'holds')).toEqual([]);
  });
});

describe.each(TRACES)('the files of all CPUs of %s, one behind another', (name) => {
  it('leave everything unknown: nothing tells what came first', async () => {
    for (const header of [true, false]) {
      for (const cpus of [CPUS, CPUS.toReversed()]) {
        const recording = await read(cpus.map((cpu) => fileOf(cpu, name, header)).join(''));
        expect(verdicts(recording, 'violated')).toEqual([]);
        // A graph has neither stamps nor a count of its entries.
        if (!name.includes('graph')) expect(verdicts(recording, 'holds')).toEqual([]);
      }
    }
  });
});

describe('a log in which one CPU alone wrote', () => {
  it('is whole where its header says so', async () => {
    const entries = '              ip-1       [001] .....     3.540092: setup_net <-copy_net_ns\n';
    const header = '# tracer: function\n#\n# entries-in-buffer/entries-written: 1/1   #P:2\n#\n';
    const { events } = await read(header + entries);
    expect(events.map(({ type }) => type)).toEqual(['net.setup']);
  });

  it('may lack what others did where a task comes back from one of them', async () => {
    const line =
      'ip-1       [001] .....     3.540092: r: (copy_net_ns+0x1/0x2 <- setup_net) rc=0\n';
    const { events, summary } = await read(`              ${line}`);
    expect(events).toMatchObject([{ type: 'recording.gap', evidence: 'inferred', line: null }]);
    expect(summary.gaps).toBe(0);
  });
});
