import type { Explanation, StoryEvent } from '../../invariants/explain.ts';
import { evidenceMark } from './evidence.ts';
import { type Line, line, type Piece, spaces, span } from './line.ts';
import { some } from './listing.ts';
import { deviceName, netName } from './names.ts';
import { sentence } from './sentence.ts';
import { sinceText, TIME_COLUMNS } from './time.ts';

const INDENT = 6;
const MOST_DEVICES = 12;

/** What happened around a violation, as a maintainer would tell it; times are told since it. */
export function explanationLines(explanation: Explanation): readonly Line[] {
  const { scene, story, violation } = explanation;
  const devices = scene?.devices.map(({ name, ifindex }) => deviceName(name, ifindex)) ?? [];
  return [
    ...(scene === null
      ? []
      : [
          line(
            [
              spaces(INDENT),
              `Just before, ${netName(scene.net)} (${scene.status}) listed: `,
              devices.length === 0 ? 'no device' : some(devices, MOST_DEVICES),
            ],
            { hang: [spaces(INDENT + 2)] },
          ),
        ]),
    ...story.map((told) => storyLine(told, violation.at)),
  ];
}

function storyLine({ role, event }: StoryEvent, at: number | null): Line {
  const mark: Piece = { broke: span('bad', '▸ '), related: span('strong', '▹ '), nearby: '  ' }[
    role
  ];
  const place = event.line === null ? `event ${event.seq}` : `L${event.line}`;
  const pieces = [spaces(INDENT - 2), mark, sinceText(event.at, at), ' ', evidenceMark(event), ' '];
  return line([...pieces, ...sentence(event)], {
    hang: [spaces(INDENT + TIME_COLUMNS + 3)],
    right: place,
  });
}
