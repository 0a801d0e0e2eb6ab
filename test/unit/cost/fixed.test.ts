import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixedCosts } from '../../../tools/cost/fixed.ts';
import { formatEstimate, monthly } from '../../../tools/cost/monthly.ts';

const of = (Type: string, Properties: Record<string, unknown> = {}) => ({ Type, Properties });
const metric = { MetricStat: {} };
const resources = [
  of('AWS::CloudWatch::Alarm', { MetricName: 'Errors' }),
  of('AWS::CloudWatch::Alarm', { Metrics: [metric, metric, { Expression: 'a / b' }] }),
  of('AWS::CloudWatch::Alarm', { Metrics: [metric, { Expression: 'ANOMALY_DETECTION_BAND(m1, 2)' }] }),
  of('AWS::SecretsManager::Secret', { ReplicaRegions: [{ Region: 'eu-west-1' }] }),
  of('AWS::WAFv2::WebACL', { Rules: [1, 2, 3] }),
  of('AWS::Lambda::EventSourceMapping', { StartingPosition: 'TRIM_HORIZON' }),
  of('AWS::Lambda::EventSourceMapping'),
  of('AWS::SQS::Queue'),
];

test('what costs by being there is counted from the templates', () => {
  const counts = Object.fromEntries(fixedCosts(resources).map(({ what, count }) => [what, count]));
  assert.deepEqual(counts, {
    'alarms, by metric': 6,
    'secrets and their replicas': 2,
    'web ACLs': 1,
    'rules of web ACLs': 3,
    'empty receives of queue pollers, by queue': 1,
  });
});

test('five pollers that wait 20 seconds each receive 657,000 times a month', () => {
  const receives = fixedCosts([of('AWS::Lambda::EventSourceMapping')])[0]?.usdEach ?? 0;
  assert.equal(receives.toFixed(4), ((657_000 * 0.4) / 1e6).toFixed(4));
});

test('a month at one vote a second is 2.628 million votes, as many new devices, and ten times as many views', () => {
  const alarms = { what: 'alarms', count: 10, usdEach: 0.1, source: '', standing: 'quoted' as const };
  const parts = monthly(1, { votes: 3, devices: 2, views: 1 }, [alarms]);
  const expected = { fixed: 1, votes: 2.628 * 3, devices: 2.628 * 2, views: 26.28, total: 1 + 2.628 * 5 + 26.28 };
  for (const [part, usd] of Object.entries(expected)) {
    assert.equal(parts[part as keyof typeof parts].toFixed(6), usd.toFixed(6), part);
  }
});

test('the estimate has a line for an idle stage and one for each rate', () => {
  const lines = formatEstimate([1, 100], { votes: 3, devices: 2, views: 1 }, fixedCosts(resources));
  for (const start of [/^\s+idle\s+9\.66/, /^\s+1\s/, /^\s+100\s/])
    assert.ok(
      lines.some((line) => start.test(line)),
      String(start),
    );
});
