import type { Attributes, SpanKind } from '@opentelemetry/api';
import { traceParentName } from '../contracts/tracing.ts';
import { inSpan } from './spans.ts';
import { currentTraceParent } from './trace-context.ts';

/** As much of an AWS client as it takes to see its calls. */
interface Client {
  readonly middlewareStack: {
    add(middleware: Middleware, options: { step: 'initialize'; name: string; override: true }): void;
  };
}
type Next = (call: { input: object }) => Promise<{ output: object }>;
type Middleware = (next: Next, context: { commandName?: string; clientName?: string }) => Next;

interface Input {
  readonly TableName?: string;
  readonly QueueUrl?: string;
  readonly MessageAttributes?: object;
  readonly Entries?: readonly object[];
}

/**
 * Makes a span of each call of a client, and gives each message of a queue the place in the trace at which it was sent
 * (https://opentelemetry.io/docs/specs/semconv/messaging/sqs/).
 */
export function traced<C extends object>(client: C): C {
  const middleware: Middleware = (next, { commandName = '', clientName = '' }) => {
    const operation = commandName.replace(/Command$/, '');
    const service = clientName.replace(/Client$/, '');
    return (call) => {
      const work = workOf(service, operation, call.input);
      return inSpan(work, () => next(work.kind === 'PRODUCER' ? { ...call, input: withTrace(call.input) } : call));
    };
  };
  (client as Client).middlewareStack.add(middleware, { step: 'initialize', name: 'traced', override: true });
  return client;
}

function workOf(service: string, operation: string, input: Input) {
  const attributes: Attributes = { 'rpc.system.name': 'aws-api', 'rpc.method': `${service}/${operation}` };
  const queue = input.QueueUrl?.split('/').at(-1);
  if (operation === 'SendMessage' && queue !== undefined) {
    const kind: keyof typeof SpanKind = 'PRODUCER';
    const messaging = { 'messaging.system': 'aws_sqs', 'messaging.operation.name': 'send' };
    return {
      name: `send ${queue}`,
      kind,
      attributes: { ...attributes, ...messaging, 'messaging.destination.name': queue },
    };
  }
  const target = input.TableName ?? queue;
  const kind: keyof typeof SpanKind = 'CLIENT';
  return {
    name: target === undefined ? `${service} ${operation}` : `${operation} ${target}`,
    kind,
    attributes: { ...attributes, ...(input.TableName ? { 'db.collection.name': input.TableName } : {}) },
  };
}

/** The message with its place in the trace: the span of its sending, which is the one that runs now. */
function withTrace(input: Input): object {
  const StringValue = currentTraceParent();
  if (StringValue === undefined) return input;
  const own = { [traceParentName]: { DataType: 'String', StringValue } };
  return { ...input, MessageAttributes: { ...input.MessageAttributes, ...own } };
}
