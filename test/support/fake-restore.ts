import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';

export async function* itemsOf(database: DynamoDBDocumentClient, table: string) {
  for await (const { Items = [] } of paginateScan({ client: database }, { TableName: table })) yield* Items;
}

/** Does what AWS Backup would: a new table with the same keys and all items, and nothing else. @returns its name */
export async function fakeRestoreOf(database: DynamoDBDocumentClient, source: string, name: string): Promise<string> {
  const { Table } = await database.send(new DescribeTableCommand({ TableName: source }));
  await database.send(
    new CreateTableCommand({
      TableName: name,
      KeySchema: Table?.KeySchema ?? [],
      AttributeDefinitions: Table?.AttributeDefinitions ?? [],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  for await (const Item of itemsOf(database, source)) {
    await database.send(new PutCommand({ TableName: name, Item }));
  }
  return name;
}
