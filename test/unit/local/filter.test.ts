import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWanted } from '../../../local/pollers/filter.ts';
import { throwsExplained } from './explained.ts';

const record = { eventName: 'INSERT', dynamodb: { Keys: { pk: { S: 'POLL#1' }, sk: { S: 'POLL' } } } };
const filter = (pattern: unknown) => ({ Pattern: JSON.stringify(pattern) });

test('without filters every record is wanted', () => {
  assert.ok(isWanted(record));
  assert.ok(isWanted(record, []));
});

test('a record is wanted that equals one of the values of every field of one filter', () => {
  const polls = filter({ dynamodb: { Keys: { sk: { S: ['POLL', 'OTHER'] } } } });
  const removed = filter({ eventName: ['REMOVE'], dynamodb: { Keys: { sk: { S: ['POLL'] } } } });
  assert.ok(isWanted(record, [polls]));
  assert.ok(!isWanted(record, [removed]));
  assert.ok(isWanted(record, [removed, polls]));
  assert.ok(!isWanted({ ...record, dynamodb: {} }, [polls]));
});

test('a pattern that the laptop can not judge is named', () => {
  throwsExplained(() => isWanted(record, [filter({ eventName: [{ prefix: 'I' }] })]), 'prefix');
});
