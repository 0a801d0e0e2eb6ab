import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { budgetLine } from '../../../tools/cost/month/budget.ts';
import { assumedWeek, unitsOfVotes } from '../../../tools/cost/month/demand.ts';
import type { Figures } from '../../../tools/cost/month/figures.ts';
import { monthReport } from '../../../tools/cost/month/report.ts';
import { testStage } from '../../support/configuration.ts';

const page = readFileSync(new URL('../../../docs/operations/cost.md', import.meta.url), 'utf8');
const start = page.indexOf('## A month worked out by hand');
const example = page.slice(start, page.indexOf('\n## ', start + 1));

/** The example's figures; one function of them has times. */
const figures: Figures = {
  votes: {
    httpApiRequests: 1e6,
    lambdaRequests: 1.02e6,
    lambdaGbSeconds: 4_000,
    queueRequests: 1.2e6,
    writeUnits: 1e6,
    cloudFrontRequests: 1e6,
  },
  devices: { httpApiRequests: 1e6, lambdaRequests: 1e6, lambdaGbSeconds: 500, cloudFrontRequests: 1e6 },
  views: { httpApiRequests: 10_000, lambdaRequests: 10_000, cloudFrontRequests: 1e6 },
  functions: [{ name: 'submitResponse', load: 'votes', perMillion: 1e6, memoryMb: 512, ms: 6, cpuMs: 1, initMs: 250 }],
  missRate: 0.01,
};
const stage = testStage('dev');
const votes = { median: 10e6, p90: 12e6 };
const units = (count: number) => unitsOfVotes(count, figures, stage, { keptMonths: 3 });
const report = monthReport({
  stage,
  region: 'us-east-1',
  demand: {
    source: 'By hand.',
    votes,
    units: { median: units(votes.median), p90: units(votes.p90) },
    week: assumedWeek,
    isWeekSeen: false,
  },
  fixed: [{ what: 'idle', count: 1, usdEach: 13.29, source: '', standing: 'unconfirmed' }],
  figures,
  seen: new Map(),
  assumed: { surge: 2, farShare: 0, coldShare: 0.01, slower: 1.5 },
});

/** Rows whose last two cells end with what was worked out, after a `=` where there is one. */
const rows = [...example.matchAll(/^\| ([^|]+?) +\| ([^|]*) \| ([^|]*) \|$/gm)]
  .map(([, name = '', ...cells]) => ({
    name,
    byHand: cells.map((cell) =>
      Number(
        cell
          .slice(cell.lastIndexOf('=') + 1)
          .replace('−', '-')
          .replaceAll(',', ''),
      ),
    ),
  }))
  .filter(({ byHand }) => byHand.every((amount) => !Number.isNaN(amount)));

const amounts = new Map([
  ...report.services.map(({ service, amount }) => [service, amount] as const),
  ['together', report.total] as const,
  ...[...report.worth, ...report.not].map(({ id, saved }) => [id, saved] as const),
]);

test('the page has the bill and the savings that are worked out', () => {
  assert.deepEqual(
    rows.map(({ name }) => name),
    [
      ...['API Gateway', 'Lambda', 'SQS', 'DynamoDB', 'CloudFront', 'together'],
      ...['provisioned', 'reserved-1', 'database-plan', 'infrequent-access', 'memory', 'compute-plan', 'warm'],
      ...['edge-plan', 'edge-bundle', 'region-eu-central-1'],
    ],
  );
});

for (const { name, byHand } of rows) {
  test(`${name} comes to what was worked out by hand`, () => {
    const { median, p90 } = amounts.get(name) ?? assert.fail(`There is no ${name}`);
    assert.deepEqual(
      [median.toFixed(2), p90.toFixed(2)],
      byHand.map((amount) => amount.toFixed(2)),
    );
  });
}

test('the budget is a fifth above the ninth decile, in two digits', () => {
  assert.equal(budgetLine(report.total.p90), 'monthlyBudget: 250,');
  assert.ok(example.includes('`monthlyBudget: 250,`'));
});
