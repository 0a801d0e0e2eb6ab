import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { backTest } from '../../../tools/forecast/back-test.ts';
import { pointsOf } from '../../../tools/forecast/csv.ts';
import { regular } from '../../../tools/forecast/points.ts';
import { verdictOf } from '../../../tools/forecast/verdict.ts';

const folder = new URL('../../fixtures/demand/', import.meta.url);
const page = readFileSync(new URL('../../../docs/operations/forecast.md', import.meta.url), 'utf8');

/** Cells of the page's table, by file. */
function documented(file: string): string[] {
  const row = page.split('\n').find((line) => line.startsWith(`| \`${file}\``)) ?? assert.fail(`${file} has no row`);
  return row.split('|').map((cell) => cell.trim());
}

for (const file of ['bike-rentals.csv', 'page-views.csv', 'road-traffic.csv']) {
  test(`what is said of ${file} is what its errors say, and what the page says`, (t) => {
    const tested = backTest(regular(pointsOf(readFileSync(new URL(file, folder), 'utf8'))).series);
    const { model, naive, seasonalNaive, within80, within90, origins, steps } = tested;
    const { isBetter, sentence } = verdictOf(tested);
    t.diagnostic(`${file}: ${sentence}`);
    const best = Math.min(naive.mase, seasonalNaive.mase);
    assert.equal(isBetter, model.mase <= 0.99 * best);
    assert.match(sentence, isBetter ? /^Better than / : /^No better than /);
    assert.ok(sentence.includes(`MASE ${model.mase.toFixed(2)} against ${best.toFixed(2)}`), sentence);
    const [, , runs, ...cells] = documented(file);
    assert.match(runs ?? '', new RegExp(`^${origins} × ${steps} `));
    const percent = (share: number) => `${Math.round(share * 100)} %`;
    const errors = [model, seasonalNaive, naive].map(({ mase }) => mase.toFixed(2));
    assert.deepEqual(cells.slice(0, 5), [...errors, percent(within80), percent(within90)]);
  });
}
