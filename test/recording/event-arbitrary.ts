import fc from 'fast-check';
import type { z } from 'zod';
import type { KernelEvent } from '../../src/model/events.ts';
import { eventSchema } from '../../src/recording/event-schema.ts';

/** Any event the schema allows, however absurd: made from the schema itself, so none is left out. */
export function arbitraryEvent(): fc.Arbitrary<KernelEvent> {
  return fc.oneof(
    ...eventSchema.options.map((option) => arbitraryOf(option) as fc.Arbitrary<KernelEvent>),
  );
}

function arbitraryOf(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  const def = (schema as z.core.$ZodTypes)._zod.def; // The public union of all schema types.
  switch (def.type) {
    case 'object': {
      const shape = Object.entries(def.shape);
      const optional = shape.filter(([, field]) => field._zod.optin === 'optional');
      return fc.record(Object.fromEntries(shape.map(([key, field]) => [key, arbitraryOf(field)])), {
        requiredKeys: shape.filter((field) => !optional.includes(field)).map(([key]) => key),
      });
    }
    case 'string':
      return fc.string({ unit: fc.constantFrom(...'a"\\\n\u0000\u0085é\u2028😀\uDCFF') });
    case 'number':
      return fc.oneof(fc.nat(), fc.maxSafeNat());
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries));
    case 'literal':
      return fc.constantFrom(...def.values);
    case 'array':
      return fc.array(arbitraryOf(def.element));
    case 'union':
      return fc.oneof(...def.options.map(arbitraryOf));
    case 'nullable':
      return fc.option(arbitraryOf(def.innerType));
    case 'optional':
    case 'readonly':
      return arbitraryOf(def.innerType);
    default:
      throw new Error(`no arbitrary for a schema of type ${def.type}`);
  }
}
