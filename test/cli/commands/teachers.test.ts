import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/invariants/catalogue.ts';
import { eventsOf } from '../../../src/invariants/rv/automaton.ts';
import { modelNames, modelOf } from '../../../src/invariants/rv/models/catalogue.ts';
import { FORMATS } from '../../../src/recording/formats.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { runIn } from '../shell.ts';

const FIELDS = `mechanism: 'M.', source: { function: 'us', file: 'here' }, versions: 'all',
  needs: [], breaks: 'B.', spoiledBy: 'recording'`;

/** One promise that only a wrong kernel breaks, and one that every kernel does. */
const RULES = `export const list = [
  { id: 'mine', statement: 'No listed device is freed.', ${FIELDS},
    monitor: ({ broken }) => ({
      'netdev.freed': (event, { devices }) => {
        if (devices.get(event.dev)?.status === 'registered') broken(event, 'freed while listed');
      },
    }) },
  { id: 'always-broken', statement: 'No device appears.', ${FIELDS},
    monitor: ({ broken }) => ({ 'netdev.registered': (event) => broken(event, 'there') }) },
];`;

describe('explain', () => {
  it.each(catalogue.map(({ id }) => id))('teaches %s', async (id) => {
    const { code, out } = await runIn({}, 'explain', id);
    const invariant = catalogue.find((candidate) => candidate.id === id);
    expect(code).toBe(0);
    const text = out.replaceAll(/\s+/g, ' ');
    expect(text).toContain(invariant?.statement.replaceAll(/\s+/g, ' '));
    expect(text).toContain(`${invariant?.source.function}, ${invariant?.source.file}`);
  });

  it.each(catalogue.map(({ id }) => id))('shows %s broken by a wrong kernel', async (id) => {
    const { out } = await runIn({}, 'explain', id);
    expect(out).toContain('For example, a kernel in which');
    expect(out).toMatch(/^ +▸ +\+0 s ◆ /m);
  });

  it('lists all promises where none is named', async () => {
    const { out } = await runIn({}, 'explain');
    for (const { id } of catalogue) expect(out).toMatch(new RegExp(`^${id} `, 'm'));
  });

  it.each(modelNames())('teaches the automaton %s, by its id and its name', async (name) => {
    const { code, out } = await runIn({}, 'explain', `rv-${name}`);
    expect(code).toBe(0);
    const { automaton } = modelOf(name);
    for (const state of automaton.transitions.keys()) expect(out).toContain(` ${state} `);
    for (const event of eventsOf(automaton)) expect(out).toMatch(new RegExp(`${event}\\s+is\\s`));
    expect(out).toContain('For example, a kernel in which');
    expect((await runIn({}, 'explain', name)).out).toBe(out);
    expect((await runIn({}, 'explain')).out).toMatch(new RegExp(`^rv-${name} `, 'm'));
  });

  const folder = temporaryFolder();

  it('teaches the promises of a module, with an example where a wrong kernel breaks them', async () => {
    const file = join(folder, 'rules.mjs');
    writeFileSync(file, RULES);
    const { code, out } = await runIn({}, 'explain', '--rules', file, 'mine');
    expect(code).toBe(0);
    expect(out).toContain('No listed device is freed.');
    expect(out).toContain('For example, a kernel in which');
    const { out: always } = await runIn({}, 'explain', '--rules', file, 'always-broken');
    expect(always).toContain('No device appears.');
    expect(always).not.toContain('For example');
    expect((await runIn({}, 'explain', '--rules', file)).out).toMatch(/^mine /m);
    expect((await runIn({}, 'explain', '--rules', file, 'mien')).err).toContain(
      'did you mean mine?',
    );
    expect((await runIn({}, 'explain', '--rules', join(folder, 'none.mjs'), 'mine')).code).toBe(2);
  });

  it('knows no others', async () => {
    const { code, err } = await runIn({}, 'explain', 'loopback-frist');
    expect(code).toBe(2);
    expect(err).toContain('did you mean loopback-first?');
  });
});

describe('formats', () => {
  it('lists what can be read, and how to make it', async () => {
    const { out } = await runIn({}, 'formats');
    for (const { name } of FORMATS) expect(out).toMatch(new RegExp(`^${name} `, 'm'));
    const { out: json } = await runIn({}, 'formats', '--json');
    expect(JSON.parse(json)).toEqual(FORMATS);
  });

  it('prints the JSON Schema of the events: every type, and nothing but the known fields', async () => {
    const { code, out } = await runIn({}, 'formats', '--schema');
    expect(code).toBe(0);
    const schema = JSON.parse(out);
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    const lo = schema.oneOf.find(
      ({ properties }: { properties: { type: { const: string } } }) =>
        properties.type.const === 'netdev.registered',
    );
    expect(lo.additionalProperties).toBe(false);
    expect(lo.required).toEqual(
      expect.arrayContaining(['seq', 'type', 'at', 'evidence', 'dev', 'net', 'name', 'ifindex']),
    );
  });
});

describe('cmdline', () => {
  it('prints the parameters alone on stdout, and what they mean on stderr', async () => {
    const { code, out, err } = await runIn({}, 'cmdline');
    expect(code).toBe(0);
    expect(out).toMatch(/^trace_clock=local ftrace=function [^\n]+\n$/);
    expect(err).toContain('empties the buffer');
  });

  it.each(['function', 'graph', 'dmesg'])('knows how to record with %s', async (tracer) => {
    const { code, out } = await runIn({}, 'cmdline', tracer);
    expect(code).toBe(0);
    // COMMAND_LINE_SIZE of x86.
    expect(out.length).toBeLessThan(2048);
  });

  it('says that kprobes come too late', async () => {
    expect((await runIn({}, 'cmdline')).err.replaceAll(/\s+/g, ' ')).toContain(
      'too late for the boot',
    );
    expect((await runIn({}, 'cmdline', 'kprobe')).code).toBe(2);
  });
});
