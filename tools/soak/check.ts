import type { PollResults } from '../../contracts/results.ts';
import { pollOf } from '../../stores/response-item.ts';
import { allowed, type Counts, count, countsOf, differences, type Heard } from './model.ts';
import type { Answers, Plan } from './plan.ts';
import type { Stored } from './system.ts';

/** Everything that was found wrong, in words, each with what is needed to understand it. */
export interface Difference {
  readonly what: string;
  readonly pollId: string;
  /** `pk sk` of the response, where it is about one. */
  readonly place?: string;
  /** What was found less what was expected, where it is about counts. */
  readonly delta?: Counts;
  readonly details?: unknown;
}

/** A voter by what the table knows them by. */
export interface KnownVoter {
  readonly planned: Plan['voters'][number];
  readonly heard: Heard;
  /** `pk sk` of the voter's response. */
  readonly place: string;
}

/** What is stored against what was accepted: each voter's response must be one that the promises allow. */
export function checkStored(
  plan: Plan,
  voters: readonly KnownVoter[],
  stored: ReadonlyMap<string, Stored>,
): Difference[] {
  const found: Difference[] = [];
  const places = new Set<string>();
  for (const { planned, heard, place } of voters) {
    places.add(place);
    const poll = plan.polls[planned.poll];
    if (!poll) continue;
    const { indexes, none } = allowed(poll, heard);
    const index = stored.get(place)?.index;
    const isFine = index === undefined ? none : indexes.includes(index);
    if (isFine) continue;
    const history = { ...heard, regions: [...heard.regions], answers: planned.answers, planned: planned.regions };
    const what = `${place}: stored ${index}, allowed ${indexes}${none ? ' or none' : ''}`;
    found.push({ what, ...at(place), details: history });
  }
  for (const [place, response] of stored) {
    if (places.has(place)) continue;
    found.push({ what: `${place}: stored, though nobody sent it`, ...at(place), details: response });
  }
  return found;
}

/** The responses of two regions must be the same in the end. */
export function checkSame(
  home: ReadonlyMap<string, Stored>,
  other: ReadonlyMap<string, Stored>,
  name: string,
): Difference[] {
  const places = new Set([...home.keys(), ...other.keys()]);
  return [...places].flatMap((place) => {
    const [here, there] = [home.get(place)?.index, other.get(place)?.index];
    return here === there ? [] : [{ what: `${place}: ${here} at home, ${there} in ${name}`, ...at(place) }];
  });
}

/** The counts of each poll by what is stored. */
export function expectedCounts(
  plan: Plan,
  voters: readonly KnownVoter[],
  stored: ReadonlyMap<string, Stored>,
): Counts[] {
  const answers = plan.polls.map((): Answers[] => []);
  for (const { planned, place } of voters) {
    const own = planned.answers[stored.get(place)?.index ?? -1];
    if (own) answers[planned.poll]?.push(own);
  }
  return answers.map(count);
}

/** A region's results of a poll against the counts that they should be. */
export function checkResults(expected: Counts, results: PollResults, region: string): Difference[] {
  const found = countsOf(results);
  const names = differences(expected, found);
  if (names.length === 0) return [];
  const details = Object.fromEntries(
    names.map((name) => [name, { expected: expected[name] ?? 0, found: found[name] ?? 0 }]),
  );
  const delta = Object.fromEntries(names.map((name) => [name, (found[name] ?? 0) - (expected[name] ?? 0)]));
  const { pollId } = results;
  return [{ what: `${pollId} in ${region}: ${names.length} counts differ`, pollId, delta, details }];
}

/** The place of a response, and the poll that it belongs to. */
function at(place: string): { pollId: string; place: string } {
  const [pk = ''] = place.split(' ');
  return { pollId: pollOf(pk), place };
}
