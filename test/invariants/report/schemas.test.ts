import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv-draft-04';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { assertion } from '../../../src/invariants/assertions/assertion.ts';
import { catalogue } from '../../../src/invariants/catalogue.ts';
import { judge } from '../../../src/invariants/judge.ts';
import { toJunit } from '../../../src/invariants/report/junit.ts';
import type { Report } from '../../../src/invariants/report/report.ts';
import { toSarif } from '../../../src/invariants/report/sarif.ts';
import { defects, simulateDefect } from '../../../src/testing/defects/catalogue.ts';
import { A, born, given, listed, loUnlisted, unlisted } from '../history.ts';

const tool = { name: 'netdev-replay', version: '1.2.3' };
const invariants = [...catalogue, assertion('"<d&0>" never appears'), assertion('d* < 1ms')];

/** A log that violates some promises, by a device of this name. */
function reportOn(file: string, name: string): Report {
  const events = given(...born(A), listed(A, name, 2), loUnlisted(A), unlisted(A, name, 2));
  return { tool, invariants, recordings: [{ file, judgement: judge(events, { invariants }) }] };
}

/** Every verdict on every promise, without a line and in several logs. */
const defective: Report = {
  tool,
  invariants,
  recordings: Object.entries(defects).map(([file, defect]) => ({
    file,
    judgement: judge(simulateDefect(defect), { invariants, kernel: '5.17' }),
  })),
};

const UNJUDGED = [{ file: 'a <b>', message: 'found "nothing", expected a log' }];

const name = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('<script>', ']]>', '"\'&', '&#0;', '\u001b[31m', 'a\nb', '\ud800', '\u202e'),
);
const hostile = fc.tuple(name, name).map(([file, device]) => reportOn(file, device));

describe('the SARIF schema 2.1.0', () => {
  const path = '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
  const schema: object = createRequire(import.meta.url)(path);
  // The schema has a pattern that is wrong in Unicode mode, and formats Ajv does not bring along.
  const options = { strict: false, validateFormats: false, unicodeRegExp: false };
  const validate = new Ajv.default(options).compile(schema);
  const errorsIn = (report: Report) => {
    validate(JSON.parse(toSarif(report)));
    return validate.errors ?? [];
  };

  it('finds mistakes', () => {
    expect(validate({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false);
    expect(validate({ version: '2.1.0', runs: [{ tool: { driver: { name: '' } } }] })).toBe(true);
  });

  it('is met by reports on all wrong kernels, and by an empty one', () => {
    expect(errorsIn(defective)).toEqual([]);
    expect(errorsIn({ ...defective, recordings: [] })).toEqual([]);
    expect(errorsIn({ ...defective, unjudged: UNJUDGED })).toEqual([]);
  });

  it('is met whatever logs and devices are called', () => {
    fc.assert(
      fc.property(hostile, (report) => {
        expect(errorsIn(report)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the JUnit schema of Jenkins', () => {
  const schema = {
    fileName: 'jenkins-junit.xsd',
    contents: readFileSync(new URL('jenkins-junit.xsd', import.meta.url), 'utf8'),
  };
  const errorsIn = async (...texts: readonly string[]) => {
    const xml = texts.map((contents, at) => ({ fileName: `${at}.xml`, contents }));
    const { valid, errors } = await validateXML({ xml, schema });
    return valid ? [] : errors.map(({ message }) => message);
  };

  it('finds mistakes', async () => {
    expect(await errorsIn('<testsuites><testcase/></testsuites>')).not.toEqual([]);
    expect(await errorsIn('<testsuites>\u0001</testsuites>')).not.toEqual([]);
    expect(await errorsIn('<testsuites/>')).toEqual([]);
  });

  it('is met by reports on all wrong kernels, and by an empty one', async () => {
    const empty = toJunit({ ...defective, recordings: [] });
    const unjudged = toJunit({ ...defective, unjudged: UNJUDGED });
    expect(await errorsIn(toJunit(defective), empty, unjudged)).toEqual([]);
  });

  it('is met whatever logs and devices are called', async () => {
    const reports = fc.array(hostile, { minLength: 30, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(reports, async (many) => {
        expect(await errorsIn(...many.map(toJunit))).toEqual([]);
      }),
      { numRuns: 2 },
    );
  });
});
