import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EndedSpan, slowMs, spansToKeep } from '../../../domain/tracing/sampling.ts';

const calm: EndedSpan = { traceId: 'a', isSampled: false, isError: false, isRequest: true, durationMs: 20 };

test('of traces that were not chosen, nothing is kept while all goes well', () => {
  const slowButUnattended = { ...calm, isRequest: false, durationMs: slowMs.request };
  assert.deepEqual(spansToKeep([calm, slowButUnattended]), []);
});

test('a trace that was chosen is kept whole, and no other one', () => {
  const chosen = { ...calm, traceId: 'b', isSampled: true };
  assert.deepEqual(spansToKeep([calm, chosen, { ...chosen, durationMs: 1 }]), [chosen, { ...chosen, durationMs: 1 }]);
});

test('an error keeps all spans of its trace, those before it too', () => {
  const failed = { ...calm, isError: true };
  const other = { ...calm, traceId: 'b' };
  assert.deepEqual(spansToKeep([calm, other, failed]), [calm, failed]);
});

test('slow work keeps its trace: for a request, and for what nobody waits for', () => {
  const slow = { ...calm, durationMs: slowMs.request };
  assert.deepEqual(spansToKeep([slow]), [slow]);
  const batch = { ...calm, isRequest: false, durationMs: slowMs.other };
  assert.deepEqual(spansToKeep([batch]), [batch]);
  assert.deepEqual(spansToKeep([{ ...slow, durationMs: slowMs.request - 1 }]), []);
});
