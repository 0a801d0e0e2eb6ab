import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PollResults } from '../../../contracts/results.ts';
import { compare } from '../../../tools/load/counted.ts';
import { figuresOf, seenAfterMs } from '../../../tools/load/figures.ts';
import { thresholdsOf } from '../../../tools/load/verdict.ts';
import { request, unheard, voter } from './story.ts';

function results(counts: Readonly<Record<string, number>>): PollResults {
  const responses = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const choice = { kind: 'single', counts, respondents: responses, skips: 0 } as const;
  return { pollId: 'p', state: 'closed', responses, questions: { choice } };
}

test('a refusal that says when to come back keeps the promise; one that doesn’t, an error and silence break it', () => {
  const requests = [
    request({ at: 0 }),
    request({ at: 0, status: 404 }),
    request({ at: 0, status: 429, retryAfter: true }),
    request({ at: 1, status: 429 }),
    request({ at: 1, status: 503 }),
    request({ at: 2, status: 0 }),
  ];
  const { availability, failed, putOff, seconds } = figuresOf({ requests, voters: [], sightings: [] });
  assert.deepEqual({ availability, failed, putOff }, { availability: 0.5, failed: 3, putOff: 1 });
  assert.deepEqual(
    seconds.map((second) => second.failed),
    [0, 2, 1],
  );
});

test('what a voter waits for counts from the click that was meant, whatever came in between', () => {
  const { accepting, confirming } = figuresOf({
    requests: [],
    voters: [voter({ dueAt: 10, acceptedAt: 13, confirmedAt: 14 })],
    sightings: [],
  });
  assert.deepEqual([accepting.p50, confirming.p50], [3_000, 4_000]);
});

test('the n-th accepted vote is seen once n are shown, by each viewer', () => {
  const voters = [voter({ dueAt: 2, acceptedAt: 2.5 }), voter({ dueAt: 1, acceptedAt: 1.5 }), unheard({ dueAt: 3 })];
  const seen = [
    { at: 1, responses: 0 },
    { at: 2, responses: 1 },
    { at: 4, responses: 2 },
  ];
  assert.deepEqual(seenAfterMs(voters, seen), [500, 1_500]);
  assert.deepEqual(seenAfterMs(voters, seen.slice(0, 2)), [500], 'the other was never seen');
  assert.deepEqual(seenAfterMs(voters, [{ at: 1, responses: 2 }]), [0, 0], 'before its voter had heard of it');
});

test('a vote that is missing and one too many elsewhere don’t make up for each other', () => {
  const voters = [voter({ dueAt: 1 }), voter({ dueAt: 2 }), voter({ dueAt: 3, option: 'south' })];
  assert.deepEqual(compare(voters, results({ north: 2, south: 1 })), { accepted: 3, counted: 3, lost: 0, surplus: 0 });
  assert.deepEqual(compare(voters, results({ north: 1, south: 2 })), { accepted: 3, counted: 3, lost: 1, surplus: 1 });
  assert.equal(compare(voters, results({ north: 2, south: 1, west: 1 })).surplus, 1);
});

test('a vote of which nothing was heard may count or not; a refused one may not', () => {
  const voters = [voter({ dueAt: 1 }), unheard({ dueAt: 2 })];
  for (const north of [1, 2]) {
    const { lost, surplus } = compare(voters, results({ north }));
    assert.deepEqual([lost, surplus], [0, 0]);
  }
  assert.equal(compare(voters, results({ north: 3 })).surplus, 1);
  const refused = [voter({ dueAt: 1 }), unheard({ dueAt: 2, outcome: 'refused' })];
  assert.equal(compare(refused, results({ north: 2 })).surplus, 1);
});

test('each promise can be broken by itself', () => {
  const well = figuresOf({
    requests: [request({ at: 0 })],
    voters: [voter({ dueAt: 1 })],
    sightings: [[{ at: 3, responses: 1 }]],
  });
  const counted = { accepted: 1, counted: 1, lost: 0, surplus: 0 };
  const broken = (...given: Parameters<typeof thresholdsOf>) =>
    thresholdsOf(...given).flatMap(({ holds }, index) => (holds ? [] : [index]));
  assert.deepEqual(broken(well, counted), []);
  assert.deepEqual(broken({ ...well, availability: 0.998 }, counted), [0]);
  assert.deepEqual(broken({ ...well, accepting: { ...well.accepting, p95: 1_001 } }, counted), [1]);
  assert.deepEqual(broken({ ...well, seeing: { ...well.seeing, p99: Number.NaN } }, counted), [2], 'never seen');
  assert.deepEqual(broken(well, { ...counted, lost: 1 }), [3]);
  assert.deepEqual(broken(well, { ...counted, surplus: 1 }), [3]);
  assert.deepEqual(broken({ ...well, unknown: 1 }, counted), [4]);
});
