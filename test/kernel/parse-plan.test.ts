import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanError, parsePlan } from '../../src/kernel/parse-plan.ts';
import { planOf } from '../../src/kernel/plan.ts';
import { arbitraryPlan } from '../../src/testing/index.ts';

function complaint(json: string): string {
  try {
    parsePlan(json);
  } catch (error) {
    if (error instanceof PlanError) return error.message;
    throw error;
  }
  return 'none';
}

describe('a plan as JSON', () => {
  it('is read as what it was written from', () => {
    fc.assert(
      fc.property(arbitraryPlan(), (plan) => {
        expect(planOf(parsePlan(JSON.stringify(plan)))).toEqual(plan);
      }),
    );
  });

  it('may leave out everything', () => {
    expect(planOf(parsePlan('{}'))).toEqual(planOf());
  });

  it.each([
    ['{', /^expected JSON: /],
    ['[]', /^plan: .*expected object/],
    ['{"kernel":"2.4"}', /^kernel: .*"5.17"/],
    ['{"comands":[]}', /^plan: Unrecognized key: "comands"/],
    ['{"commands":[{"do":"netns.ad","net":"a"}]}', /^commands.0.do: /],
    ['{"commands":[{"do":"netns.add"}]}', /^commands.0.net: /],
    ['{"faults":[{"site":"ops_int","nth":1}]}', /^faults.0.site: expected one of .*ops_init/],
    ['{"faults":[{"site":"ops_init","nth":0}]}', /^faults.0.nth: /],
    ['{"cpus":{"possible":1,"online":2}}', /^cpus: more CPUs are online than possible/],
    ['{"config":{"rps":"yes"}}', /^config.rps: /],
  ])('says what is wrong with %s', (json, message) => {
    expect(complaint(json)).toMatch(message);
  });
});
