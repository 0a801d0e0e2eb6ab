import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '../../../tools/command.ts';
import { assumedWeek, unitsOfVotes } from '../../../tools/cost/month/demand.ts';
import { drawnMonths } from '../../../tools/cost/month/draw.ts';
import { readFigures, shippedFigures } from '../../../tools/cost/month/figures.ts';
import { forecastMonth } from '../../../tools/cost/month/forecast-file.ts';
import { observedDemand, observedOf } from '../../../tools/cost/month/observed.ts';
import { added } from '../../../tools/cost/month/sources.ts';
import { UnusableHistory } from '../../../tools/forecast/points.ts';
import { hourMs } from '../../../tools/forecast/series.ts';
import { weekOf } from '../../../tools/forecast/week.ts';

const day = (index: number) => new Date(Date.parse('2027-01-04') + index * 24 * hourMs).toISOString().slice(0, 10);
const near = (actual: number | undefined, expected: number) =>
  assert.ok(actual !== undefined && Math.abs(actual / expected - 1) < 1e-9, `${actual} for ${expected}`);

test('a month of equal days is 730 hours of them, whatever is drawn', () => {
  const { median, p90 } = drawnMonths(new Array(28).fill(24));
  near(median, 730);
  near(p90, 730);
});

test('weeks are drawn whole: with one that is ten times as busy, the ninth decile is far above the median', () => {
  const quiet = new Array(21).fill(1);
  const { median, p90 } = drawnMonths([...quiet, ...new Array(7).fill(10)]);
  assert.ok(median > 30 && p90 > 1.4 * median, `${median} ${p90}`);
  assert.deepEqual(drawnMonths([...quiet, ...new Array(7).fill(10)]), { median, p90 });
});

test('hours of a week are told from Monday on, as multiples of their mean', () => {
  const values = Array.from({ length: 336 }, (_, hour) => (hour % 168 === 20 ? 169 : 1));
  // A Wednesday: its 20th hour is the week's 68th.
  const week = weekOf({ start: Date.parse('2027-01-06'), stepMs: hourMs, values }) ?? [];
  assert.equal(week.length, 168);
  near(
    week.reduce((sum, value) => sum + value, 0),
    168,
  );
  assert.equal(week.indexOf(Math.max(...week)), 48 + 20);
  assert.equal(weekOf({ start: 0, stepMs: 24 * hourMs, values }), undefined);
  assert.equal(weekOf({ start: 0, stepMs: hourMs, values: values.map(() => 0) }), undefined);
  near(
    assumedWeek.reduce((sum, value) => sum + value, 0),
    24,
  );
});

const figures = {
  votes: { writeUnits: 1.01e6, lambdaRequests: 1e6, cloudFrontRequests: 1e6 },
  devices: { cloudFrontRequests: 1e6 },
  views: { cloudFrontRequests: 1e6 },
  functions: [],
  missRate: 0.01,
};

test('a vote brings a token and ten views, is stored for as long as it is kept, and each request passes the firewall', () => {
  const units = unitsOfVotes(2e6, figures, { regions: ['eu-central-1'], waf: true }, { keptMonths: 4 });
  near(units.cloudFrontRequests, 24e6);
  near(units.firewallRequests, 24e6);
  near(units.tableGbMonths, (2e6 * 4 * 250) / 1e9);
  near(units.writeUnits, 2.02e6);
  assert.equal(
    unitsOfVotes(1, figures, { regions: ['eu-central-1'], waf: false }, { keptMonths: 1 }).firewallRequests,
    undefined,
  );
});

test('in several regions a vote is one replicated write in each, and each counts and stores by itself', () => {
  const units = unitsOfVotes(1e6, figures, { regions: ['eu-central-1', 'eu-west-1'], waf: false }, { keptMonths: 1 });
  near(units.replicatedWriteUnits, 2e6);
  near(units.writeUnits, 0.02e6);
  near(units.tableGbMonths, 0.5);
});

test('observed use is by unit, and votes are told from the calls of functions', () => {
  const rows = Array.from(
    { length: 28 },
    (_, index) => `${day(index)},lambdaRequests,220\n${day(index)},writeUnits,100`,
  );
  const demand = observedDemand(observedOf(`time,unit,quantity\n${rows.join('\n')}\n`), 2.2);
  near(demand.units.median.writeUnits, (100 * 730) / 24);
  near(demand.votes.median, (100 * 730) / 24);
  assert.equal(demand.isWeekSeen, false);
});

test('observed use that can not be read is refused by its line', () => {
  const refused = (rows: string, message: RegExp) =>
    assert.throws(
      () => observedDemand(observedOf(`time,unit,quantity\n${rows}\n`), 2),
      (error) => error instanceof UnusableHistory && message.test(error.message),
    );
  refused(`${day(0)},votes,1`, /^Line 2: there is no unit "votes"/);
  refused(`${day(0)},writeUnits,1\nsoon,writeUnits,1`, /^Line 3: "soon"/);
  refused(`${day(0)},writeUnits,`, /^Line 2: "" is no amount/);
  refused(`${day(0)},writeUnits,1\n${day(1)},writeUnits,1`, /14 days/);
  assert.throws(() => observedDemand(new Map(), 2), UnusableHistory);
});

test('metrics of one unit add up by time', () => {
  const points = [
    { time: 1, value: 2 },
    { time: 2, value: 3 },
    { time: 1, value: 5 },
  ];
  assert.deepEqual(added(points), [
    { time: 1, value: 7 },
    { time: 2, value: 3 },
  ]);
});

test('a month of the forecast is the thirty days that end it', () => {
  const days = Array.from({ length: 60 }, (_, index) => ({
    time: `${day(index)}T00:00:00.000Z`,
    month: { median: index, p90: 2 * index },
  }));
  const json = JSON.stringify({ version: 1, stage: 'dev', days });
  const second = forecastMonth(json, 2);
  assert.deepEqual(second.votes, { median: 59, p90: 118 });
  assert.match(second.source, /ends on 2027-03-04/);
  assert.equal(second.isWeekSeen, false);
  assert.throws(() => forecastMonth(json, 3), UsageError);
  assert.throws(() => forecastMonth('{"version":2}', 1), UsageError);
});

test('the figures that are shipped can be read, and a vote costs one request and one write', () => {
  const { votes, functions } = readFigures(shippedFigures);
  near(votes.httpApiRequests, 1e6);
  assert.ok((votes.writeUnits ?? 0) >= 1e6 && (votes.writeUnits ?? 0) < 1.05e6);
  const submit = functions.find(({ name }) => name === 'submitResponse') ?? assert.fail();
  assert.ok(submit.cpuMs > 0 && submit.cpuMs <= submit.ms);
});
