import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { run } from 'node:test';
import type { TestEvent } from 'node:test/reporters';
import { callsVariable } from './support/backend.ts';
import report from './support/reporter.ts';

type Summary = Extract<TestEvent, { type: 'test:summary' }>['data'];

/** Runs every test, and then the proof of least privilege on the calls that all of them made together. */
const folder = resolve('.groundswell', 'calls');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
process.env[callsVariable] = folder;

async function* inTurn(): AsyncGenerator<TestEvent> {
  const summaries: Summary[] = [];
  for (const files of [{ globPatterns: ['test/**/*.test.ts'] }, { files: ['test/least-privilege/proof.ts'] }]) {
    for await (const event of run({ ...files, concurrency: 2 }) as AsyncIterable<TestEvent>) {
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
  const { success, duration_ms: duration } = other;
  return { ...one, counts, success: one.success && success, duration_ms: one.duration_ms + duration };
}

Readable.from(report(inTurn())).pipe(process.stdout);
