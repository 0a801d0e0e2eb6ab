import * as z from 'zod/mini';
import { removalKinds } from './retention.ts';

/**
 * What services tell each other over the event bus: CloudEvents 1.0 (https://github.com/cloudevents/spec), with the
 * workspace as an extension. A new optional field of `data` keeps `dataversion`; whatever could break a reader raises
 * it, and is published beside the version before until nobody reads that one.
 */
export const eventSource = 'groundswell';

const pollId = z.string();
const responses = z.int();

const dataSchemas = {
  /** A poll was stored or deleted. Every region tells its own bus, as it tells what a region has to do. */
  'poll.changed': z.object({
    pollId,
    deleted: z.boolean(),
    /** Whether it announces an audience, or did before. */
    hasAudience: z.boolean(),
    /** What is to be removed of it, by this very change, and over how many partition keys its responses spread. */
    removal: z.optional(z.enum(removalKinds)),
    shards: z.optional(z.int()),
  }),
  /** A poll takes responses since `at`. */
  'poll.opened': z.object({ pollId, title: z.string(), at: z.iso.datetime() }),
  /** A poll takes no more responses since `at`; some may still be on their way into the tally. */
  'poll.closed': z.object({ pollId, title: z.string(), at: z.iso.datetime() }),
  /** A poll's responses have reached `responses`: 100, 1,000, 10,000 and so on. */
  'results.milestone': z.object({ pollId, responses }),
  /** The number of a poll's responses has changed, to `responses` by now; at most one a minute and poll. */
  'responses.batch': z.object({ pollId, responses }),
  'export.ready': z.object({ pollId, exportId: z.string() }),
  'media.ready': z.object({ mediaId: z.string() }),
} as const;

export type EventType = keyof typeof dataSchemas;
export const eventTypes = Object.keys(dataSchemas) as readonly EventType[];
export type EventData<T extends EventType> = z.output<(typeof dataSchemas)[T]>;

/** An event as it stands in `detail`. Whoever gets one twice knows it by its `id`. */
export interface BusEvent<T extends EventType = EventType> {
  readonly specversion: '1.0';
  readonly id: string;
  readonly type: T;
  readonly source: typeof eventSource;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** The poll, export or medium that it is about. */
  readonly subject: string;
  readonly workspace: string;
  readonly dataversion: 1;
  /** Where in a trace it was published; the extension for distributed tracing. */
  readonly traceparent?: string;
  readonly data: EventData<T>;
}

/**
 * Reads the body of a message that a rule of the bus has put into a queue.
 * @throws ZodError for anything but an event of this type
 */
export function readBusEvent<T extends EventType>(type: T, body: string): BusEvent<T> {
  const schema = z.object({
    detail: z.object({
      specversion: z.literal('1.0'),
      id: z.string(),
      type: z.literal(type),
      source: z.literal(eventSource),
      time: z.iso.datetime(),
      subject: z.string(),
      workspace: z.string(),
      dataversion: z.literal(1),
      data: dataSchemas[type],
    }),
  });
  return schema.parse(JSON.parse(body)).detail as BusEvent<T>;
}

const base = { v: z.literal(1), pollId };

/** What waits in a region's queue until it is time to tell it once for the stage, see ADR 31. */
export const announcementSchema = z.discriminatedUnion('type', [
  /** `at`: for which instant it was planned, milliseconds since 1970. */
  z.strictObject({ ...base, type: z.literal('poll.opened'), at: z.int() }),
  z.strictObject({ ...base, type: z.literal('poll.closed'), at: z.int() }),
  z.strictObject({ ...base, type: z.literal('results.milestone'), responses }),
  /** `minute`: minutes since 1970. */
  z.strictObject({ ...base, type: z.literal('responses.batch'), minute: z.int() }),
]);
export type Announcement = z.output<typeof announcementSchema>;
