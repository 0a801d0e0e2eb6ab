import type { CallObserver } from '../service-proxy/service-proxy.ts';
import { eventUnits } from './billed-units.ts';
import type { Meter } from './meter.ts';
import { askForConsumption, consumedBy } from './table-call.ts';

/** Looks at the calls that functions make of other services, and counts them. */
export function countCalls(meter: Meter): CallObserver {
  return {
    prepare({ service, operation }, request) {
      return service === 'dynamodb' ? askForConsumption(operation, request) : request;
    },
    answered({ service, operation }, request, answer) {
      if (service === 'dynamodb') {
        for (const units of consumedBy(operation, request, answer)) meter.tableUsed(units);
      } else if (service === 'sqs') {
        meter.queueCalled(operation, payloadBytes(request));
      } else if (service === 'secrets_manager') {
        meter.secretRead();
      } else if (service === 'eventbridge') {
        meter.eventsPut(unitsOfEvents(request));
      }
    },
  };
}

/** Custom events cost each time, whether a rule matches or not. */
function unitsOfEvents(request: object): number {
  const { Entries = [] } = request as { Entries?: readonly { Detail?: string }[] };
  return Entries.reduce((sum, { Detail = '' }) => sum + eventUnits(Buffer.byteLength(Detail)), 0);
}

interface SentMessage {
  readonly MessageBody?: string;
  readonly MessageAttributes?: object;
  readonly Entries?: readonly SentMessage[];
}

/** The bodies and attributes that a request sends. */
function payloadBytes(request: object): number {
  const { MessageBody = '', MessageAttributes, Entries = [] } = request as SentMessage;
  const attributes = MessageAttributes ? JSON.stringify(MessageAttributes) : '';
  const own = Buffer.byteLength(MessageBody) + Buffer.byteLength(attributes);
  return Entries.reduce((sum, entry) => sum + payloadBytes(entry), own);
}
