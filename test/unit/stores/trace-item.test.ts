import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { Trace } from '../../../domain/tallies/trace.ts';
import { behindSk, toTraceItems, toTraces } from '../../../stores/trace-item.ts';

const of = { pollId: 'poll', recount: 1_800_000_000_000, shardId: 'shard' };

/** The widest trace: a full batch of responses, each with as many counters as a response may have. */
function wideTrace(): Trace {
  const entry = () => {
    const counters = Array.from({ length: 140 }, () => `x:question:row${randomBytes(1)[0]}:column`);
    return [randomBytes(16).toString('base64url'), counters] as const;
  };
  return { before: '7/1', after: '1000/1', left: new Map(Array.from({ length: 1_000 }, entry)) };
}

test('a trace comes back from its items as it was, however many it takes', () => {
  const small: Trace = { before: undefined, after: '7/1', left: new Map([['gone', []]]) };
  const wide = wideTrace();
  const items = [...toTraceItems({ ...of, trace: small }), ...toTraceItems({ ...of, trace: wide })];
  assert.ok(items.length > 3);
  for (const item of items) assert.ok(item.l.byteLength < 390_000, `${item.l.byteLength} bytes`);
  assert.deepEqual(toTraces(items), [small, wide]);
});

test('a trace that is not whole yet is left out, with all that is behind it', () => {
  const wide = toTraceItems({ ...of, trace: wideTrace() });
  const next = toTraceItems({ ...of, trace: { before: '1000/1', after: '1001/1', left: new Map() } });
  for (let missing = 0; missing < wide.length; missing += 1) {
    assert.deepEqual(toTraces([...wide.filter((_, index) => index !== missing), ...next]), [], String(missing));
  }
});

test('the keys of a trace sort as the stream does, and behind a mark are only later ones', () => {
  const sk = (after: string) => toTraceItems({ ...of, trace: { before: undefined, after, left: new Map() } })[0]?.sk;
  const [ninth, tenth] = [sk('9/400000') ?? '', sk('10/400000') ?? ''];
  assert.ok(behindSk(undefined) < ninth && ninth < behindSk('9/400000') && behindSk('9/400000') < tenth);
});
