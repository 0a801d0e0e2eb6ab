import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  packTraceParent,
  readTraceParent,
  type TraceParent,
  unpackTraceParent,
  writeTraceParent,
} from '../../../domain/tracing/trace-parent.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

const hex = (digits: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: digits, maxLength: digits });
const anyTrace: fc.Arbitrary<TraceParent> = fc
  .record({ traceId: hex(32), spanId: hex(16), isSampled: fc.boolean() }, { noNullPrototype: true })
  .filter((trace) => !/^0*$/.test(trace.traceId) && !/^0*$/.test(trace.spanId));

test('a trace comes back from its header, and from its item', () => {
  fc.assert(
    fc.property(anyTrace, (trace) => {
      assert.deepEqual(readTraceParent(writeTraceParent(trace)), trace);
      assert.deepEqual(unpackTraceParent(packTraceParent(trace)), trace);
      assert.equal(packTraceParent(trace).length, 33);
    }),
  );
});

test('of the flags, only the one counts that says that a trace is kept', () => {
  assert.equal(readTraceParent(`00-${traceId}-${spanId}-03`)?.isSampled, true);
  assert.equal(readTraceParent(`00-${traceId}-${spanId}-02`)?.isSampled, false);
});

test('a later version is read as far as it is the same', () => {
  assert.deepEqual(readTraceParent(`cc-${traceId}-${spanId}-01-more`), { traceId, spanId, isSampled: true });
});

test('what is no traceparent is ignored', () => {
  for (const text of [
    undefined,
    '',
    'nonsense',
    `ff-${traceId}-${spanId}-01`,
    `00-${traceId}-${spanId}-01-more`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId}-${spanId}`,
    ` 00-${traceId}-${spanId}-01`,
  ]) {
    assert.equal(readTraceParent(text), undefined, text);
  }
  for (const packed of [undefined, '', 'x'.repeat(34), '!'.repeat(33), `${'A'.repeat(32)}1`]) {
    assert.equal(unpackTraceParent(packed), undefined, packed);
  }
});
