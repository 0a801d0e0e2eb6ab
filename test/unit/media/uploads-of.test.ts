import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uploadsOf } from '../../../functions/media/uploads-of.ts';

const told = (...keys: readonly string[]) =>
  uploadsOf(JSON.stringify({ Records: keys.map((key) => ({ s3: { object: { key } } })) }));

test('reads the upload from an object’s key, as S3 writes it in events', () => {
  assert.deepEqual(told('uploads/acme/01J', 'uploads/a%2520b%252Fc/01K'), [
    { workspaceId: 'acme', id: '01J' },
    { workspaceId: 'a b/c', id: '01K' },
  ]);
});

test('passes over keys that are no upload’s, and what S3 sends to try the queue', () => {
  assert.deepEqual(told('other/acme/01J', 'uploads/acme', 'uploads/acme/01J/more'), []);
  assert.deepEqual(uploadsOf('{"Service":"Amazon S3","Event":"s3:TestEvent"}'), []);
});

test('does not read what is no notification of S3', () => {
  assert.throws(() => uploadsOf('{"Records":[{"s3":{}}]}'));
  assert.throws(() => uploadsOf('nonsense'));
});
