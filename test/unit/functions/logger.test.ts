import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { logger } from '../../../functions/middleware/logger.ts';

const attacks = [
  'a\n{"level":"ERROR","message":"forged"}',
  'a\r\nb',
  '\u001b[2J\u001b[31mred',
  '","level":"ERROR","x":"',
  '\u0000\u0007',
];

/** What the logger wrote, line by line. */
function written(t: TestContext, act: () => void): string[] {
  const chunks: string[] = [];
  const { mock } = t.mock.method(process.stderr, 'write', (chunk: string | Uint8Array) => {
    chunks.push(String(chunk));
    return true;
  });
  act();
  mock.restore();
  return chunks.join('').trimEnd().split('\n');
}

for (const attack of attacks) {
  test(`one event is one line, whatever is in it: ${JSON.stringify(attack)}`, (t) => {
    const lines = written(t, () => logger.error(attack, { pollId: attack, error: new Error(attack) }));
    assert.equal(lines.length, 1);
    const line = (lines[0] ?? '').trimEnd();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    assert.doesNotMatch(line, /[\u0000-\u001f]/);
    const parsed = JSON.parse(line);
    assert.deepEqual([parsed.level, parsed.message, parsed.pollId], ['ERROR', attack, attack]);
  });
}
