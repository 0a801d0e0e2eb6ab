import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { messageBody } from '../../../stores/message-body.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const taken = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd]*$/;

test('any text goes through SQS and comes back as it was', () => {
  for (const text of ['👋', '\u0000', '\ufffe\uffff', 'é', '"\\']) {
    const body = messageBody({ text });
    assert.match(body, taken);
    assert.deepEqual(JSON.parse(body), { text });
  }
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const body = messageBody([text]);
      return taken.test(body) && JSON.parse(body)[0] === text;
    }),
  );
});
