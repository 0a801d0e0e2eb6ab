import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { takesPrecedence } from '../../domain/responses/response-store.ts';
import { allowed } from '../../tools/soak/model.ts';

/** Answers of one voter, one after the other; those behind the last accepted one may have been accepted, or not. */
const sending = fc.record({
  changes: fc.constantFrom('refuse' as const, 'replace' as const),
  accepted: fc.nat(5),
  maybe: fc.array(fc.boolean(), { maxLength: 3 }),
});
/** Which of the messages the queue delivers, in which order, besides each once. */
const deliveries = fc.array(fc.nat(9_999), { maxLength: 20 });

test('in whatever order answers are recorded, and however often, the soak’s model allows the one that stays', () => {
  fc.assert(
    fc.property(sending, deliveries, fc.infiniteStream(fc.nat(9_999)), ({ changes, accepted, maybe }, more, draws) => {
      const indexes = [
        ...Array.from({ length: accepted }, (_, index) => index),
        ...maybe.flatMap((isAccepted, index) => (isAccepted ? [accepted + index] : [])),
      ];
      const messages = indexes.map((index) => ({ index, submittedAt: index, responseId: String(index) }));
      const repeated = more.flatMap((number) => messages[number % Math.max(1, messages.length)] ?? []);
      const queue = [...messages, ...repeated];
      let stored: (typeof messages)[number] | undefined;
      while (queue.length > 0) {
        const [next] = queue.splice((draws.next().value ?? 0) % queue.length, 1);
        if (next && (!stored || takesPrecedence(changes, next, stored))) stored = next;
      }
      const heard = {
        accepted: Array.from({ length: accepted }, (_, index) => index),
        maybe: maybe.map((_, index) => accepted + index),
        regions: new Set([0]),
      };
      const { indexes: right, none } = allowed({ changes }, heard);
      if (stored) assert.ok(right.includes(stored.index), `${stored.index} of ${right}`);
      else assert.ok(none);
    }),
    { numRuns: 500 },
  );
});
