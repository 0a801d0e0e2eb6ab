import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions } from '../../../tools/simulate/arguments.ts';
import { chartOf } from '../../../tools/simulate/chart.ts';
import { curveFrom, curveOf } from '../../../tools/simulate/curves.ts';
import type { Design } from '../../../tools/simulate/design.ts';
import { jsonOf } from '../../../tools/simulate/json.ts';
import { pageOf } from '../../../tools/simulate/page.ts';
import { format } from '../../../tools/simulate/print.ts';
import { reportOf } from '../../../tools/simulate/report.ts';

const design: Design = {
  stage: 'production',
  votesPerSecond: 8_000,
  votesAtOnce: 4_000,
  requestsPerSecond: 10_000,
  concurrentExecutions: 1_000,
  warmLeast: 0,
  warmMost: 100,
  recordConcurrency: 50,
  pollersLeast: 0,
  pollersMost: 0,
  recording: { batchSize: 100, windowSeconds: 1 },
  hiddenSeconds: 180,
  mostReceives: 5,
  tallying: { batchSize: 1_000, windowSeconds: 1 },
  publishing: { batchSize: 1_000, windowSeconds: 1 },
  distributionRequests: 250_000,
  tableWrites: 40_000,
  inFlightMessages: 120_000,
  warmWrites: 0,
  tallyItems: 1,
};

const options = { changes: {}, audience: 0, formerPeak: 0, retries: true, mostSeconds: 700 };
const asIs = (_: unknown, words: string) => words;
const words = (text: string) => text.replaceAll(/\s+/g, ' ');

test('a show within all limits meets none, and every vote is counted within seconds', () => {
  const report = reportOf(design, { ...options, curve: curveOf('show', 300) }, () => {});
  const [variant] = report.variants;
  assert.deepEqual(variant?.run.saturations, []);
  const { sent = 0, counted = 0, oldest } = variant?.figures ?? {};
  assert.ok(sent > 10_000 && Math.abs(sent - counted) < 1);
  assert.ok((oldest?.value ?? 9) < 4, `${oldest?.value} s`);
  const text = format(report, asIs).join('\n');
  assert.match(text, /No limit is met\./);
});

test('what cannot be let in is refused, and comes again until it is in; the first limit stands first', () => {
  const told: string[] = [];
  const curve = curveFrom('<b>.csv', 'seconds,votes\n0,10\n5,10\n6,20000\n10,20000\n11,0\n');
  const report = reportOf(design, { ...options, curve, audience: 200_000 }, (step) => told.push(step));
  assert.equal(told.length, 2);
  const [unannounced, announced] = report.variants;
  assert.ok(unannounced && announced);
  assert.deepEqual([unannounced.prepared.keys, announced.prepared.keys], [16, 64]);
  assert.ok(unannounced.figures.throttled > 1_000 && unannounced.figures.waiting.value > 10_000);
  assert.ok(Math.abs(unannounced.figures.counted - unannounced.figures.sent) < 1);

  const text = words(format(report, asIs).join('\n'));
  assert.match(text, /Audience not announced sent a second/);
  assert.match(text, /API Gateway, requests a second of the account at 5/);
  const figures: { version: number; variants: { samples: { time: number }[]; saturations: { limit: string }[] }[] } =
    JSON.parse(jsonOf(report));
  assert.deepEqual([figures.version, figures.variants.length, figures.variants[0]?.samples[4]?.time], [1, 2, 5]);
  const limits = figures.variants[0]?.saturations.map(({ limit }) => limit) ?? [];
  assert.ok(limits.includes('account-requests') && limits.includes('lambda-concurrency'), limits.join());

  const [chart, page] = [chartOf(report), pageOf(report)];
  assert.match(chart, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  assert.ok(page.includes(chart));
  for (const markup of [chart, page]) {
    assert.match(markup, /&#60;b&#62;\.csv/);
    assert.doesNotMatch(markup, /<b>\.csv|<script|<link|NaN|undefined|Infinity|(src|href)=/);
  }
});

test('a what-if is told, and changes the outcome', () => {
  const curve = curveOf('show', 20_000);
  const run = (changes: Parameters<typeof reportOf>[1]['changes']) =>
    reportOf(design, { ...options, mostSeconds: 60, curve, changes }, () => {});
  const raised = run({
    votesPerSecond: 50_000,
    votesAtOnce: 50_000,
    requestsPerSecond: 200_000,
    concurrentExecutions: 50_000,
  });
  const accepted = (report: ReturnType<typeof run>) => report.variants[0]?.figures.accepted ?? 0;
  assert.ok(accepted(raised) > 1.5 * accepted(run({})));
  assert.match(format(raised, asIs).join('\n'), /Changed: votesPerSecond 50,000/);
});

test('the command line names what it can be told, and what it cannot', () => {
  assert.equal(readOptions(['--help']), undefined);
  const read = readOptions(['--preset', 'launch', '--peak', '1000000', '--set', 'tallyItems=16', '--no-retries']);
  assert.deepEqual(
    [read?.curve.name, read?.audience, read?.changes, read?.retries],
    ['launch', 10_000_000, { tallyItems: 16 }, false],
  );
  assert.equal(readOptions(['--audience', '0'])?.audience, 0);
  for (const [args, message] of [
    [['--preset', 'flood'], /--preset takes steady, show, launch, stadium/],
    [['--peak', 'many'], /--peak takes a whole number/],
    [['--csv', 'a.csv', '--peak', '5'], /either --csv/],
    [['--set', 'speed=9'], /--set knows votesPerSecond/],
    [['--set', 'tallyItems=some'], /--set tallyItems takes a whole number/],
  ] as const) {
    assert.throws(() => readOptions(args), message);
  }
});
