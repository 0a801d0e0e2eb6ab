import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { heartbeatPartition } from '../contracts/names.ts';
import type { HealthProbes, Heartbeat } from '../domain/health/health.ts';
import { pollOf } from './response-item.ts';
import { readTally, tallyKey } from './tally-item.ts';

export interface HealthProbesProps {
  readonly region: string;
  readonly client: DynamoDBDocumentClient;
  readonly pollsTable: string;
  readonly responsesTable: string;
  readonly talliesTable: string;
  readonly queues: SQSClient;
  readonly queueUrl: string;
}

/**
 * Asks a region's tables and queue. The switch is the item `REGION#<region>`, `SWITCH` of the Polls table: it is
 * replicated, so that it can be set from any region. The heartbeat is an item among the responses without answers,
 * which the fold counts as nothing and marks as seen.
 */
export class RegionProbes implements HealthProbes {
  readonly #props: HealthProbesProps;
  readonly #heartbeatKey: { readonly pk: string; readonly sk: string };

  constructor(props: HealthProbesProps) {
    this.#props = props;
    this.#heartbeatKey = { pk: heartbeatPartition(props.region), sk: 'HEARTBEAT' };
  }

  async isTakenOut(abortSignal: AbortSignal): Promise<boolean> {
    const { client, pollsTable, region } = this.#props;
    const { Item } = await client.send(
      new GetCommand({ TableName: pollsTable, Key: { pk: `REGION#${region}`, sk: 'SWITCH' } }),
      { abortSignal },
    );
    return Item?.out === true;
  }

  async reachQueue(abortSignal: AbortSignal): Promise<void> {
    const { queues, queueUrl } = this.#props;
    await queues.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
      { abortSignal },
    );
  }

  async lastHeartbeat(abortSignal: AbortSignal): Promise<Heartbeat | undefined> {
    const { client, responsesTable } = this.#props;
    const { Item } = await client.send(new GetCommand({ TableName: responsesTable, Key: this.#heartbeatKey }), {
      abortSignal,
    });
    return Item && { at: Number(Item.at), foldedBefore: String(Item.foldedBefore) };
  }

  async foldedHeartbeats(abortSignal: AbortSignal): Promise<string> {
    const { client, talliesTable } = this.#props;
    const { Item } = await client.send(
      new GetCommand({ TableName: talliesTable, Key: tallyKey(pollOf(this.#heartbeatKey.pk)) }),
      { abortSignal },
    );
    return JSON.stringify([...readTally(Item ?? {}).marks].sort());
  }

  async makeHeartbeat(heartbeat: Heartbeat, last: Heartbeat | undefined, abortSignal: AbortSignal): Promise<void> {
    const { client, responsesTable } = this.#props;
    // An item that doesn't change makes no record in the stream.
    const Item = { ...this.#heartbeatKey, ...heartbeat, sentAt: Date.now() };
    const condition = last
      ? {
          ConditionExpression: '#at = :last',
          ExpressionAttributeNames: { '#at': 'at' },
          ExpressionAttributeValues: { ':last': last.at },
        }
      : { ConditionExpression: 'attribute_not_exists(pk)' };
    try {
      await client.send(new PutCommand({ TableName: responsesTable, Item, ...condition }), { abortSignal });
    } catch (error) {
      // Another instance of the function was faster.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}
