import { describe, expect, it } from 'vitest';
import { OpsName } from '../../../src/recording/interpret/ops-name.ts';
import { Outcome } from '../../../src/recording/interpret/outcome.ts';
import { PtypeAll } from '../../../src/recording/interpret/ptype-all.ts';

describe('the outcome of an ops_init', () => {
  it.each([
    [0, false],
    [-12, true],
  ])('is the result that was shown, whatever comes next: %s', (rc, failed) => {
    const outcome = Outcome.of(rc);
    outcome.conclude(!failed);
    outcome.settle();
    expect(outcome).toMatchObject({ rc, failed, settled: true });
  });

  it('is open until what comes next decides, and decided once', () => {
    const outcome = new Outcome();
    expect(outcome).toMatchObject({ rc: null, settled: false });
    outcome.conclude(true);
    expect(outcome).toMatchObject({ failed: true, settled: true });
    outcome.conclude(false);
    expect(outcome.failed).toBe(true);
  });

  it('is a success where nothing came next', () => {
    const outcome = new Outcome();
    outcome.settle();
    expect(outcome).toMatchObject({ rc: null, failed: false, settled: true });
  });
});

describe('whether ptype_all is initialised', () => {
  it('is not claimed without evidence', () => {
    const head = new PtypeAll();
    head.settle();
    expect(head).toMatchObject({ initialised: false, settled: true });
  });

  it('is a guess until the log shows better', () => {
    const head = new PtypeAll();
    head.guess(true);
    expect(head).toMatchObject({ initialised: true, settled: false });
    head.learn(false);
    expect(head).toMatchObject({ initialised: false, settled: true });
  });

  it('stays what was shown first, or what was told already', () => {
    const shown = new PtypeAll();
    shown.learn(false);
    shown.learn(true);
    shown.guess(true);
    expect(shown.initialised).toBe(false);
    const told = new PtypeAll();
    told.guess(true);
    told.settle();
    told.learn(false);
    expect(told.initialised).toBe(true);
  });
});

describe('the name of an operation', () => {
  it('is the variable that a line shows, or the one whose callback it shows', () => {
    const [variable, callback] = [new OpsName(), new OpsName(() => 'another')];
    variable.learn('my_ops');
    callback.learnCallback('netdev_init');
    callback.learn('late_ops');
    callback.settle();
    expect(variable).toMatchObject({ name: 'my_ops', settled: true, inferred: false });
    expect(callback).toMatchObject({ name: 'netdev_net_ops', settled: true, inferred: false });
    variable.learnCallback('netdev_init');
    expect(variable.name).toBe('my_ops');
  });

  it('stays open where a line shows neither', () => {
    const ops = new OpsName();
    ops.learn(null);
    ops.learnCallback(null);
    expect(ops).toMatchObject({ name: null, settled: false });
  });

  it('follows from program order where nothing else names it, and says so', () => {
    const ops = new OpsName(() => 'loopback_net_ops');
    ops.settle();
    expect(ops).toMatchObject({ name: 'loopback_net_ops', settled: true, inferred: true });
  });

  it('is unknown for good where nothing names it', () => {
    const ops = new OpsName();
    ops.settle();
    expect(ops).toMatchObject({ name: null, settled: true, inferred: false });
    ops.learn('late_ops');
    expect(ops.name).toBeNull();
  });
});
