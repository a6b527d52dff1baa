import type { KernelEvent } from '../../model/events.ts';
import { type Focus, nextFocus } from './focus.ts';
import type { Key } from './keys.ts';
import { search, seek, seekBreach } from './seek.ts';
import type { Tape } from './tape.ts';

/** Where somebody who walks through a recording stands, and what they are at. */
export interface Stepper {
  /** How many events have happened. */
  readonly count: number;
  readonly focus: Focus | null;
  /** What is being typed to search for; `null` while keys are commands. */
  readonly typing: string | null;
  /** What was searched for last. */
  readonly sought: string;
  /** Why the last key led nowhere. */
  readonly note: string | null;
  readonly over: boolean;
}

/** Before anything has happened. */
export const AT_START: Stepper = {
  count: 0,
  focus: null,
  typing: null,
  sought: '',
  note: null,
  over: false,
};

/** The last event that happened; `null` before the first. */
export function currentEvent({ count }: Stepper, { recording }: Tape): KernelEvent | null {
  return recording.events[count - 1] ?? null;
}

/** What a key does. Total: a key that means nothing changes nothing but the note. */
export function press(stepper: Stepper, key: Key, tape: Tape): Stepper {
  if (key === 'interrupt') return { ...stepper, over: true };
  const now = { ...stepper, note: null };
  if (now.typing !== null) return type(now, now.typing, key, tape);
  const command = COMMANDS[typeof key === 'string' ? key : key.text];
  return command === undefined ? now : obey(now, command, tape);
}

type Command =
  | 'forward'
  | 'back'
  | 'next phase'
  | 'last phase'
  | 'first'
  | 'last'
  | 'search'
  | 'next breach'
  | 'last breach'
  | 'net'
  | 'device'
  | 'everything'
  | 'quit';

const COMMANDS: Readonly<Record<string, Command>> = {
  right: 'forward',
  down: 'forward',
  l: 'forward',
  j: 'forward',
  ' ': 'forward',
  left: 'back',
  up: 'back',
  h: 'back',
  k: 'back',
  'page-down': 'next phase',
  'page-up': 'last phase',
  home: 'first',
  g: 'first',
  end: 'last',
  G: 'last',
  '/': 'search',
  v: 'next breach',
  V: 'last breach',
  n: 'net',
  d: 'device',
  escape: 'everything',
  q: 'quit',
};

function obey(stepper: Stepper, command: Command, tape: Tape): Stepper {
  switch (command) {
    case 'forward':
      return seek(stepper, tape, { by: 1, to: 'event' });
    case 'back':
      return seek(stepper, tape, { by: -1, to: 'event' });
    case 'next phase':
      return seek(stepper, tape, { by: 1, to: 'phase' });
    case 'last phase':
      return seek(stepper, tape, { by: -1, to: 'phase' });
    case 'first':
      return { ...stepper, count: 0 };
    case 'last':
      return { ...stepper, count: tape.recording.events.length };
    case 'search':
      return { ...stepper, typing: '' };
    case 'next breach':
      return seekBreach(stepper, tape, 1);
    case 'last breach':
      return seekBreach(stepper, tape, -1);
    case 'net':
    case 'device':
      return refocus(stepper, command, tape);
    case 'everything':
      return { ...stepper, focus: null };
    case 'quit':
      return { ...stepper, over: true };
    default:
      return command satisfies never;
  }
}

function refocus(stepper: Stepper, on: Focus['on'], tape: Tape): Stepper {
  const event = currentEvent(stepper, tape);
  const state = tape.recording.after(stepper.count);
  const focus = nextFocus(on, stepper.focus, { event, state, tape });
  const none = focus === null && stepper.focus?.on !== on;
  const what = on === 'net' ? 'namespace' : 'device';
  return { ...stepper, focus, note: none ? `no ${what} is known here` : null };
}

/** A line editor that knows how to end a line, and how to shorten it. */
function type(stepper: Stepper, typed: string, key: Key, tape: Tape): Stepper {
  if (typeof key !== 'string') return { ...stepper, typing: typed + key.text };
  switch (key) {
    case 'enter': {
      const sought = typed === '' ? stepper.sought : typed;
      const found = { ...stepper, typing: null, sought };
      return sought === '' ? found : search(found, tape, sought);
    }
    case 'backspace':
      return { ...stepper, typing: typed === '' ? null : [...typed].slice(0, -1).join('') };
    case 'escape':
      return { ...stepper, typing: null };
    default:
      return stepper;
  }
}
