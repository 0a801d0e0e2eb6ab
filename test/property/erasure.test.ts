import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import type { AcceptedResponse } from '../../contracts/response.ts';
import { isTaken, type Place } from '../../domain/responses/response-store.ts';
import { startDynamoDb } from '../../local/servers/dynamodb.ts';
import { DynamoResponseStore } from '../../stores/dynamo-response-store.ts';

interface Sent {
  readonly submittedAt: number;
  readonly responseId: string;
}

/** What happens at each moment: the voter sends something, is erased, or the queue delivers a message of before. */
const moment = fc.oneof(
  fc.constant({ kind: 'sends' as const }),
  fc.constant({ kind: 'erased' as const }),
  fc.record({ kind: fc.constant('delivered' as const), which: fc.nat(99) }),
);
const history = fc.record({
  changes: fc.constantFrom('refuse' as const, 'replace' as const),
  moments: fc.array(moment, { maxLength: 25, size: 'max' }),
  rest: fc.infiniteStream(fc.nat(99)),
});

/** What must be stored in the end, when each message was delivered: said without looking at any order. */
function rightOne(changes: AcceptedResponse['changes'], sent: readonly Sent[], erasedAt: number): Sent | undefined {
  const left = sent.filter(({ submittedAt }) => submittedAt > erasedAt);
  return changes === 'refuse' ? left[0] : left.at(-1);
}

/** Lives a history through. @returns what was sent, and when the voter was erased last */
async function live(
  given: typeof history extends fc.Arbitrary<infer T> ? T : never,
  to: { deliver(message: Sent): Promise<void> | void; erase(now: number): Promise<void> | void },
): Promise<{ sent: Sent[]; erasedAt: number }> {
  const sent: Sent[] = [];
  let erasedAt = 0;
  for (const [index, happening] of given.moments.entries()) {
    const now = index + 1;
    if (happening.kind === 'sends') sent.push({ submittedAt: now, responseId: `r${now}` });
    else if (happening.kind === 'erased') {
      erasedAt = now;
      await to.erase(now);
    } else {
      const message = sent[happening.which % Math.max(1, sent.length)];
      if (message) await to.deliver(message);
    }
  }
  const waiting = [...sent, ...sent];
  while (waiting.length > 0) {
    const [message] = waiting.splice((given.rest.next().value ?? 0) % waiting.length, 1);
    if (message) await to.deliver(message);
  }
  return { sent, erasedAt };
}

test('whatever comes late or again, nothing from before an erasure is stored, and what came after it is', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (given) => {
      let place: Place = {};
      const { sent, erasedAt } = await live(given, {
        deliver(message) {
          if (isTaken(given.changes, message, place)) place = { ...place, response: message };
        },
        erase(now) {
          place = { erasedAt: now };
        },
      });
      assert.deepEqual(place.response, rightOne(given.changes, sent, erasedAt));
    }),
    { numRuns: 1_000 },
  );
});

let database: Awaited<ReturnType<typeof startDynamoDb>>;
let client: DynamoDBDocumentClient;
before(async () => {
  database = await startDynamoDb(undefined);
  client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: database.endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
  );
  await client.send(
    new CreateTableCommand({
      TableName: 'responses',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
});
after(async () => {
  client?.destroy();
  await database?.stop();
});

test('the database decides as the rule says', async () => {
  let polls = 0;
  await fc.assert(
    fc.asyncProperty(history, async (given) => {
      polls += 1;
      const key = { pollId: `poll${polls}`, shards: 1, voterKey: 'voter' };
      const store = new DynamoResponseStore(client, 'responses');
      const { sent, erasedAt } = await live(given, {
        async deliver(message) {
          await store.record({ ...key, ...message, changes: given.changes, answers: {}, skipped: [] });
        },
        async erase(now) {
          await store.erase(key, now);
        },
      });
      assert.deepEqual(await store.find(key), rightOne(given.changes, sent, erasedAt));
    }),
    { numRuns: 30 },
  );
});
