import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { localAccount } from '../assembly/resolver.ts';
import type { Faults } from '../chaos/faults.ts';
import { matches } from '../pollers/filter.ts';
import { listen } from './listen.ts';
import { type LocalServer, localRegion } from './local-server.ts';

/** A rule of a template: which events of which bus go where. */
export interface BusRule {
  readonly arn: string;
  readonly bus: string;
  readonly pattern: Readonly<Record<string, unknown>>;
  /** ARNs of queues and functions. */
  readonly targets: readonly string[];
}

/** Hands an event to a queue or a function, by its ARN, in a rule's name. */
export type Deliver = (arn: string, event: unknown, ruleArn: string) => Promise<unknown>;

/** Stands for EventBridge's buses, of which there is no embedded server: it matches events with rules. */
export interface FakeEventBus extends LocalServer {
  /** Makes a bus; the others are not there. */
  createBus(name: string): void;
  /** The rules from now on, and the way to their targets. */
  connect(given: { rules: readonly BusRule[]; deliver: Deliver; faults: Faults | undefined }): void;
  /** How many events each bus has taken so far, by their type. */
  readonly taken: ReadonlyMap<string, number>;
}

/** Of all entries of a call, as documented for PutEvents; ours are far below. */
const mostBytes = 256 * 1_024;
const mostEntries = 10;
/** How much later a delayed event arrives at most. */
const longestDelayMs = 2_000;

const putSchema = z.object({
  Entries: z
    .array(
      z.object({
        EventBusName: z.string(),
        Source: z.string().min(1),
        DetailType: z.string().min(1),
        Detail: z.string(),
        Time: z.number().optional(),
        Resources: z.array(z.string()).default([]),
      }),
    )
    .min(1)
    .max(mostEntries),
});
type Entry = z.output<typeof putSchema>['Entries'][number];

export async function startFakeEventBus(): Promise<FakeEventBus> {
  const buses = new Set<string>();
  const taken = new Map<string, number>();
  let connected: Parameters<FakeEventBus['connect']>[0] | undefined;

  async function take(entry: Entry): Promise<{ EventId: string } | { ErrorCode: string; ErrorMessage: string }> {
    const detail = objectOf(entry.Detail);
    if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
    // AWS takes an event for a bus that isn't there and drops it, so a wrong name would go unseen.
    if (!buses.has(entry.EventBusName)) {
      return { ErrorCode: 'ResourceNotFoundException', ErrorMessage: `There is no bus ${entry.EventBusName}.` };
    }
    const event = eventOf(entry, detail);
    taken.set(entry.DetailType, (taken.get(entry.DetailType) ?? 0) + 1);
    for (const rule of connected?.rules ?? []) {
      if (rule.bus !== entry.EventBusName || !matches(event, rule.pattern)) continue;
      for (const arn of rule.targets) await deliver(arn, event, rule.arn);
    }
    return { EventId: event.id };
  }

  /** At least once, and in any order. A queue has the event before the call is answered; a function is called then. */
  async function deliver(arn: string, event: unknown, rule: string): Promise<void> {
    const { deliver: hand, faults } = connected ?? {};
    const times = faults?.happens('eventRepeated') ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      if (faults?.happens('eventDelayed')) {
        setTimeout(() => void hand?.(arn, event, rule), faults.draw('eventDelayed') * longestDelayMs);
      } else await hand?.(arn, event, rule);
    }
  }

  const server = createServer(async (request, response) => {
    const body = await text(request);
    const isPut = request.headers['x-amz-target'] === 'AWSEvents.PutEvents' && Buffer.byteLength(body) <= mostBytes;
    const call = isPut ? putSchema.safeParse(objectOf(body)) : undefined;
    const answers = call?.success ? await Promise.all(call.data.Entries.map(take)) : undefined;
    response.writeHead(answers ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' });
    const failed = (answers ?? []).filter((answer) => 'ErrorCode' in answer).length;
    response.end(
      JSON.stringify(answers ? { FailedEntryCount: failed, Entries: answers } : { __type: 'ValidationException' }),
    );
  });
  const { port, stop } = await listen(server);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    taken,
    createBus: (name) => void buses.add(name),
    connect(given) {
      connected = given;
    },
    stop,
  };
}

/** An event as rules see it and targets get it. */
function eventOf(entry: Entry, detail: object) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': entry.DetailType,
    source: entry.Source,
    account: localAccount,
    time: new Date((entry.Time ?? Date.now() / 1_000) * 1_000).toISOString(),
    region: localRegion,
    resources: entry.Resources,
    detail,
  };
}

function objectOf(json: string): object | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
