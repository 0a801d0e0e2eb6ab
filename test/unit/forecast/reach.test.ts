import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { idle, millions } from '../../../tools/forecast/cost-of-votes.ts';
import { eventOf } from '../../../tools/forecast/events.ts';
import { limitsOf } from '../../../tools/forecast/limits.ts';
import { type Day, reachOf, secondOf } from '../../../tools/forecast/reach.ts';
import { dayMs } from '../../../tools/forecast/series.ts';
import { testStage } from '../../support/configuration.ts';

const docs = new URL('../../../docs/operations/', import.meta.url);
const page = readFileSync(new URL('forecast.md', docs), 'utf8');
const example = page.slice(page.indexOf('## A worked example'));

/** The worked example: 400 votes in the busiest second, 600,000 in a month, a fifth more at the ninth decile. */
const days: Day[] = Array.from({ length: 400 }, (_, day) => {
  const grown = 1.01 ** day;
  return {
    time: Date.parse('2027-01-01') + day * dayMs,
    second: { median: 400 * grown, p90: 480 * grown },
    month: { median: 600_000 * grown, p90: 720_000 * grown },
  };
});
const final = eventOf('2027-03-01T20:00Z,audience=100000,"Final"');
const limits = limitsOf(testStage('dev'));
const reaches = limits.map((limit) => reachOf(limit, days, [final]));
const date = (time: number | undefined) => (time === undefined ? undefined : new Date(time).toISOString().slice(0, 10));

const rows = [...example.matchAll(/^\| ([a-z-]+) +\| (.*) \|$/gm)]
  .map(([, id = '', cells = '']) => ({ id, cells: cells.split('|').map((cell) => cell.trim()) }))
  .filter(({ cells }) => /^\d{4}-/.test(cells[2] ?? ''));

test('the worked example has rows', () => {
  assert.equal(rows.length, 7);
});

for (const { id, cells } of rows) {
  const [carries = '', , median, , ninthDecile] = cells;
  test(`${id} is reached on the days that were worked out by hand`, () => {
    const reach = reaches.find(({ limit }) => limit.id === id) ?? assert.fail(`There is no ${id}`);
    const byHand = Number(carries.slice(carries.lastIndexOf('=') + 1).replaceAll(',', ''));
    assert.ok(Math.abs(reach.votes / byHand - 1) < 1e-4, `${reach.votes} for ${byHand}`);
    assert.deepEqual([date(reach.median), date(reach.ninthDecile)], [median, ninthDecile]);
  });
}

test("the example's final passes what the page says", () => {
  assert.equal(Math.round(secondOf(final, days)), 10_719);
  assert.ok(example.includes('10,719'));
  const passed = reaches.filter(({ events }) => events.length > 0).map(({ limit }) => limit.id);
  const named = rows.map(({ id }) => id).filter((id) => passed.includes(id));
  assert.deepEqual(named, ['vote-throttle', 'api-requests', 'lambda-concurrency', 'workers', 'live-connections']);
});

test('what is not reached within the days has no day', () => {
  const { median, ninthDecile } = reachOf(limits[0] ?? assert.fail(), days.slice(0, 10), []);
  assert.deepEqual([median, ninthDecile], [undefined, undefined]);
});

test('every limit of every stage has a number, a source and something to do', () => {
  for (const stage of ['dev', 'preview-a', 'staging', 'production']) {
    const all = limitsOf(testStage(stage));
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
    for (const { id, quota, perVote, source, action, because } of all) {
      assert.ok(quota > 0 && perVote > 0, `${stage} ${id}: ${quota}, ${perVote}`);
      assert.ok(source.length > 5 && because.length > 5 && action.endsWith('.') && action.length > 20, id);
      for (const [path] of source.matchAll(/\b(docs|domain|tools)\/[\w/.-]+/g)) {
        assert.ok(readFileSync(new URL(`../../../${path}`, import.meta.url)).length > 0);
      }
    }
  }
});

test('a second region takes a second write of each vote', () => {
  const perVote = (stage: string) => limitsOf(testStage(stage)).find(({ id }) => id === 'table-writes')?.perVote;
  assert.deepEqual([perVote('dev'), perVote('production')], [1, 2]);
});

test('what a million votes cost stands on the page about costs, and the quotas on theirs', () => {
  const cost = readFileSync(new URL('cost.md', docs), 'utf8');
  for (const usd of [...Object.values(millions), ...Object.values(idle)])
    assert.ok(cost.includes(usd.toFixed(2)), `${usd}`);
  const quotas = readFileSync(new URL('quotas.md', docs), 'utf8');
  for (const id of ['resting-table', 'table-writes', 'cloudfront-requests']) {
    const { quota } = limits.find((limit) => limit.id === id) ?? assert.fail(id);
    assert.ok(quotas.includes(quota.toLocaleString('en')), id);
  }
});
