import assert from 'node:assert/strict';
import { test } from 'node:test';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { changesByPoll } from '../../../functions/results/stream-changes.ts';

const first = { i: 'first', t: 1_000, a: { q: { s: 'tea' } } };
const second = { i: 'second', t: 2_000, a: { q: { s: 'coffee' } } };

/** When the response was accepted that a record with these images brings. */
function acceptedAt(before: object | undefined, after: object | undefined): number | undefined {
  const dynamodb = {
    SequenceNumber: '1',
    Keys: marshall({ pk: 'poll#0', sk: 'voter' }),
    ...(before ? { OldImage: marshall(before) } : {}),
    ...(after ? { NewImage: marshall(after) } : {}),
  };
  return changesByPoll([{ dynamodb } as DynamoDBRecord]).get('poll')?.[0]?.acceptedAt;
}

test('a new response and one that replaces another tell when they were accepted', () => {
  assert.equal(acceptedAt(undefined, first), 1_000);
  assert.equal(acceptedAt(first, second), 2_000);
});

test('a change that brings no response has no age: an erasure, a time to live, a probe', () => {
  assert.equal(acceptedAt(first, undefined), undefined);
  assert.equal(acceptedAt(first, { ...first, expiresAt: 9 }), undefined);
  assert.equal(acceptedAt(undefined, { expiresAt: 9 }), undefined);
});
