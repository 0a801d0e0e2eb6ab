import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leaksOf } from '../../../tools/markers/scan.ts';

const text = 'ada+märker-7f3k@example.com';
const markers = [{ kind: 'address', text }];
const foundIn = (log: string) => leaksOf([{ name: 'log', text: `{"level":"INFO"}\n${log}\n` }], markers);

test('a marker is found in every form, wherever in a longer text it stands', () => {
  for (const before of ['', 'a', 'ab', 'abc']) {
    const around = Buffer.from(`${before}${text}${before}z`);
    for (const encoded of [around.toString(), around.toString('base64'), around.toString('base64url')]) {
      assert.equal(foundIn(`{"message":"x${encoded}"}`)[0]?.where, 'log:2', encoded);
    }
    assert.equal(foundIn(around.toString('hex')).length, 1);
    assert.equal(foundIn(around.toString('hex').toUpperCase()).length, 1);
  }
  assert.equal(foundIn(`GET /?email=${encodeURIComponent(text)}`)[0]?.form, 'percent-encoded');
  assert.equal(foundIn(JSON.stringify({ email: text }))[0]?.form, 'as it is');
});

test('what is no marker is none, and a line is told once', () => {
  assert.deepEqual(foundIn(text.slice(1)), []);
  assert.deepEqual(foundIn(text.toUpperCase()), []);
  assert.equal(foundIn(`${text} ${text} ${Buffer.from(text).toString('hex')}`).length, 1);
});
