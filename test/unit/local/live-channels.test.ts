import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listeningPaths, readChannel } from '../../../local/live/channels.ts';

test('a channel has one to five segments of letters, digits and hyphens', () => {
  assert.deepEqual(readChannel('/results/a-1', false), { path: '/results/a-1', namespace: 'results' });
  assert.deepEqual(readChannel('results/a/', false), { path: '/results/a', namespace: 'results' });
  for (const wrong of ['', '/', '/a/b/c/d/e/f', '/a_b', '/a//b', `/${'a'.repeat(51)}`, '/-a', 7, undefined]) {
    assert.equal(readChannel(wrong, true), undefined, String(wrong));
  }
});

test('a wildcard stands at the end, and for listening only', () => {
  assert.equal(readChannel('/results/*', true)?.path, '/results/*');
  for (const wrong of ['/*', '*', '/results/*/a', '/results/a*'])
    assert.equal(readChannel(wrong, true), undefined, wrong);
  assert.equal(readChannel('/results/*', false), undefined);
});

test('an event goes to its channel and to the wildcards above it', () => {
  assert.deepEqual(listeningPaths('/results/a/b'), ['/results/a/b', '/results/*', '/results/a/*']);
});
