import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootResult } from '../../../src/invariants/boot.ts';
import { judge } from '../../../src/invariants/judge.ts';
import { loopbackFirst, loopbackLast } from '../../../src/invariants/loopback.ts';
import { toGithub } from '../../../src/invariants/report/github.ts';
import { toJunit } from '../../../src/invariants/report/junit.ts';
import type { Report } from '../../../src/invariants/report/report.ts';
import { toSarif } from '../../../src/invariants/report/sarif.ts';
import { visible } from '../../../src/invariants/report/visible.ts';
import { A, born, given, listed, loListed, loUnlisted, net, unlisted } from '../history.ts';

const invariants = [loopbackFirst, loopbackLast, bootResult];

/** A log in which one promise holds, one is violated by a device of this name, one is unknown. */
function reportOn(file: string, name: string): Report {
  const events = given(...born(A), listed(A, name, 2), loUnlisted(A), unlisted(A, name, 2));
  const judgement = judge(events, { invariants });
  return {
    tool: { name: 'netdev-replay', version: '1.2.3' },
    invariants,
    recordings: [{ file, judgement }],
  };
}

/** The same of a recording without lines, in which nothing is unknown. */
function lineless(): Report {
  const told = [...born(A), listed(A, 'd0', 2), loUnlisted(A), unlisted(A, 'd0', 2)];
  const events = given(...told).map((event) => ({ ...event, line: null }));
  const promises = [loopbackFirst, loopbackLast];
  const judgement = judge(events, { invariants: promises });
  const tool = { name: 'netdev-replay', version: '1.2.3' };
  return { tool, invariants: promises, recordings: [{ file: 'x', judgement }] };
}

