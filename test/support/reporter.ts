import { relative } from 'node:path';
import type { TestEvent } from 'node:test/reporters';
import { stripVTControlCharacters } from 'node:util';

/**
 * A line for each file of tests, the whole story of each failure, and a closing line that people and pipelines can
 * read: `N passed, N failed`.
 */
export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of events) {
    if (type === 'test:fail' && data.details.error.cause !== undefined) {
      yield `✗ ${data.name}\n${indent(story(data.details.error.cause))}\n`;
    } else if (type === 'test:summary') {
      const { tests, passed, skipped, todo } = data.counts;
      const broken = tests - passed - skipped - todo;
      const seconds = (data.duration_ms / 1_000).toFixed(1);
      yield data.file === undefined
        ? `\n${passed} passed, ${broken} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`
        : `${broken > 0 ? '✗' : '✓'} ${relative(process.cwd(), data.file)}: ${passed} passed in ${seconds} s\n`;
    }
  }
}

function story(cause: unknown): string {
  return stripVTControlCharacters(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
