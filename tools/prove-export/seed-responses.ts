import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Poll } from '../../domain/polls/poll.ts';
import { voterKey } from '../../domain/responses/voter.ts';
import { inLanes } from '../../domain/tallies/lanes.ts';
import { toItem } from '../../stores/response-item.ts';

const batch = 25;
const lanes = 8;

/** The id of the n-th voter's response. */
export const responseIdOf = (poll: Poll, voter: number) => `${voterKey(poll.salt, `voter ${voter}`)}${voter}`;

/** Stores responses of so many voters, each with a text that has all that makes CSV hard. */
export async function seedResponses(
  client: DynamoDBDocumentClient,
  table: string,
  { poll, count, onProgress }: { poll: Poll; count: number; onProgress: (done: number) => void },
): Promise<void> {
  let done = 0;
  const batches = Array.from({ length: Math.ceil(count / batch) }, (_, index) => index * batch);
  await inLanes(batches, lanes, async (first) => {
    const voters = Array.from({ length: Math.min(batch, count - first) }, (_, index) => first + index);
    const written = await client.send(
      new BatchWriteCommand({
        RequestItems: { [table]: voters.map((voter) => ({ PutRequest: { Item: itemOf(poll, voter) } })) },
      }),
    );
    if (Object.keys(written.UnprocessedItems ?? {}).length > 0) throw new Error('The database left items out');
    done += voters.length;
    onProgress(done);
  });
}

function itemOf(poll: Poll, voter: number) {
  return toItem({
    pollId: poll.id,
    responseId: responseIdOf(poll, voter),
    voterKey: voterKey(poll.salt, `voter ${voter}`),
    shards: poll.shards,
    submittedAt: Date.UTC(2027, 0, 15) + voter,
    changes: 'refuse',
    answers: { rating: { r: voter % 11 }, words: { t: `=voter "${voter}",\nsecond line ü` } },
    skipped: [],
  });
}
