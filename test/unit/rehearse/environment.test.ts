import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rehearsalEnvironment } from '../../../tools/rehearse/environment.ts';

const mine = {
  HOME: '/home/me',
  AWS_PROFILE: 'production',
  AWS_ENDPOINT_URL_SQS: 'https://sqs.example.com',
  CDK_OUTDIR: 'x',
};
const environment = (endpoint: string) => rehearsalEnvironment(mine, endpoint, 'file:///preload.ts', 'eu-central-1');

test('a rehearsal takes nothing of the caller that leads to AWS', () => {
  const given = environment('http://127.0.0.1:5000');
  assert.equal(given.HOME, '/home/me');
  for (const name of ['AWS_PROFILE', 'AWS_ENDPOINT_URL_SQS', 'CDK_OUTDIR']) assert.equal(given[name], undefined, name);
});

test('every address that a rehearsal gives is on this machine', () => {
  const urls = Object.entries(environment('http://127.0.0.1:5000')).filter(([name]) => name.startsWith('AWS_ENDPOINT'));
  assert.ok(urls.length >= 2);
  for (const [name, url] of urls) assert.match(String(url), /^http:\/\/(s3\.)?localhost:5000$/, name);
});

test('a rehearsal against any other machine is refused', () => {
  for (const endpoint of [
    'https://cloudformation.eu-central-1.amazonaws.com',
    'http://127.0.0.1.example.com:5000',
    'http://10.0.0.1:5000',
  ]) {
    assert.throws(() => environment(endpoint), /only runs against this machine/);
  }
});
