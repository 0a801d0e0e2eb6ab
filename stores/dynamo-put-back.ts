import { type DynamoDBDocumentClient, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { partitions } from '../contracts/names.ts';
import { inLanes } from '../domain/tallies/lanes.ts';
import { takesEffect } from './conditional-write.ts';
import { pollPartitions } from './dynamo-poll-store.ts';
import { isResponse, isTombstone } from './response-item.ts';

/** Items that are written at once. */
const lanes = 16;

/** Which items of a restored table belong to one poll. */
const ofPoll = {
  polls: { expression: 'pk = :poll OR sk = :poll', value: (pollId: string) => `${pollPartitions.poll}${pollId}` },
  responses: { expression: 'begins_with(pk, :poll)', value: (pollId: string) => `${pollId}#` },
} as const;

const putBackPartitions = [
  ...Object.values(pollPartitions),
  partitions.key,
  partitions.person,
  partitions.code,
  partitions.audit,
];

/**
 * What goes back. All else says how a region was and not what somebody has stored, and would do harm: the switch
 * that takes a region out of service, plans for audiences whose schedules are gone, heartbeats, a recount's probes,
 * marks of events that were told, deliveries to webhooks, and invitations, which may have been used since.
 */
const goesBack = {
  polls: ({ pk }: Record<string, unknown>) => putBackPartitions.some((prefix) => String(pk).startsWith(prefix)),
  responses: (item: object) => isResponse(item) || isTombstone(item),
} as const;

export type PutBackTable = keyof typeof ofPoll;

export interface PutBack {
  readonly put: number;
  /** Items that the live table has, whatever they hold. */
  readonly kept: number;
  /** Items whose time was over. */
  readonly expired: number;
  /** Items that don't go back, such as plans and heartbeats. */
  readonly leftOut: number;
}

/**
 * Puts polls with their codes, workspaces with their people and API keys, or responses, of a restored table back into the live one, where that has none
 * under the same key; what is there stays as it is. The live table's stream takes responses into the tallies of
 * every region as it takes any other.
 * @param given.pollId only this poll's items
 * @param given.onProgress told now and then how many items were read
 */
export async function putBack(
  client: DynamoDBDocumentClient,
  given: {
    table: PutBackTable;
    from: string;
    to: string;
    pollId: string | undefined;
    now: number;
    onProgress(read: number): void;
  },
): Promise<PutBack> {
  const { expression, value } = ofPoll[given.table];
  const pages = paginateScan(
    { client },
    {
      TableName: given.from,
      ...(given.pollId === undefined
        ? {}
        : { FilterExpression: expression, ExpressionAttributeValues: { ':poll': value(given.pollId) } }),
    },
  );
  const done = { put: 0, kept: 0, expired: 0, leftOut: 0 };
  for await (const { Items = [] } of pages) {
    await inLanes(Items, lanes, async (item) => {
      if (!goesBack[given.table](item)) done.leftOut += 1;
      else if (Number(item.expiresAt ?? Number.POSITIVE_INFINITY) * 1_000 <= given.now) done.expired += 1;
      else if (await putIfAbsent(client, given.to, item)) done.put += 1;
      else done.kept += 1;
    });
    given.onProgress(done.put + done.kept + done.expired + done.leftOut);
  }
  return done;
}

/** Put back from a backup, it is counted: the mark says that it came from an archive and was counted all the while. */
function withoutMark(item: object): Record<string, unknown> {
  const { z: _z, ...rest } = item as Record<string, unknown>;
  return rest;
}

function putIfAbsent(client: DynamoDBDocumentClient, table: string, item: object): Promise<boolean> {
  const ConditionExpression = 'attribute_not_exists(pk)';
  return takesEffect(client.send(new PutCommand({ TableName: table, Item: withoutMark(item), ConditionExpression })));
}
