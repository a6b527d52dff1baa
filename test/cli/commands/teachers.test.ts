import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/invariants/catalogue.ts';
import { FORMATS } from '../../../src/recording/formats.ts';
import { runIn } from '../shell.ts';

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
