import fc from 'fast-check';
import type { StoredAnswer } from '../../contracts/response.ts';
import { type CountedResponse, countersOf } from '../../domain/tallies/counters.ts';

const id = fc.constantFrom('a', 'b', 'c');
const ids = fc.uniqueArray(id, { minLength: 1 });
const answer: fc.Arbitrary<StoredAnswer> = fc.oneof(
  id.map((s) => ({ s })),
  ids.map((m) => ({ m })),
  fc.integer({ min: 0, max: 10 }).map((r) => ({ r })),
  ids.map((k) => ({ k })),
  fc.dictionary(id, id).map((x) => ({ x })),
  fc.constant({ t: 'words' }),
);

/** Any response with answers of all kinds. */
export const anyResponse: fc.Arbitrary<CountedResponse> = fc
  .record({
    answers: fc.dictionary(fc.constantFrom('p', 'q'), answer),
    skipped: fc.subarray(['r', 's']),
    // Every fifth is left out of the results.
    exclusion: fc.constantFrom(undefined, undefined, undefined, undefined, 'a-x1Yz'),
  })
  .map(({ exclusion, ...response }) => ({
    ...response,
    ...(exclusion === undefined ? {} : { excludedBy: exclusion }),
  }));

/** What a tally of these responses must be. */
export function countersOfAll(responses: Iterable<CountedResponse>): Map<string, number> {
  const counters = new Map<string, number>();
  for (const response of responses) {
    for (const counter of countersOf(response)) counters.set(counter, (counters.get(counter) ?? 0) + 1);
  }
  return counters;
}

/** Counters in a form to compare: a counter that is 0 is as good as none. */
export const nonZero = (counters: ReadonlyMap<string, number>) =>
  Object.fromEntries([...counters].filter(([, count]) => count !== 0).sort());
