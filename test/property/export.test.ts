import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ExportedResponse, Position } from '../../domain/exports/exported-response.ts';
import { type Checkpoint, type ExportPorts, firstCheckpoint, runExport } from '../../domain/exports/run-export.ts';

/** Voter keys by partition; what an export must hold, once each. */
const stored = fc.array(fc.uniqueArray(fc.nat(500), { maxLength: 12 }), { minLength: 1, maxLength: 6 });

const responseOf = (partition: number, key: number): ExportedResponse => ({
  responseId: `${partition}/${String(key).padStart(3, '0')}`,
  submittedAt: 0,
  answers: {},
  skipped: [],
  metadata: {},
});

/** A storage and a table of a test's own, whose calls fail where they are told to: before or after they take effect. */
class FakePlatform implements ExportPorts {
  readonly parts = new Map<number, string>();
  saved: Checkpoint = firstCheckpoint;
  readonly #keys: readonly (readonly string[])[];
  readonly #pageSize: number;
  readonly #failures: Iterator<boolean>;

  constructor(keys: readonly (readonly number[])[], pageSize: number, failures: Iterator<boolean>) {
    this.#keys = keys.map((partition, index) => partition.map((key) => responseOf(index, key).responseId).sort());
    this.#pageSize = pageSize;
    this.#failures = failures;
  }

  #mayFail(): void {
    if (this.#failures.next().value === true) throw new Error('cut off');
  }

  async page({ partition, after }: Position) {
    this.#mayFail();
    const rest = (this.#keys[partition] ?? []).filter((key) => after === undefined || key > after);
    const page = rest.slice(0, this.#pageSize);
    const last = page.at(-1);
    return {
      responses: page.map((responseId) => ({ ...responseOf(0, 0), responseId })),
      ...(rest.length > page.length && last !== undefined ? { after: last } : {}),
    };
  }

  encode(responses: readonly ExportedResponse[], isFirst: boolean) {
    const text = `${isFirst ? 'header\n' : ''}${responses.map(({ responseId }) => `${responseId}\n`).join('')}`;
    return { text, compressed: Buffer.from(text) };
  }

  async putPart(number: number, pieces: readonly Uint8Array[]) {
    this.#mayFail();
    this.parts.set(number, Buffer.concat(pieces).toString());
    this.#mayFail();
    return `tag ${number}`;
  }

  async save(checkpoint: Checkpoint) {
    this.#mayFail();
    this.saved = checkpoint;
    this.#mayFail();
  }

  isTimeOver = () => this.#failures.next().value === true;
}

test('whatever is cut off, each response stands in the file once, below one header, and the hashes are right', async () => {
  await fc.assert(
    fc.asyncProperty(
      stored,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 60 }),
      fc.array(fc.boolean(), { maxLength: 40 }),
      async (keys, pageSize, partBytes, failures) => {
        const platform = new FakePlatform(keys, pageSize, failures.values());
        while (platform.saved.next) {
          const from = platform.saved;
          await runExport(platform, { from, partitions: keys.length, partBytes }).catch((error) => {
            assert.equal(error.message, 'cut off');
          });
        }
        const parts = platform.saved.parts.map((_, index) => platform.parts.get(index + 1) ?? '');
        const expected = keys.flatMap((partition, index) => partition.map((key) => responseOf(index, key).responseId));
        assert.deepEqual(parts.join('').split('\n').slice(0, -1), ['header', ...expected.sort()]);
        for (const [index, part] of platform.saved.parts.entries()) {
          assert.equal(
            part.hash,
            createHash('sha256')
              .update(parts[index] ?? '')
              .digest('hex'),
          );
          assert.equal(part.responses, (parts[index]?.match(/\//g) ?? []).length);
        }
      },
    ),
    { numRuns: 500 },
  );
});
