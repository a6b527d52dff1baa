/**
 * Stands in for src/recording/memo.ts inside a mutation run: an answer that is remembered from the
 * right program, or from the last mutant, would hide what this one says.
 */
export function memoized<T>(answer: (text: string) => T): (text: string) => T {
  return answer;
}