/** Names as hostile as a kernel lets them be, and worse. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '<script>',
    ']]>',
    '"\'&',
    '\u001b[31m',
    '::error::x',
    '%0A',
    'a\nb',
    '\ud800',
    '\u202e',
  ),
);

describe('SARIF', () => {
  it('has a rule for each promise, and a result for what is violated or unknown', () => {
    const sarif = JSON.parse(toSarif(reportOn('logs/boot 1.txt', 'd0')));
    expect(sarif).toMatchObject({ version: '2.1.0', runs: [{}] });
    const [run] = sarif.runs;
    expect(run.tool.driver).toMatchObject({ name: 'netdev-replay', version: '1.2.3' });
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(
      invariants.map(({ id }) => id),
    );
    expect(run.results).toMatchObject([
      {
        ruleId: 'loopback-last',
        kind: 'fail',
        level: 'error',
        message: { text: 'lo (ifindex 1) left net a while d0 (ifindex 2) was still listed' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'logs/boot%201.txt' },
              region: { startLine: 11 },
            },
          },
        ],
      },
      {
        ruleId: 'boot-result',
        kind: 'open',
        level: 'none',
        message: { text: 'Cannot be told: not in this recording: initcall.returned' },
        locations: [{ physicalLocation: { artifactLocation: { uri: 'logs/boot%201.txt' } } }],
      },
    ]);
    expect(run.results[0].properties).toEqual({ seq: 10 });
    expect(run.results[1].locations[0].physicalLocation).not.toHaveProperty('region');
  });

  it('says in each rule what is promised, who keeps it and what would break it', () => {
    const [run] = JSON.parse(toSarif(reportOn('f', 'd0'))).runs;
    for (const [at, { statement, mechanism, source, breaks }] of invariants.entries()) {
      const guaranteed = `${mechanism} (${source.file}: ${source.function})`;
      expect(run.tool.driver.rules[at]).toMatchObject({
        shortDescription: { text: statement },
        fullDescription: { text: guaranteed },
        help: { text: expect.stringContaining(`${guaranteed}\n\nWhat would break it: ${breaks}`) },
        defaultConfiguration: { level: 'error' },
      });
    }
  });

  it('points at the file alone where the recording has no lines', () => {
    const [result] = JSON.parse(toSarif(lineless())).runs[0].results;
    expect(result.locations).toEqual([{ physicalLocation: { artifactLocation: { uri: 'x' } } }]);
  });

  it('points at files by URI references, whatever they are called', () => {
    const uriOf = (file: string): string =>
      JSON.parse(toSarif(reportOn(file, 'd0'))).runs[0].results[0].locations[0].physicalLocation
        .artifactLocation.uri;
    expect(uriOf('/var/log/trace')).toBe('file:///var/log/trace');
    expect(uriOf('a:b')).toBe('./a%3Ab');
    fc.assert(
      fc.property(hostile, (file) => {
        expect(() => new URL(uriOf(file), 'file:///base/')).not.toThrow();
        expect(uriOf(file)).toMatch(/^[\w\-.~!*'()%/:]*$/);
      }),
    );
  });
});

describe('JUnit', () => {
  it('has a suite for each log and a case for each promise', () => {
    expect(toJunit(reportOn('boot.txt', 'd0'))).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<testsuites name="netdev-replay">',
        '  <testsuite name="boot.txt" tests="3" failures="1" errors="0" skipped="1">',
        '    <testcase classname="boot.txt" name="loopback-first"/>',
        '    <testcase classname="boot.txt" name="loopback-last">',
        '      <failure message="lo (ifindex 1) left net a while d0 (ifindex 2) was still listed">' +
          'boot.txt:11: lo (ifindex 1) left net a while d0 (ifindex 2) was still listed</failure>',
        '    </testcase>',
        '    <testcase classname="boot.txt" name="boot-result">',
        '      <skipped>not in this recording: initcall.returned</skipped>',
        '    </testcase>',
        '  </testsuite>',
        '</testsuites>',
        '',
      ].join('\n'),
    );
  });

  it('names the event where the recording has no lines', () => {
    expect(toJunit(lineless())).toContain('>x:event 10: lo (ifindex 1) left');
  });

  it('says how many more broke a promise than it lists', () => {
    const one = [net('net.setup', A), listed(A, 'd0', 2), loListed(A), net('net.freed', A)];
    const events = given(...Array.from({ length: 130 }, () => one).flat());
    const judgement = judge(events, { invariants: [loopbackFirst] });
    const report = { ...reportOn('x', 'd0'), recordings: [{ file: 'x', judgement }] };
    expect(toJunit(report)).toContain('\nand 30 more</failure>');
    expect(toJunit(reportOn('x', 'd0'))).not.toContain('more</failure>');
  });

  it('is an empty list of suites without a log', () => {
    expect(toJunit({ ...reportOn('x', 'd0'), recordings: [] })).toContain(
      '<testsuites name="netdev-replay"></testsuites>',
    );
  });

  it('stays the same tree of elements, whatever names hold', () => {
    const tagsOf = (xml: string): readonly string[] => xml.match(/<[^>]*>/g) ?? [];
    const shape = tagsOf(toJunit(reportOn('f', 'd0'))).map((tag) => tag.split(/[ />]/)[0]);
    fc.assert(
      fc.property(hostile, hostile, (file, name) => {
        const xml = toJunit(reportOn(file, name));
        expect(tagsOf(xml).map((tag) => tag.split(/[ />]/)[0])).toEqual(shape);
        expect(xml).not.toMatch(/&(?!(?:amp|lt|gt|quot|apos|#10);)/);
        expect(xml).not.toMatch(/[^\n\P{Cc}]|\p{Cs}/u);
      }),
    );
  });
});

describe('GitHub annotations', () => {
  it('are an error for each violation and a notice for what the log cannot show', () => {
    expect(toGithub(reportOn('logs/a,b.txt', 'd0'))).toBe(
      '::error file=logs/a%2Cb.txt,line=11,title=loopback-last::' +
        'lo (ifindex 1) left net a while d0 (ifindex 2) was still listed\n' +
        '::notice file=logs/a%2Cb.txt,title=not shown by this log::boot-result\n',
    );
  });

  it('name no line where there is none, and give no notice where all can be told', () => {
    expect(toGithub(lineless())).toBe(
      '::error file=x,title=loopback-last::' +
        'lo (ifindex 1) left net a while d0 (ifindex 2) was still listed\n',
    );
  });

  it('are never more commands than that, whatever names hold', () => {
    fc.assert(
      fc.property(hostile, hostile, (file, name) => {
        const lines = toGithub(reportOn(file, name)).split('\n');
        expect(lines.map((line) => line.slice(0, 8))).toEqual(['::error ', '::notice', '']);
      }),
    );
  });
});

describe('visible text', () => {
  it('shows what would act on a terminal instead of letting it', () => {
    expect(visible('\u{10ffff}\ue000\u3164\u00a0')).toBe('\\u{10ffff}\\u{e000}\\u{3164}\\u{a0}');
    expect(visible('a\u001b[31m\u202e\u2028b\ud800')).toBe(
      'a\\u{1b}[31m\\u{202e}\\u{2028}b\\u{d800}',
    );
  });

  it('leaves plain text, spaces and line breaks alone', () => {
    expect(visible('lo (ifindex 1)\nü 日本 🙂')).toBe('lo (ifindex 1)\nü 日本 🙂');
  });
});
