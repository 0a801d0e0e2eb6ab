import assert from 'node:assert/strict';
import { test } from 'node:test';
import { itemSize, type WireValue } from '../../../local/metering/item-size.ts';

/** The size of a value, as an attribute with a name of one byte. */
const sizeOf = (value: WireValue) => itemSize({ a: value }) - 1;

test('names and texts count by their bytes in UTF-8', () => {
  assert.equal(itemSize({ pk: { S: 'poll' }, größe: { S: '€' } }), 2 + 4 + 7 + 3);
  assert.equal(itemSize({}), 0);
});

test('a number counts a byte for two significant digits, and one more', () => {
  assert.deepEqual(
    ['0', '7', '42', '100', '12345', '0.00123', '-12345', '1e30', '1732500000001'].map((N) => sizeOf({ N })),
    [1, 2, 2, 2, 4, 3, 5, 2, 8],
  );
});

test('binaries count as they are, not as they travel; booleans and nulls count one', () => {
  assert.equal(sizeOf({ B: Buffer.from('12345').toString('base64') }), 5);
  assert.equal(sizeOf({ BOOL: false }), 1);
  assert.equal(sizeOf({ NULL: true }), 1);
});

test('sets count what they hold; lists and maps 3 bytes more, and one for each element', () => {
  assert.equal(sizeOf({ SS: ['a', 'bcd'] }), 4);
  assert.equal(sizeOf({ NS: ['1', '234'] }), 2 + 3);
  assert.equal(sizeOf({ BS: [Buffer.from('123').toString('base64')] }), 3);
  assert.equal(sizeOf({ L: [] }), 3);
  assert.equal(sizeOf({ L: [{ S: 'abc' }, { N: '12' }] }), 3 + 1 + 3 + 1 + 2);
  assert.equal(sizeOf({ M: { key: { S: 'abc' }, b: { M: {} } } }), 3 + (1 + 3 + 3) + (1 + 1 + 3));
});
