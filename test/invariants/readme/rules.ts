import type { Invariant } from 'netdev-replay';

/** Names beyond twelve letters leave no room for a VLAN's number. */
export const shortNames: Invariant = {
  id: 'short-names',
  statement: 'The name of a device has at most twelve letters.',
  mechanism: 'Our udev rules name all devices.',
  source: { function: '70-names.rules', file: '/etc/udev/rules.d' },
  versions: 'all',
  needs: ['netdev.registered'],
  breaks: 'A device that no rule of ours names.',
  spoiledBy: 'recording',
  monitor: ({ kept, broken, blind }) => ({
    'netdev.registered': (event) => {
      if (event.name === null) blind('the log shows devices without names');
      else if (event.name.length <= 12) kept();
      else broken(event, `${event.name} has ${event.name.length} letters`);
    },
  }),
};
