import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiEvent } from '../../../functions/middleware/api.ts';
import { pathParameter } from '../../../functions/middleware/request.ts';
import { problemOf } from '../../support/problems.ts';

const read = (pollId: string) => pathParameter({ pathParameters: { pollId } } as unknown as ApiEvent, 'pollId');

for (const [what, id] of [
  ['a part of a DynamoDB key', '01JHKZ5Y2N8Q4V6X7W9B3C5D1E#0'],
  ['a key of S3', '../../exports/other/file.csv'],
  ['a key of S3 of one’s own choice', 'a/b'],
  ['an expression', ':id OR attribute_exists(pk)'],
  ['a file of a cache', 'results.css'],
  ['a parameter of a path', 'a;b'],
  ['a line of a log', 'a\n{"level":"ERROR"}'],
  ['a header', 'a\r\nset-cookie: a=b'],
  ['NUL', 'a\u0000'],
  ['half a surrogate pair', '\ud800'],
  ['letters that look like others', 'а'],
  ['nothing', ''],
  ['more than any key holds', 'x'.repeat(3_000)],
] as const) {
  test(`${what} is no id`, () => {
    problemOf('not-found', () => read(id));
  });
}

test('ids of ours are', () => {
  for (const id of ['01JHKZ5Y2N8Q4V6X7W9B3C5D1E', 'token', '0mabc1234-0123456789abcdef', 'A-_9'.repeat(11)]) {
    assert.equal(read(id), id);
  }
});
