import { type DynamoDBDocumentClient, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ArchivedResponse, ArchivedTable } from '../domain/archive/ports.ts';
import type { Position } from '../domain/exports/exported-response.ts';
import type { Poll } from '../domain/polls/poll.ts';
import { takesEffect } from './conditional-write.ts';
import { toExported } from './dynamo-exported-responses.ts';
import { isResponse, type ResponseItem, responseKey, shardKey, toItem } from './response-item.ts';

/** The Responses table as an archive takes responses from it and puts them back. */
export class DynamoArchivedTable implements ArchivedTable {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #poll: Pick<Poll, 'id' | 'shards'>;

  constructor(client: DynamoDBDocumentClient, table: string, poll: Pick<Poll, 'id' | 'shards'>) {
    this.#client = client;
    this.#table = table;
    this.#poll = poll;
  }

  async page({ partition, after }: Position) {
    const pk = shardKey(this.#poll.id, partition);
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
        ...(after === undefined ? {} : { ExclusiveStartKey: { pk, sk: after } }),
      }),
    );
    return {
      responses: Items.filter(isResponse).map(toArchived),
      ...(LastEvaluatedKey ? { after: String(LastEvaluatedKey.sk) } : {}),
    };
  }

  async expire(response: ArchivedResponse, expiresAt: number): Promise<void> {
    await this.#change(response, 'SET expiresAt = :e', { ':e': expiresAt });
  }

  async restore(response: ArchivedResponse): Promise<void> {
    if (await this.#change(response, 'REMOVE expiresAt', {})) return;
    const Item: ResponseItem = { ...this.#itemOf(response), z: 1 };
    await takesEffect(
      this.#client.send(
        new PutCommand({ TableName: this.#table, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
      ),
    );
  }

  /** Changes the response where it stands as it was archived. @returns whether it does */
  #change(response: ArchivedResponse, UpdateExpression: string, values: Readonly<Record<string, number>>) {
    const { voterKey, responseId } = response;
    return takesEffect(
      this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: responseKey({ pollId: this.#poll.id, shards: this.#poll.shards, voterKey }),
          UpdateExpression,
          ConditionExpression: '#i = :i',
          ExpressionAttributeNames: { '#i': 'i' },
          ExpressionAttributeValues: { ':i': responseId, ...values },
        }),
      ),
    );
  }

  #itemOf({ erasedAt, excludedBy, metadata, device, country, ...response }: ArchivedResponse): ResponseItem {
    const { id: pollId, shards } = this.#poll;
    const item = toItem({
      ...response,
      pollId,
      shards,
      // How it was decided that it is stored matters no more.
      changes: 'refuse',
      answers: { ...response.answers },
      skipped: [...response.skipped],
      ...(Object.keys(metadata).length === 0 ? {} : { metadata: { ...metadata } }),
      ...(country === undefined ? {} : { country }),
      ...(device === 'phone' || device === 'tablet' || device === 'desktop' ? { device } : {}),
    });
    return {
      ...item,
      ...(erasedAt === undefined ? {} : { x: erasedAt }),
      ...(excludedBy === undefined ? {} : { q: excludedBy }),
    };
  }
}

function toArchived(item: ResponseItem): ArchivedResponse {
  const { sk, x, q } = item;
  return {
    voterKey: sk,
    ...toExported(item),
    ...(x === undefined ? {} : { erasedAt: x }),
    ...(q === undefined ? {} : { excludedBy: q }),
  };
}
