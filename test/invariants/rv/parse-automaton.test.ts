import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../../../src/invariants/rv/automaton.ts';
import { DotSyntaxError } from '../../../src/invariants/rv/dot-syntax-error.ts';
import { parseAutomaton } from '../../../src/invariants/rv/parse-automaton.ts';
import { arbitraryAutomaton, dotOf } from './automata.ts';

/** A door in the dialect of the kernel's models, with all that they make use of. */
const DOOR = String.raw`digraph state_automaton {
	center = true;
	size = "7,11"; // inches
	{node [shape = circle] "ajar,wide"};
	{node [shape = plaintext, style=invis, label=""] "__init_shut"};
	{node [shape = doublecircle] "shut"};
	{node [shape = circle] "shut"};
	"__init_shut" -> "shut";
	"ajar,wide" [label = "ajar,wide"];
	"ajar,wide" -> "ajar,wide" [ label = "push\npull" ];
	"ajar,wide" -> "shut" [ label = "close" ];
	"shut" [label = "shut", color = green3];
	"shut" -> "ajar,wide" [ label = "open\nkick" ];
	/* the way it is drawn */
	{ rank = min ;
		"__init_shut";
		"shut";
	}
}
`;

describe('a .dot file of the kernel', () => {
  it('is an automaton with its states, events and marked states', () => {
    const door = parseAutomaton('door', DOOR);
    expect(door).toMatchObject({ name: 'door', initial: 'shut', final: new Set(['shut']) });
    expect(eventsOf(door)).toEqual(['close', 'kick', 'open', 'pull', 'push']);
    expect(Object.fromEntries(door.transitions.get('ajar_wide') ?? [])).toEqual({
      push: 'ajar_wide',
      pull: 'ajar_wide',
      close: 'shut',
    });
  });

  it('has ellipses for final states, too; without any, the first state is one', () => {
    const finals = (dot: string) => parseAutomaton('door', dot).final;
    expect(finals(DOOR.replace('circle] "ajar', 'ellipse] "ajar'))).toEqual(
      new Set(['ajar_wide', 'shut']),
    );
    expect(finals(DOOR.replace('doublecircle', 'circle'))).toEqual(new Set(['shut']));
  });

  it('takes no mark of the arrow at the first state for one of a state', () => {
    const marked = DOOR.replace('plaintext', 'ellipse').replace('doublecircle', 'circle');
    expect(parseAutomaton('door', marked).final).toEqual(new Set(['shut']));
  });

  it('may be drawn in other ways that Graphviz knows', () => {
    const door = parseAutomaton('door', DOOR);
    const other = DOOR.replace('digraph state_automaton', 'digraph')
      .replace('center = true;', '# a door\n\tmargin = -0.25; dpi = 72; rank = 1; width = .5;')
      .replace('size = "7,11";', 'edge [shape = doublecircle]; graph [shape = doublecircle];')
      .replace('shape = plaintext, style', 'shape = plaintext; style');
    expect(parseAutomaton('door', other)).toEqual(door);
  });

  it('may have quoted names that look like something else', () => {
    for (const name of ['{', '}', '->', ';', '=', '//', '#x', 'a\\b', '7']) {
      const dot = DOOR.replaceAll('"shut"', `"${name}"`).replaceAll('__init_shut', '__init_');
      expect([...parseAutomaton('door', dot).transitions.keys()]).toEqual(['ajar_wide', name]);
    }
    const quoting = DOOR.replaceAll('"shut"', String.raw`"\"shut\""`);
    expect(parseAutomaton('door', quoting).initial).toBe('"shut"');
    const broken = DOOR.replaceAll('"shut"', '"sh\\\nut"');
    expect(parseAutomaton('door', broken).initial).toBe('sh\\\nut');
  });

  it('reads back what it is printed as', () => {
    fc.assert(
      fc.property(arbitraryAutomaton, (automaton) => {
        expect(parseAutomaton(automaton.name, dotOf(automaton))).toEqual(automaton);
      }),
    );
  });
});

describe('a file that is no automaton', () => {
  it.each([
    ['', '1:1: expected digraph, found the end'],
    ['graph x {}', '1:1: expected digraph, found "graph"'],
    ['digraph x {', '1:12: expected a node, { or }, found the end'],
    ['digraph x {\n  "a" -> ;\n}', '2:10: expected a node, found ";"'],
    ['digraph x {} x', '1:14: expected the end, found "x"'],
    [
      'digraph x { "a\n}',
      '1:13: expected a name, a quoted name or one of { } [ ] ; = , ->, found a quote that is never closed',
    ],
    [
      'digraph x { ? }',
      '1:13: expected a name, a quoted name or one of { } [ ] ; = , ->, found "?"',
    ],
    ['digraph x { a; }', '1:1: expected an edge from "__init_…", found none'],
    [
      DOOR.replace('-> "shut" [', '-> "locked" ['),
      '11:17: expected one of the states ajar_wide, shut, found "locked"',
    ],
    [
      DOOR.replace('"open\\nkick"', '"open" ]; "shut" -> "shut" [ label = "open"'),
      '13:71: expected one way for open from shut, found two, to ajar_wide and to shut',
    ],
    [DOOR.replace('"close"', '" "'), '11:34: expected the name of an event, found ""'],
    [
      DOOR.replace('[ label = "close" ]', ''),
      '11:2: expected an edge with a label, found one without',
    ],
    [
      DOOR.replace('"close"', '"close;reset(clk)"'),
      '11:34: expected events and states without guards, resets and clocks, found "close;reset(clk)"',
    ],
    [
      DOOR.replace(String.raw`open\nkick`, String.raw`kick\nopen;locked == 0 && is_door == 1`),
      /^13:34: expected events and states without guards, .* found "kick\\\\nopen;locked == 0/,
    ],
    [
      DOOR.replace('label = "shut"', String.raw`label = "shut\nclk < 5"`),
      /^12:18: expected events and states without guards/,
    ],
  ] as const)('is refused, with the place (sample %#)', (dot, message) => {
    expect(() => parseAutomaton('x', dot)).toThrow(DotSyntaxError);
    expect(() => parseAutomaton('x', dot)).toThrow(message);
  });

  it('is refused in no other way, whatever is cut out of a good one', () => {
    fc.assert(
      fc.property(fc.nat({ max: DOOR.length }), fc.nat({ max: 40 }), (from, length) => {
        const dot = DOOR.slice(0, from) + DOOR.slice(from + length);
        let thrown: unknown = null;
        try {
          parseAutomaton('door', dot);
        } catch (error) {
          thrown = error;
        }
        expect(thrown === null || thrown instanceof DotSyntaxError).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
