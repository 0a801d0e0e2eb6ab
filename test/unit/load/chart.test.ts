import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartOf } from '../../../tools/load/chart.ts';
import { documentOf } from '../../../tools/load/document.ts';

test('a line is broken where there is no value, and names can’t be taken for markup', () => {
  const values = [1, 2, Number.NaN, 4];
  const chart = chartOf('Votes <b>', 'a second', [{ name: 'a&b', colour: 'blue', values }]);
  const [, path = ''] = /<path class="line blue" d="([^"]*)"/.exec(chart) ?? [];
  assert.equal(path.match(/M/g)?.length, 2);
  assert.equal(path.match(/L/g)?.length, 1);
  assert.doesNotMatch(chart, /Votes <b>|a&b/);
});

test('a page loads nothing and runs nothing', () => {
  const page = documentOf('Load test', '<p>well</p>');
  assert.match(page, /default-src 'none'/);
  assert.doesNotMatch(page, /<script|<link|src=|https?:/);
});
