import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAbout } from '../../../src/cli/stepper/focus.ts';
import { AT_START, currentEvent, press } from '../../../src/cli/stepper/stepper.ts';
import { tapeOf } from '../../../src/cli/stepper/tape.ts';
import { netId } from '../../../src/model/ids.ts';
import { defects, simulateDefect } from '../../../src/testing/defects/catalogue.ts';
import { absurdTape, realTape, typed, walk, walked } from './walks.ts';

const LIFE = await realTape('6.1-cloud/life-kprobe.log.gz');
const BOOT = await realTape('6.1-cloud/boot-function-1cpu.log.gz');
const BROKEN = tapeOf('broken', simulateDefect(defects['lo leaves first']));

describe('a walk', () => {
  it('never leaves the recording', () => {
    fc.assert(
      fc.property(absurdTape, walk, (tape, keys) => {
        const { count, over } = walked(tape, keys);
        expect(count).toBeGreaterThanOrEqual(0);
        expect(count).toBeLessThanOrEqual(tape.recording.events.length);
        expect(over).toBe(false);
      }),
    );
  });

  it('ends where it was after a step forward and a step back', () => {
    fc.assert(
      fc.property(absurdTape, walk, (tape, keys) => {
        const here = walked(tape, [...keys, 'escape', 'escape']);
        const there = press(here, 'right', tape);
        fc.pre(there.count > here.count);
        expect(press(there, 'left', tape).count).toBe(here.count);
      }),
    );
  });

  it('meets every event once on the way from one end to the other', () => {
    fc.assert(
      fc.property(absurdTape, (tape) => {
        const { events } = tape.recording;
        let stepper = AT_START;
        const met = events.map(() => {
          stepper = press(stepper, 'right', tape);
          return currentEvent(stepper, tape);
        });
        expect(met).toEqual(events);
        expect(press(stepper, 'right', tape)).toMatchObject({ note: 'no event further on' });
      }),
    );
  });

  it('goes to both ends at once', () => {
    const end = press(AT_START, 'end', LIFE);
    expect(end.count).toBe(LIFE.recording.events.length);
    expect(press(end, 'home', LIFE).count).toBe(0);
  });

  it('is over with q and with ^C, but not while q is being typed', () => {
    expect(walked(LIFE, typed('q')).over).toBe(true);
    expect(walked(LIFE, typed('/q'))).toMatchObject({ over: false, typing: 'q' });
    expect(walked(LIFE, [...typed('/q'), 'interrupt']).over).toBe(true);
  });
});

describe('the page keys', () => {
  it('go from phase to phase: levels of initcalls, net_dev_init, namespaces', () => {
    const names = new Map(BOOT.phases.map(({ count, name }) => [count, name]));
    let stepper = AT_START;
    const met = BOOT.phases.map(() => {
      stepper = press(stepper, 'page-down', BOOT);
      return names.get(stepper.count);
    });
    expect(met).toContain('subsys initcalls');
    expect(met.indexOf('after net_dev_init')).toBe(met.indexOf('net_dev_init') + 1);
    expect(press(stepper, 'page-down', BOOT).note).toBe('no phase further on');
  });

  it('go back the way they came, and on to the beginning', () => {
    const [first, second] = LIFE.phases;
    const there = walked(LIFE, ['page-down', 'page-down']);
    expect(there.count).toBe(second?.count);
    const back = press(there, 'page-up', LIFE);
    expect(back.count).toBe(first?.count);
    expect(press(back, 'page-up', LIFE).count).toBe(0);
  });
});

