import { assertion } from '../invariants/assertions/assertion.ts';
import { AssertionSyntaxError } from '../invariants/assertions/assertion-syntax-error.ts';
import type { Invariant } from '../invariants/invariant.ts';
import { UsageError } from './usage-error.ts';

/**
 * Reads what `--assert` says.
 *
 * @throws {@link UsageError} where it says nothing.
 */
export function parseAssertion(text: string): Invariant {
  try {
    return assertion(text);
  } catch (error) {
    if (!(error instanceof AssertionSyntaxError)) throw error;
    throw new UsageError(`--assert ${JSON.stringify(text)}: ${error.message}`);
  }
}
