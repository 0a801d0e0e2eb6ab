import { liveOperations } from '../../local/metering/billed-units.ts';
import type { FunctionUsage } from '../../local/metering/usage.ts';
import type { CostOptions } from './arguments.ts';
import { bars, countingServices, floorArithmetic } from './bars.ts';
import { type BillLine, billOf, sumOf } from './bill.ts';
import { otherDesigns } from './designs.ts';
import { priceTables } from './prices.ts';
import { type Measured, type MeasuredRun, optionCount } from './run.ts';
import { type Durations, plus, times, toGb, type Units, unitsOf } from './units.ts';

/** What a million of something costs. */
export interface PricedMillion {
  readonly lines: readonly BillLine[];
  /** Of the services that a bar is about. US dollars. */
  readonly sum: number;
  /** What stands around it, such as CloudFront and logs, where the bar leaves that out. */
  readonly beside: readonly BillLine[];
  readonly bar?: number;
}

/** How long an event of a function took, and which time was priced. */
export interface FunctionTime {
  readonly name: string;
  /** What it was called for. */
  readonly load: 'votes' | 'devices' | 'views';
  /** Calls for a million votes that count, voter tokens, or views that reach the API. */
  readonly perMillion: number;
  readonly memoryMb: number;
  readonly invocations: number;
  /** Milliseconds on average: measured on the laptop, and priced. */
  readonly measuredMs: number;
  readonly pricedMs: number;
  /** Of the measured time, what the function computed itself. */
  readonly cpuMs: number;
  readonly coldStarts: number;
  /** Milliseconds that a cold start took on average; none was seen where it is 0. */
  readonly initMs: number;
}

export interface CostReport {
  readonly votes: PricedMillion;
  readonly devices: PricedMillion;
  readonly views: PricedMillion;
  /** As many looks that come by themselves, one a second to each who listens. */
  readonly live: PricedMillion;
  readonly others: readonly { readonly name: string; readonly counts: string; readonly priced: PricedMillion }[];
  readonly times: readonly FunctionTime[];
  readonly floor: string;
  /** Milliseconds that an event of `submitResponse` may take before a million votes cost as much as the bar. */
  readonly mostSubmitMs: number;
}

const million = 1_000_000;
/** X-Ray's default rule: one request a second and 5 % of the others, for each function that is traced. */
const tracedShare = 0.05;

/** Prices what was measured. */
export function reportOf(run: MeasuredRun, options: CostOptions): CostReport {
  const { durations, region } = options;
  const prices = priceTables[region];
  const price = (units: Units, bar?: number): PricedMillion => {
    const lines = billOf(units, prices);
    const isCounting = ({ service }: BillLine) => countingServices.includes(service);
    const counting = lines.filter(isCounting);
    const beside = lines.filter((line) => !isCounting(line));
    return { lines: counting, sum: sumOf(counting), beside, ...(bar === undefined ? {} : { bar }) };
  };
  const { votes, devices, misses } = run;
  const functionTimes = [
    ...timesOf('votes', votes.usage.functions, million / votes.counted, durations),
    ...timesOf('devices', devices.usage.functions, million / devices.sent, durations),
    ...timesOf('views', misses.usage.functions, million / misses.sent, durations),
  ];
  const views = billOf(viewUnits(misses, options), prices);
  const live = billOf(liveUnits(misses), prices);
  const load = {
    sent: (million * votes.sent) / votes.counted,
    options: optionCount,
    answerMs: pricedMsOf(functionTimes, 'submitResponse'),
    storeMs: totalMsOf(functionTimes, 'recordResponses') / votes.sent,
  };
  const priced = price(
    throughCloudFront(votes.usage.api, unitsOf(votes.usage, durations), million / votes.counted),
    bars.votes,
  );
  const spare = ((bars.votes - priced.sum) / prices.lambdaGbSeconds.usd) * prices.lambdaGbSeconds.per;
  return {
    votes: priced,
    devices: price(throughCloudFront(devices.usage.api, unitsOf(devices.usage, durations), million / devices.sent)),
    live: { lines: live, sum: sumOf(live), beside: [] },
    views: { lines: views, sum: sumOf(views), beside: [], bar: bars.views },
    others: otherDesigns.map(({ name, counts, unitsFor }) => ({
      name,
      counts,
      priced: price(unitsFor(load), bars.votes),
    })),
    times: functionTimes,
    floor: floorArithmetic(prices),
    mostSubmitMs: mostMsOf(functionTimes, 'submitResponse', load.sent, spare),
  };
}

/** A million looks: CloudFront answers all, and asks the API for those that miss its cache. */
function viewUnits({ sent, usage }: Measured, { missRate, durations }: CostOptions): Units {
  const edge = { cloudFrontRequests: million, cloudFrontGb: toGb((million * usage.api.bytesOut) / sent) };
  return plus(edge, times(withTraces(unitsOf(usage, durations)), (million * missRate) / sent));
}

/**
 * A million snapshots that arrive, with the time in which they do; publishing one is nothing beside its viewers. What
 * AppSync's bytes cost beyond that is left out.
 */
function liveUnits({ sent, usage }: Measured): Units {
  return {
    liveOperations: million * liveOperations(usage.api.bytesOut / sent),
    liveConnectionMinutes: million / 60,
  };
}

const withTraces = (units: Units): Units => ({ ...units, traces: tracedShare * (units.lambdaRequests ?? 0) });

/** So many times the units of requests that CloudFront passes on, with its own. */
function throughCloudFront(api: { requests: number; bytesOut: number }, units: Units, factor: number): Units {
  const edge = { cloudFrontRequests: api.requests, cloudFrontGb: toGb(api.bytesOut) };
  return times(plus(withTraces(units), edge), factor);
}

function timesOf(
  load: FunctionTime['load'],
  functions: Readonly<Record<string, FunctionUsage>>,
  factor: number,
  durations: Durations,
): FunctionTime[] {
  return Object.entries(functions)
    .filter(([, { invocations }]) => invocations > 0)
    .map(([name, { memoryMb, invocations, billedMs, cpuMs, coldStarts, initMs }]) => ({
      name,
      load,
      perMillion: invocations * factor,
      memoryMb,
      invocations,
      measuredMs: billedMs / invocations,
      pricedMs: durations[name] ?? billedMs / invocations,
      cpuMs: cpuMs / invocations,
      coldStarts,
      initMs: coldStarts === 0 ? 0 : initMs / coldStarts,
    }));
}

function pricedMsOf(functions: readonly FunctionTime[], name: string): number {
  return functions.find((time) => time.name === name)?.pricedMs ?? 0;
}

function totalMsOf(functions: readonly FunctionTime[], name: string): number {
  const time = functions.find((candidate) => candidate.name === name);
  return time ? time.pricedMs * time.invocations : 0;
}

/** @param spare GB-seconds that a million votes may take beyond what they do */
function mostMsOf(functions: readonly FunctionTime[], name: string, events: number, spare: number): number {
  const time = functions.find((candidate) => candidate.name === name);
  return time ? time.pricedMs + (spare / (time.memoryMb / 1_024) / events) * 1_000 : 0;
}
