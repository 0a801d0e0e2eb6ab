import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pointsOf } from '../../../tools/forecast/csv.ts';
import { eventOf } from '../../../tools/forecast/events.ts';
import { regular, UnusableHistory } from '../../../tools/forecast/points.ts';
import { dailyPeaks, dailyTotals, dayMs, hourMs, seasonsOf } from '../../../tools/forecast/series.ts';

const start = Date.parse('2027-01-01');
const points = (count: number, stepMs: number) =>
  Array.from({ length: count }, (_, index) => ({ time: start + index * stepMs, value: index % 7 }));
const refused = (what: () => unknown, message: RegExp) =>
  assert.throws(what, (error) => error instanceof UnusableHistory && message.test(error.message));

test('times of a CSV are dates, or times with a zone or in UTC', () => {
  const times = [
    '2027-01-01',
    '2027-01-01T01:00',
    '2027-01-01 02:00:00',
    '2027-01-01T03:00Z',
    '2027-01-01T06:00+02:00',
  ];
  const read = pointsOf(`time,value\n${times.map((time) => `${time},5`).join('\n')}\n`);
  assert.deepEqual(
    read.map(({ time }) => (time - start) / hourMs),
    [0, 1, 2, 3, 4],
  );
});

test('a CSV with anything else is refused by its line', () => {
  refused(() => pointsOf('time,value\n2027-01-01,1\nyesterday,1\n'), /^Line 3: "yesterday"/);
  refused(() => pointsOf('time,value\n2027-01-01,many\n'), /^Line 2: "many"/);
  refused(() => pointsOf('time,value\n2027-01-01,\n'), /^Line 2/);
  refused(() => pointsOf('time,value\n2027-13-01,1\n'), /^Line 2/);
});

test('what is missing comes from the week before, or from a later one', () => {
  const { series, filled } = regular(points(28, dayMs).filter((_, day) => day !== 3 && day !== 20));
  assert.equal(filled, 2);
  assert.deepEqual(
    series.values,
    points(28, dayMs).map(({ value }) => value),
  );
});

test('hours in any order are hours', () => {
  const { series } = regular(points(14 * 24, hourMs).toReversed());
  assert.deepEqual([series.stepMs, series.start, series.values.length], [hourMs, start, 14 * 24]);
  assert.deepEqual(seasonsOf(series), [24, 168]);
});

test('a history that says too little is refused', () => {
  refused(() => regular(points(13, dayMs)), /14 days/);
  refused(() => regular(points(30, 7 * dayMs)), /an hour or a day apart/);
  refused(() => regular([...points(20, dayMs), { time: start, value: 1 }]), /twice/);
  refused(() => regular(points(20, dayMs).map((point) => ({ ...point, value: -1 }))), /below zero/);
  refused(() => regular(points(30, dayMs).filter((_, day) => day % 7 > 0 || day < 4)), /are missing/);
  refused(() => regular([...points(20, dayMs), { time: start + 20.5 * dayMs, value: 1 }]), /out of step/);
});

test('days are made of whole days of hours only', () => {
  const values = Array.from({ length: 60 }, (_, hour) => hour);
  const hours = { start: start + 20 * hourMs, stepMs: hourMs, values };
  assert.deepEqual(dailyPeaks(hours), { start: start + dayMs, stepMs: dayMs, values: [27, 51] });
  assert.deepEqual(dailyTotals(hours).values, [15.5 * 24, 39.5 * 24]);
});

test('a planned event has a time, an audience, and a name if it wants', () => {
  const time = Date.parse('2027-03-01T20:00Z');
  assert.deepEqual(eventOf('2027-03-01T20:00Z,audience=100000,"Final, the"'), {
    time,
    audience: 100_000,
    name: 'Final, the',
  });
  assert.equal(eventOf('2027-03-01T21:00+01:00,audience=5').time, time);
  for (const wrong of ['2027-03-01,audience=5', '2027-03-01T20:00Z', '2027-03-01T20:00Z,audience=0', 'x,audience=1']) {
    assert.throws(() => eventOf(wrong), /--event takes/, wrong);
  }
});
