import type { Usage } from '../../local/metering/usage.ts';

/** Everything that costs money by use, each with the service that bills it. */
export const services = {
  httpApiRequests: 'API Gateway',
  restApiRequests: 'API Gateway',
  lambdaRequests: 'Lambda',
  lambdaGbSeconds: 'Lambda',
  warmGbSeconds: 'Lambda',
  queueRequests: 'SQS',
  writeUnits: 'DynamoDB',
  replicatedWriteUnits: 'DynamoDB',
  readUnits: 'DynamoDB',
  tableGbMonths: 'DynamoDB',
  recoveryGbMonths: 'DynamoDB',
  busEvents: 'EventBridge',
  kinesisPutUnits: 'Kinesis',
  kinesisShardHours: 'Kinesis',
  kinesisFanOutShardHours: 'Kinesis',
  kinesisFanOutGb: 'Kinesis',
  liveOperations: 'AppSync',
  liveConnectionMinutes: 'AppSync',
  cloudFrontRequests: 'CloudFront',
  cloudFrontGb: 'CloudFront',
  firewallRequests: 'WAF',
  logGb: 'CloudWatch Logs',
  traces: 'X-Ray',
} as const;

export type UnitName = keyof typeof services;
export type ServiceName = (typeof services)[UnitName];

/** How much of what. */
export type Units = Readonly<Partial<Record<UnitName, number>>>;

export const unitNames = Object.keys(services) as UnitName[];

/** AWS's GB are 2^30 bytes in places; with 10^9 nothing comes out too cheap. */
const gigabyte = 1e9;

export const toGb = (bytes: number) => bytes / gigabyte;

/** Milliseconds that an event of a function takes, in place of the measured ones. */
export type Durations = Readonly<Record<string, number>>;

/** Time by memory of all functions. Instances that start are left out: they come with concurrency, not with events. */
export function gbSeconds(usage: Usage, durations: Durations): number {
  return Object.entries(usage.functions).reduce((sum, [name, { memoryMb, invocations, billedMs }]) => {
    const own = durations[name];
    const ms = own === undefined ? billedMs : own * invocations;
    return sum + (memoryMb / 1_024) * (ms / 1_000);
  }, 0);
}

/** What the laptop counted, in the units of the price table. What costs nothing, or comes with time, is left out. */
export function unitsOf(usage: Usage, durations: Durations): Units {
  const functions = Object.values(usage.functions);
  const tables = Object.values(usage.tables);
  const logBytes = usage.api.logBytes + total(functions.map((used) => used.logBytes));
  return {
    httpApiRequests: usage.api.requests,
    lambdaRequests: total(functions.map(({ invocations }) => invocations)),
    lambdaGbSeconds: gbSeconds(usage, durations),
    queueRequests: total(Object.values(usage.queues.requests)),
    writeUnits: total(tables.map(({ writes }) => writes)),
    replicatedWriteUnits: total(tables.map(({ replicatedWrites }) => replicatedWrites)),
    readUnits: total(tables.map(({ reads }) => reads)),
    busEvents: usage.events,
    liveOperations: usage.live.published + usage.live.delivered + usage.live.messages,
    liveConnectionMinutes: usage.live.connectionMinutes,
    logGb: toGb(logBytes),
  };
}

/** So many times as much of everything. */
export function times(units: Units, factor: number): Units {
  return Object.fromEntries(Object.entries(units).map(([name, amount]) => [name, amount * factor]));
}

/** All of each unit. */
export function plus(...parts: readonly Units[]): Units {
  const sums: Partial<Record<UnitName, number>> = {};
  for (const part of parts) {
    for (const name of unitNames) if (part[name] !== undefined) sums[name] = (sums[name] ?? 0) + part[name];
  }
  return sums;
}

export function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
