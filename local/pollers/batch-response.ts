import { z } from 'zod';

const schema = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish(), state: z.unknown() })
  .partial()
  .nullish();

/** What a function says of a batch: which items failed, and the state of its window. */
export interface BatchResponse {
  readonly failures: readonly string[];
  /** Undefined: it gave none. */
  readonly state: unknown;
}

/**
 * Reads a function's answer as Lambda does when the event source reports batch item failures.
 * @throws Error for an answer of another form, which Lambda takes for a failure of the whole batch
 */
export function readBatchResponse(answer: unknown): BatchResponse {
  const response = schema.parse(answer);
  return {
    failures: (response?.batchItemFailures ?? []).map((failure) => failure.itemIdentifier),
    state: response?.state ?? undefined,
  };
}
