import type * as z from 'zod/mini';

/**
 * A type without `readonly`, which a schema's output doesn't have; what is optional stands in a list of its own, as a
 * type that lacks it would otherwise pass for one that has it.
 */
type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? {
        -readonly [Key in keyof T]-?: Record<never, never> extends Pick<T, Key>
          ? [Plain<Exclude<T[Key], undefined>>]
          : Plain<T[Key]>;
      }
    : T;

type Same<One, Other> = [Plain<One>] extends [Plain<Other>]
  ? [Plain<Other>] extends [Plain<One>]
    ? unknown
    : never
  : never;

/** Takes a schema only if it describes exactly the type that handlers answer with; any other fails the type check. */
export function describes<Answer>() {
  return <Schema extends z.core.$ZodType>(schema: Schema & Same<z.output<Schema>, Answer>): Schema => schema;
}
