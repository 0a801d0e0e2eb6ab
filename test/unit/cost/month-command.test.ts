import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../../../tools/command.ts';
import { readOptions } from '../../../tools/cost/month/arguments.ts';

const command = fileURLToPath(new URL('../../../tools/cost/cost.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cost-'));
after(() => rmSync(folder, { recursive: true }));

function run(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [command, ...args], (_error, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr });
    });
  });
}

test('a report, a page and figures come of one run', async () => {
  const [html, json, votes] = ['a.html', 'a.json', 'a.csv'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const rows = Array.from({ length: 28 }, (_, day) => `${new Date(Date.UTC(2027, 0, 4 + day)).toISOString()},500000`);
  writeFileSync(votes, `time,votes\n${rows.join('\n')}\n`);
  const { code, stdout, stderr } = await run('month', '--votes', votes, '--html', html, '--json-file', json);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^CloudFront +[\d.,]+ +[\d.,]+$/m);
  assert.match(stdout, /^1\. .* [\d.,]+ +[\d.,]+/m);
  assert.match(stdout, /risk (low|medium|high): /);
  const page = readFileSync(html, 'utf8');
  assert.equal([...page.matchAll(/<svg /g)].length, 2);
  assert.doesNotMatch(page, /<script|<link|NaN|undefined|(src|href)=/);
  const figures: {
    version: number;
    total: { median: number };
    worth: { saved: { median: number }; source: string }[];
  } = JSON.parse(readFileSync(json, 'utf8'));
  assert.equal(figures.version, 1);
  assert.ok(figures.total.median > 100);
  assert.ok(figures.worth.every(({ saved, source }) => saved.median > 0 && source.startsWith('https://')));
});

test('the budget is one line for the configuration', async () => {
  const { code, stdout } = await run('month', '--rate', '1', '--budget');
  assert.deepEqual([code, /^monthlyBudget: \d+,\n$/.test(stdout)], [0, true], stdout);
});

test('each command has its help, and what there is not ends with 2', async () => {
  const [all, month, profile, nothing, another] = await Promise.all([
    run('--help'),
    run('month', '--help'),
    run('profile', '--help'),
    run('month'),
    run('yearly'),
  ]);
  for (const { code, stdout } of [all, month, profile])
    assert.deepEqual([code, /npm run cost -- /.test(stdout)], [0, true]);
  assert.match(nothing.stderr, /^cost: Name one of --forecast/);
  assert.match(another.stderr, /^cost: There is no "yearly": million, rates, month, profile/);
  for (const { code } of [nothing, another]) assert.equal(code, 2);
});

test('options that can not be are told', () => {
  for (const wrong of [
    ['--rate', '0'],
    ['--rate', '1', '--votes', 'a.csv'],
    ['--rate', '1', '--region', 'mars-1'],
    ['--rate', '1', '--far-share', '2'],
    ['--rate', '1', '--surge', '0'],
    ['--forecast', 'a.json', '--month', '0'],
    ['--metric', 'votes=AWS/Lambda,Invocations'],
    ['--metric', 'writeUnits=AWS/DynamoDB'],
  ]) {
    assert.throws(() => readOptions(wrong), UsageError, wrong.join(' '));
  }
  const metric = 'lambdaGbSeconds*0.0005=AWS/Lambda,Duration,FunctionName=a';
  const options = readOptions(['--metric', metric]);
  assert.deepEqual(typeof options === 'string' ? undefined : options.source, {
    daysBack: 60,
    metrics: [
      {
        unit: 'lambdaGbSeconds',
        factor: 0.0005,
        metric: { namespace: 'AWS/Lambda', name: 'Duration', dimensions: [{ Name: 'FunctionName', Value: 'a' }] },
      },
    ],
  });
  assert.match(String(readOptions(['--units'])), /writeUnits/);
});
