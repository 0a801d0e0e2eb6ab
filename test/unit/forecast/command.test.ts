import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const command = path('../../../tools/forecast/forecast.ts');
const rentals = path('../../fixtures/demand/bike-rentals.csv');
const folder = mkdtempSync(join(tmpdir(), 'forecast-'));
after(() => rmSync(folder, { recursive: true }));

function run(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [command, ...args], (_error, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr });
    });
  });
}

test('a report, a chart, a page and figures come of one run', async () => {
  const [svg, html, json] = ['a.svg', 'a.html', 'a.json'].map((name) => join(folder, name)) as [string, string, string];
  const event = '2012-03-01T20:00Z,audience=200000,"Grand <Final> & more"';
  const files = ['--svg', svg, '--html', html, '--json-file', json];
  const { code, stdout, stderr } = await run('--csv', rentals, '--scale', '2000', '--event', event, ...files);
  assert.equal(code, 0, stderr);
  assert.equal(stderr, '');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no colours where nobody sees them
  assert.doesNotMatch(stdout, /\u001b/);
  assert.match(stdout, /(Better|No better) than the (seasonal-)?naive forecast/);
  assert.match(stdout, /API's throttle of votes .* Grand <Final> & more/);
  const [chart, page] = [readFileSync(svg, 'utf8'), readFileSync(html, 'utf8')];
  assert.match(chart, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  for (const text of [chart, page]) {
    assert.match(text, /Grand &#60;Final&#62; &#38; more, 20,\d{3}\/s/);
    assert.doesNotMatch(text, /<Final>|<script|<link|NaN|undefined|(src|href)=/);
  }
  assert.ok(page.includes(chart));
  const figures: { version: number; days: { time: string }[]; reaches: { ninthDecile: string | null }[] } = JSON.parse(
    readFileSync(json, 'utf8'),
  );
  assert.equal(figures.version, 1);
  assert.equal(figures.days.length, 365);
  assert.equal(figures.days[0]?.time, '2012-01-01T00:00:00.000Z');
  assert.ok(figures.reaches.every(({ ninthDecile }) => ninthDecile === null || /^\d{4}-.*Z$/.test(ninthDecile)));
});

test('scripts get JSON alone, and a status of their own when a limit is near', async () => {
  const near = await run('--csv', rentals, '--scale', '2000', '--json', '--days', '60', '--fail-within', '30');
  assert.equal(near.code, 3);
  assert.equal(JSON.parse(near.stdout).days.length, 60);
  const far = await run('--csv', rentals, '--json', '--days', '60', '--fail-within', '30');
  assert.equal(far.code, 0);
});

test('help is no error, and what cannot be understood ends with 2', async () => {
  const short = join(folder, 'short.csv');
  writeFileSync(short, 'time,value\n2027-01-01,1\n2027-01-02,1\n');
  const [help, nothing, event, past, both, few] = await Promise.all([
    run('--help'),
    run(),
    run('--csv', rentals, '--event', 'soon'),
    run('--csv', rentals, '--event', '2011-12-31T20:00Z,audience=5,"Over"'),
    run('--csv', rentals, '--cloudwatch', 'a,b'),
    run('--csv', short),
  ]);
  assert.equal(help.code, 0);
  assert.match(help.stdout, /Exit status: 0 done/);
  for (const { code, stdout } of [nothing, event, past, both, few]) assert.deepEqual([code, stdout], [2, '']);
  assert.match(nothing.stderr, /^forecast: Name either --csv or --cloudwatch/);
  assert.match(past.stderr, /^forecast: Over lies before the history's end, 2012-01-01/);
  assert.match(few.stderr, /^forecast: 14 days are the least/);
});
