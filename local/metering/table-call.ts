import { writeUnits } from './billed-units.ts';
import { itemSize, type WireItem } from './item-size.ts';
import type { ConsumedUnits } from './meter.ts';

const reading = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems']);
const writing = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']);

interface Consumed {
  readonly TableName: string;
  readonly CapacityUnits: number;
}

/** One write of a request, alone or in a transaction. */
interface Write {
  readonly TableName: string;
  readonly Item?: WireItem;
  readonly Key?: WireItem;
}

interface Request extends Partial<Write> {
  readonly TransactItems?: readonly Readonly<Record<string, Write>>[];
}

interface Answer {
  readonly __type?: string;
  readonly Item?: WireItem;
  readonly ConsumedCapacity?: Consumed | readonly Consumed[];
}

/** A request of DynamoDB that also asks what it consumed, as the server knows old and new items and we don't. */
export function askForConsumption(operation: string, request: object): object {
  return reading.has(operation) || writing.has(operation) ? { ...request, ReturnConsumedCapacity: 'TOTAL' } : request;
}

/**
 * What a call is billed. A write whose condition fails is billed too, by the larger of the item that is there, as far
 * as the answer shows it, and the item that was to be written; a cancelled transaction costs twice that for each of
 * its items (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html). Whatever
 * else is refused costs nothing.
 */
export function consumedBy(operation: string, request: object, answer: object): ConsumedUnits[] {
  const { TransactItems = [], ...write } = request as Request;
  const { __type = '', Item, ConsumedCapacity = [] } = answer as Answer;
  if (__type.endsWith('ConditionalCheckFailedException') && write.TableName) {
    return [failedWrite({ ...write, TableName: write.TableName }, Item, 1)];
  }
  if (__type.endsWith('TransactionCanceledException')) {
    return TransactItems.flatMap((item) => Object.values(item).map((part) => failedWrite(part, undefined, 2)));
  }
  return [ConsumedCapacity].flat().map(({ TableName, CapacityUnits }) => ({
    table: TableName,
    reads: reading.has(operation) ? CapacityUnits : 0,
    writes: writing.has(operation) ? CapacityUnits : 0,
    isReplicated: true,
  }));
}

function failedWrite(write: Write, found: WireItem | undefined, times: number): ConsumedUnits {
  const wanted = itemSize(write.Item ?? write.Key ?? {});
  const writes = times * writeUnits(Math.max(wanted, itemSize(found ?? {})));
  return { table: write.TableName, reads: 0, writes, isReplicated: false };
}
