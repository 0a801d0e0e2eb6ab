import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { ExportedResponse, Position } from '../domain/exports/exported-response.ts';
import type { ExportPorts } from '../domain/exports/run-export.ts';
import { deviceOfItem, isResponse, type ResponseItem, shardKey } from './response-item.ts';

/**
 * Responses in a page: a whole megabyte of them is twenty in memory before it is written. A poll that is exported has
 * seldom so few that this makes a call more.
 */
const pageItems = 500;

/** The Responses table as an export reads it: a page of one partition after the other, never all at once. */
export function pageReader(client: DynamoDBDocumentClient, table: string, pollId: string): ExportPorts['page'] {
  return async ({ partition, after }: Position) => {
    const pk = shardKey(pollId, partition);
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
        Limit: pageItems,
        ...(after === undefined ? {} : { ExclusiveStartKey: { pk, sk: after } }),
      }),
    );
    return {
      responses: Items.filter(isResponse).filter(isCounted).map(toExported),
      ...(LastEvaluatedKey ? { after: String(LastEvaluatedKey.sk) } : {}),
    };
  };
}

/** Results leave out what is excluded, and so do exports, so that both say the same. */
const isCounted = ({ q }: ResponseItem) => q === undefined;

/** A stored item as exports and archives have it. */
export function toExported(item: ResponseItem): ExportedResponse {
  const { i, t, a, s, d, c, g } = item;
  return {
    responseId: i,
    submittedAt: t,
    answers: a,
    skipped: s ?? [],
    metadata: d ?? {},
    ...(c === undefined ? {} : { country: c }),
    ...(g === undefined ? {} : { device: deviceOfItem(item) }),
  };
}
