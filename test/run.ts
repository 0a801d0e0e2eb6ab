import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { run } from 'node:test';
import type { TestEvent } from 'node:test/reporters';
import { callsVariable } from './support/calls-folder.ts';
import report from './support/reporter.ts';

/**
 * Runs every test, and then holds the calls that all of them made together against the policies. With files named, it
 * runs these and proves nothing: a part of the tests makes a part of the calls.
 */
const chosen = process.argv.slice(2);
const steps = chosen.length > 0 ? [chosen] : [['test/**/*.test.ts'], ['test/least-privilege/proof.ts']];

/** Files at once: most of them wait for something most of the time. */
const concurrency = 3;
const execArgv = ['--import', resolve('test/support/watchdog.ts')];

const calls = resolve('.groundswell', 'calls');
rmSync(calls, { recursive: true, force: true });
mkdirSync(calls, { recursive: true });
process.env[callsVariable] = calls;

type Summary = Extract<TestEvent, { type: 'test:summary' }>['data'];

/** The events of all steps, with one summary for all of them. */
async function* inTurn(): AsyncGenerator<TestEvent> {
  const summaries: Summary[] = [];
  for (const globPatterns of steps) {
    for await (const event of run({ globPatterns, concurrency, execArgv }) as AsyncIterable<TestEvent>) {
      if (event.type === 'test:summary' && event.data.file === undefined) summaries.push(event.data);
      else yield event;
    }
  }
  const whole = summaries.reduce(added);
  if (!whole.success) process.exitCode = 1;
  yield { type: 'test:summary', data: whole };
}

function added(one: Summary, other: Summary): Summary {
  const counts = { ...one.counts };
  for (const name of Object.keys(counts) as (keyof typeof counts)[]) counts[name] += other.counts[name];
  return {
    ...one,
    counts,
    success: one.success && other.success,
    duration_ms: one.duration_ms + other.duration_ms,
  };
}

Readable.from(report(inTurn())).pipe(process.stdout);
