import { type AwsCall, arnIn, awsCall, type Place } from './aws-call.ts';

/** A value on the wire, of a key: `{ S: '…' }`, `{ N: '…' }` or `{ B: '…' }`. */
type WireValue = Readonly<Record<string, string>>;
type WireItem = Readonly<Record<string, WireValue>>;

interface ItemRequest {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly Key?: WireItem;
  readonly Item?: WireItem;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: WireItem;
}

interface BatchRequest {
  readonly RequestItems?: Readonly<
    Record<
      string,
      | readonly { readonly PutRequest?: ItemRequest; readonly DeleteRequest?: ItemRequest }[]
      | { readonly Keys: readonly WireItem[] }
    >
  >;
}

interface TransactRequest {
  readonly TransactItems?: readonly Readonly<Record<string, ItemRequest>>[];
}

/** What an item of a transaction needs, by its kind: a transaction has no permission of its own. */
const transacted: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/**
 * The permissions that a request to DynamoDB needs, with the partitions that it touches
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html), one of a batch for
 * each table, one of a transaction for each item
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html).
 */
export function dynamoDbCalls(operation: string, request: object, place: Place): AwsCall[] {
  if (operation === 'TransactWriteItems' || operation === 'TransactGetItems') {
    const { TransactItems = [] } = request as TransactRequest;
    return TransactItems.flatMap((item) =>
      Object.entries(item).map(([kind, part]) => onItem(transacted[kind] ?? kind, part, place)),
    );
  }
  if (operation === 'BatchWriteItem' || operation === 'BatchGetItem') {
    const { RequestItems = {} } = request as BatchRequest;
    return Object.entries(RequestItems).map(([table, requests]) => {
      const items = Array.isArray(requests)
        ? requests.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {})
        : (requests as { readonly Keys: readonly WireItem[] }).Keys;
      const keys = items.flatMap((item) => leadingKey(item, nameOf(table), place));
      return awsCall(`dynamodb:${operation}`, tableArn(table, place), leadingKeys([...new Set(keys)]));
    });
  }
  return [onItem(operation, request, place)];
}

function onItem(operation: string, request: ItemRequest, place: Place): AwsCall {
  const { TableName, IndexName, Key, Item } = request;
  if (TableName === undefined) return awsCall(`dynamodb:${operation}`, '*');
  const table = tableArn(TableName, place);
  const arn = IndexName === undefined ? table : `${table}/index/${IndexName}`;
  const item = Key ?? Item;
  const key = item ? leadingKey(item, nameOf(TableName), place) : queriedKey(request, place);
  return awsCall(`dynamodb:${operation}`, arn, leadingKeys(key));
}

/** A table may be named by its ARN. */
function tableArn(table: string, place: Place): string {
  return table.startsWith('arn:') ? table : arnIn(place, 'dynamodb', `table/${table}`);
}

function nameOf(table: string): string {
  return table.split('/').at(-1) ?? table;
}

function leadingKey(item: WireItem, table: string, place: Place): string[] {
  return textsOf(item[place.partitionKeyOf(table) ?? '']);
}

/** The partition that a query names: `pk = :pk`, or by a stand-in for the name. */
function queriedKey(request: ItemRequest, place: Place): string[] {
  const { TableName = '', KeyConditionExpression = '', ExpressionAttributeNames, ExpressionAttributeValues } = request;
  const partitionKey = place.partitionKeyOf(nameOf(TableName));
  for (const [, name = '', value = ''] of KeyConditionExpression.matchAll(/([#\w]+)\s*=\s*(:\w+)/g)) {
    if ((ExpressionAttributeNames?.[name] ?? name) === partitionKey) {
      return textsOf(ExpressionAttributeValues?.[value]);
    }
  }
  return [];
}

function textsOf(value: WireValue | undefined): string[] {
  return Object.values(value ?? {}).map(String);
}

function leadingKeys(keys: readonly string[]): AwsCall['context'] {
  return keys.length === 0 ? {} : { 'dynamodb:LeadingKeys': keys };
}