describe('a search', () => {
  const search = (text: string) => [...typed(`/${text}`), 'enter' as const];

  it('finds types, names, namespaces and devices, in any case', () => {
    const found = (text: string) => currentEvent(walked(LIFE, search(text)), LIFE);
    expect(found('NETDEV.MOVED')).toMatchObject({ type: 'netdev.moved' });
    expect(found('sit_net')).toMatchObject({ ops: 'sit_net_ops' });
    expect(found('init_net')).toMatchObject({ net: '4026531840' });
    const dev = LIFE.recording.events.flatMap((event) => ('dev' in event ? event.dev : []))[0];
    expect(found(String(dev))).toMatchObject({ dev });
  });

  it('goes on with the last text where none is typed, and begins again behind the last', () => {
    const moves = LIFE.recording.events.filter(({ type }) => type === 'netdev.moved');
    let stepper = walked(LIFE, search('netdev.moved'));
    for (const move of moves) {
      expect(currentEvent(stepper, LIFE)).toBe(move);
      stepper = walked(LIFE, search(''), stepper);
    }
    expect(currentEvent(stepper, LIFE)).toBe(moves[0]);
    expect(stepper.note).toContain('began again');
  });

  it('stays where it is for what is nowhere, and says so', () => {
    const here = walked(LIFE, ['page-down']);
    const there = walked(LIFE, search('nowhere'), here);
    expect(there).toMatchObject({ count: here.count, note: 'no event mentions "nowhere"' });
  });

  it('is typed with backspace, and given up with escape', () => {
    expect(walked(LIFE, [...typed('/lo'), 'backspace']).typing).toBe('l');
    expect(walked(LIFE, [...typed('/l'), 'backspace', 'backspace']).typing).toBeNull();
    expect(walked(LIFE, [...typed('/lo'), 'escape'])).toMatchObject({ typing: null, sought: '' });
  });

  it('does nothing where there is nothing to search for', () => {
    expect(walked(LIFE, search(''))).toEqual(AT_START);
  });
});

describe('the violation key', () => {
  it('stops at every broken promise and nowhere else', () => {
    const there = walked(BROKEN, typed('v'));
    expect(currentEvent(there, BROKEN)).toMatchObject({ type: 'netdev.unregistered', name: 'lo' });
    expect(BROKEN.breaches[0]).toMatchObject({ id: 'loopback-last', count: there.count });
    expect(walked(BROKEN, typed('V'), press(there, 'right', BROKEN)).count).toBe(there.count);
    expect(walked(BROKEN, typed('V'), there).note).toBe('no promise is broken before this');
  });

  it('says so where every promise is kept', () => {
    expect(walked(LIFE, typed('v'))).toMatchObject({ count: 0, note: 'no promise is broken' });
  });
});

describe('a focus', () => {
  it('is first on the namespace of the event, and keeps steps to what concerns it', () => {
    const setup = walked(LIFE, [...typed('/net.setup'), 'enter', ...typed('n')]);
    const event = currentEvent(setup, LIFE);
    expect(setup.focus).toEqual({ on: 'net', id: event?.type === 'net.setup' ? event.net : '' });
    let stepper = setup;
    for (let steps = 0; steps < 200; steps += 1) {
      stepper = press(stepper, 'right', LIFE);
      const met = currentEvent(stepper, LIFE);
      expect(met !== null && isAbout(met, setup.focus, LIFE)).toBe(true);
    }
    expect(press(stepper, 'escape', LIFE).focus).toBeNull();
  });

  it('goes round all that is alive, and off', () => {
    const { nets } = LIFE.recording.after(LIFE.recording.events.length);
    const seen: (string | undefined)[] = [];
    let stepper = walked(LIFE, ['end', ...typed('n')]);
    for (; stepper.focus !== null; stepper = walked(LIFE, typed('n'), stepper)) {
      expect(seen).not.toContain(stepper.focus.id);
      seen.push(stepper.focus.id);
    }
    expect(seen).toEqual(expect.arrayContaining([...nets.keys()]));
    expect(stepper.note).toBeNull();
  });

  it('on a device sees where it goes, from its allocation to its end', () => {
    const moved = walked(LIFE, [...typed('/netdev.moved'), 'enter', ...typed('d')]);
    const types = LIFE.recording.events
      .filter((event) => isAbout(event, moved.focus, LIFE))
      .map(({ type }) => type);
    expect(types[0]).toBe('netdev.allocated');
    expect(types.at(-1)).toBe('netdev.freed');
    expect(types).toContain('netdev.moved');
  });

  it('on a namespace knows what a nameless line of its devices is about', () => {
    const net = netId('4026532218');
    const about = LIFE.recording.events.filter((event) =>
      isAbout(event, { on: 'net', id: net }, LIFE),
    );
    expect(about.map(({ type }) => type)).toContain('netdev.freed');
  });

  it('has nothing to look at before anything is known', () => {
    expect(walked(LIFE, typed('n'))).toMatchObject({ note: 'no namespace is known here' });
    expect(walked(LIFE, typed('d'))).toMatchObject({ note: 'no device is known here' });
  });
});
