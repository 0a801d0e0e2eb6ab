import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { BusEvent } from '../contracts/events.ts';
import type { EventBus } from '../domain/events/ports.ts';
import { traceOfEvent } from './trace-context.ts';

/** A region's bus on EventBridge. */
export class EventBridgeBus implements EventBus {
  readonly #client: EventBridgeClient;
  readonly #bus: string;

  constructor(client: EventBridgeClient, bus: string) {
    this.#client = client;
    this.#bus = bus;
  }

  async publish(event: BusEvent): Promise<void> {
    const { Entries = [] } = await this.#client.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: this.#bus,
            Source: event.source,
            DetailType: event.type,
            Time: new Date(event.time),
            Detail: JSON.stringify({ ...event, ...traceOfEvent() }),
          },
        ],
      }),
    );
    // An entry can be refused in an answer that is a success.
    const refused = Entries.find(({ ErrorCode }) => ErrorCode !== undefined);
    if (refused) throw new Error(`The bus refused an event: ${refused.ErrorCode}`);
  }
}
