import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noUsage } from '../../../local/metering/usage.ts';
import { floor, floorArithmetic } from '../../../tools/cost/bars.ts';
import { billOf, sumOf } from '../../../tools/cost/bill.ts';
import { otherDesigns } from '../../../tools/cost/designs.ts';
import { priceTables, regions } from '../../../tools/cost/prices.ts';
import { plus, times, unitNames, unitsOf } from '../../../tools/cost/units.ts';

const prices = priceTables['us-east-1'];
const million = 1_000_000;
const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-9, `${actual}`);

test('every region has a price above nothing for every unit, with the page that it comes from', () => {
  for (const region of regions) {
    for (const unit of unitNames) {
      const { usd, per, source } = priceTables[region][unit];
      assert.ok(usd > 0 && per > 0, `${region} ${unit}`);
      assert.match(source, /^https:\/\//, `${region} ${unit}`);
    }
  }
});

test('an amount is a quantity by its price, and a bill names only what was used', () => {
  const lines = billOf({ writeUnits: 3 * million, lambdaGbSeconds: 1_000, readUnits: 0 }, prices);
  assert.deepEqual(
    lines.map(({ unit }) => unit),
    ['lambdaGbSeconds', 'writeUnits'],
  );
  near(sumOf(lines), 3 * 0.625 + 0.0133334);
  near(sumOf(lines, ['DynamoDB']), 1.875);
});

test('counted usage becomes units: time by memory, requests of all kinds, bytes in GB', () => {
  const one = { memoryMb: 512, invocations: 10, billedMs: 200, cpuMs: 50, coldStarts: 3, initMs: 900, logBytes: 4e8 };
  const usage = {
    ...noUsage(),
    api: { requests: 10, free: 5, bytesOut: 1, logBytes: 6e8 },
    functions: { submitResponse: one, tallyResponses: { ...one, memoryMb: 1_024, logBytes: 0 } },
    queues: { requests: { SendMessage: 10, ReceiveMessage: 1 }, idleReceives: 99 },
    live: { published: 1, delivered: 5, messages: 2, connectionMinutes: 3 },
    tables: { a: { writes: 1, replicatedWrites: 4, reads: 0.5 }, b: { writes: 2, replicatedWrites: 0, reads: 1 } },
  };
  const expected = {
    httpApiRequests: 10,
    lambdaRequests: 20,
    queueRequests: 11,
    writeUnits: 3,
    replicatedWriteUnits: 4,
    readUnits: 1.5,
    busEvents: 0,
    liveOperations: 8,
    liveConnectionMinutes: 3,
    logGb: 1,
  };
  assert.deepEqual(unitsOf(usage, {}), { ...expected, lambdaGbSeconds: 0.1 + 0.2 });
  const { lambdaGbSeconds } = unitsOf(usage, { submitResponse: 40 });
  near(lambdaGbSeconds ?? 0, 0.2 + 0.2);
});

test('units add up and multiply one by one', () => {
  assert.deepEqual(plus({ writeUnits: 1 }, { writeUnits: 2, readUnits: 1 }, {}), { writeUnits: 3, readUnits: 1 });
  assert.deepEqual(times({ writeUnits: 2 }, 5), { writeUnits: 10 });
});

test('the floor is one request, one invocation, one write, and a message that is sent, received and deleted', () => {
  near(sumOf(billOf(floor, prices)), 1 + 0.2 + 1.2 * 0.4 + 0.625);
  assert.match(floorArithmetic(prices), /= 2\.305$/);
  assert.match(floorArithmetic(priceTables['eu-central-1']), /= 2\.643$/);
});

test('other designs cost what their own units say', () => {
  const load = { sent: million, options: 3, answerMs: 10, storeMs: 4 };
  const [counter, transaction, kinesis] = otherDesigns.map(({ unitsFor }) => billOf(unitsFor(load), prices));
  const time = 0.5 * 0.01 * million * 0.0000133334;
  near(sumOf(counter ?? []), 1 + 0.2 + time + 0.625);
  near(sumOf(transaction ?? []), 1 + 0.2 + time + 4 * 0.625);
  near(sumOf(kinesis ?? [], ['API Gateway']), 3.5);
  near(sumOf(kinesis ?? [], ['DynamoDB']), (1 + 0.0003) * 0.625);
  near(sumOf(kinesis ?? [], ['Lambda']), 0.1001 * 0.2 + (0.125 * 0.04 * 1e5 + 0.5 * 0.012 * 100) * 0.0000133334);
});
