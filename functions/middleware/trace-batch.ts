import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import { traceParentName } from '../../contracts/tracing.ts';
import { readTraceParent, type TraceParent } from '../../domain/tracing/trace-parent.ts';
import { inSpan, type Work } from '../../stores/spans.ts';
import { currentTrace, traceOfRecord } from '../../stores/trace-context.ts';
import { invoked } from './tracing.ts';

/**
 * Works on a batch of messages in a span that links to what sent each of them, and goes on with their trace if they have
 * one in common (https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/).
 */
export function inBatch<T>(records: readonly SQSRecord[], act: () => Promise<T>): Promise<T> {
  const queue = nameIn(records[0]?.eventSourceARN);
  return invoked(batch(`receive ${queue}`, records.map(traceOfMessage), attributesOf(queue, 'receive')), act);
}

/** Works on one message of a batch in a span that goes on from where it was sent. */
export function inMessage<T>(record: SQSRecord, act: () => Promise<T>): Promise<T> {
  const queue = nameIn(record.eventSourceARN);
  const sentAt = Number(record.attributes?.SentTimestamp);
  return inSpan(
    {
      name: `process ${queue}`,
      kind: 'CONSUMER',
      attributes: {
        ...attributesOf(queue, 'process'),
        'messaging.message.id': record.messageId,
        // How long it lay in the queue.
        ...(Number.isFinite(sentAt) ? { 'groundswell.waited_ms': Math.max(0, Date.now() - sentAt) } : {}),
      },
      parent: traceOfMessage(record),
      causes: [currentTrace()],
    },
    act,
  );
}

/** Works on a batch of a table's stream in a span that links to what wrote each item. */
export function inStreamBatch<T>(records: readonly DynamoDBRecord[], act: () => Promise<T>): Promise<T> {
  // A window that ends without records has no work.
  if (records.length === 0) return act();
  const table = tableIn(records[0]?.eventSourceARN);
  return invoked(batch(`read stream of ${table}`, records.map(traceOfRecord), { 'db.collection.name': table }), act);
}

/** Goes on from the write that a stream's record tells of. */
export function inRecord<T>(name: string, trace: TraceParent | undefined, act: () => Promise<T>): Promise<T> {
  return inSpan({ name, kind: 'CONSUMER', parent: trace, causes: [currentTrace()] }, act);
}

function batch(name: string, causes: readonly (TraceParent | undefined)[], attributes: Work['attributes']): Work {
  const count = { 'messaging.batch.message_count': causes.length };
  const traces = new Set(causes.map((cause) => cause?.traceId));
  const parent = traces.size === 1 ? (causes[0] ?? 'none') : 'none';
  return { name, kind: 'CONSUMER', attributes: { ...attributes, ...count }, parent, causes };
}

function attributesOf(queue: string, operation: string) {
  return {
    'messaging.system': 'aws_sqs',
    'messaging.operation.name': operation,
    'messaging.destination.name': queue,
  };
}

/** An attribute of the message; of an event of the bus, which has none, the extension that CloudEvents has for it. */
function traceOfMessage({ messageAttributes, body }: SQSRecord): TraceParent | undefined {
  const attribute = messageAttributes?.[traceParentName]?.stringValue;
  return readTraceParent(attribute ?? traceInBody(body));
}

/** @see https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/distributed-tracing.md */
function traceInBody(body: string): string | undefined {
  if (!body.includes(`"${traceParentName}"`)) return undefined;
  try {
    const { detail } = JSON.parse(body) as { detail?: { traceparent?: unknown } };
    return typeof detail?.traceparent === 'string' ? detail.traceparent : undefined;
  } catch {
    return undefined;
  }
}

const nameIn = (arn = '') => arn.split(':').at(-1) ?? '';
const tableIn = (arn = '') => arn.split('/')[1] ?? '';
