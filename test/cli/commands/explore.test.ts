import { describe, expect, it } from 'vitest';
import { runIn } from '../shell.ts';

describe('explore', () => {
  it('finds that a right kernel keeps its promises in all short histories', async () => {
    const { code, out } = await runIn({}, 'explore', '--depth', '1');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^\d+ histories of at most 1 command, in \d+ states: every promise kept\n$/,
    );
  });

  it('finds the shortest history in which a wrong kernel breaks one', async () => {
    const args = ['--depth', '2', '--faults', '0', '--defect', 'lo leaves first'];
    const { code, out } = await runIn({}, 'explore', ...args);
    expect(code).toBe(0);
    expect(out).toContain('every promise kept');
    const deeper = ['--depth', '3', '--faults', '0', '--defect', 'lo leaves first'];
    const { code: broken, out: told } = await runIn({}, 'explore', ...deeper);
    expect(broken).toBe(1);
    expect(told.replaceAll(/\s+/g, ' ')).toMatch(/loopback-last: lo \(ifindex 1\) left net/);
    expect(told).toContain('netns.del');
  });

  it.each([
    [['--depth', 'deep'], 'expected a whole number from 0 to 8'],
    [['--kernel', '2.4'], 'expected one of 5.17'],
  ])('says what %j should have been', async (args, message) => {
    const { code, err } = await runIn({}, 'explore', ...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
