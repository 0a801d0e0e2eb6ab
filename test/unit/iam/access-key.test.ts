import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessKeyIn, accessKeyOf, callerOf, withoutCaller } from '../../../local/iam/access-key.ts';

const caller = { region: 'eu-west-1', function: 'Polls-getPoll' };
const key = accessKeyOf(caller);
const header = `AWS4-HMAC-SHA256 Credential=${key}/20270115/eu-west-1/sqs/aws4_request, SignedHeaders=host, Signature=0`;

test('a function’s access key says which one it is, wherever a signature has it', () => {
  const query = new URLSearchParams({ 'X-Amz-Credential': `${key}/20270115/eu-west-1/s3/aws4_request` });
  const credential = `${key}/20270115/eu-west-1/s3/aws4_request`;
  for (const given of [{ authorization: header }, { query }, { credential }]) {
    assert.deepEqual(callerOf(accessKeyIn(given)), caller);
  }
});

test('other keys, and requests that nobody signed, are no function’s', () => {
  for (const other of ['local', 'AKIAIOSFODNN7EXAMPLE', 'function', 'function.eu-west-1.', undefined]) {
    assert.equal(callerOf(other), undefined);
  }
  assert.equal(accessKeyIn({ authorization: 'Bearer token' }), undefined);
  assert.equal(accessKeyIn({ query: new URLSearchParams() }), undefined);
});

test('embedded servers see the laptop’s key in its place', () => {
  assert.equal(withoutCaller(header), header.replace(key, 'local'));
  assert.equal(withoutCaller('Bearer token'), 'Bearer token');
});
