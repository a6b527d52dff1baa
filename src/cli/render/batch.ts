import type { NetId } from '../../model/ids.ts';
import type { BatchStory } from '../story/batch-story.ts';
import { duration } from './duration.ts';
import { type Line, line, spaces, span } from './line.ts';
import { some } from './listing.ts';
import { netName } from './names.ts';
import { count } from './quantity.ts';
import { sinceText, TIME_COLUMNS } from './time.ts';

const MOST_NETS = 8;

/** One run of cleanup_net: which namespaces died together, and how long it took. */
export function batchLine(story: BatchStory, from: number | null): Line {
  const { number, nets, first, last, devices, closing } = story;
  const took = first.at === null || last.at === null ? '' : `, ${duration(last.at - first.at)}`;
  const end = closing ? [] : [span('unsure', ', and no end of it in this recording')];
  const text = `batch ${number}: ${namespaces(nets)}, ${count(devices, 'device')}${took}`;
  return line([sinceText(first.at, from), '   ', text, ...end], {
    hang: [spaces(TIME_COLUMNS + 5)],
    right: first.line === null ? null : `L${first.line}`,
  });
}

function namespaces(nets: readonly (NetId | null)[]): string {
  const named = nets.filter((net) => net !== null);
  if (named.length < nets.length) return count(nets.length, 'namespace');
  return some(named.map(netName), MOST_NETS);
}
