import { detach } from './intern.ts';

const MOST_KEPT = 4096;
/** A longer text is no pointer, number or symbol. */
const LONGEST = 256;

/**
 * A pure function of a text that remembers its answers: a log prints the same pointers, numbers and
 * symbols over and over. Starts over when it has seen too many different ones.
 */
export function memoized<T>(answer: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  let last = '';
  let lastAnswer: T | undefined;
  return (text) => {
    // Mostly the task works on what it worked on in the line before.
    if (lastAnswer !== undefined && text === last) return lastAnswer;
    const old = known.get(text);
    if (old !== undefined) {
      last = text;
      lastAnswer = old;
      return old;
    }
    if (text.length > LONGEST) return answer(text);
    if (known.size >= MOST_KEPT) known.clear();
    const own = detach(text);
    const fresh = answer(own);
    known.set(own, fresh);
    return fresh;
  };
}
