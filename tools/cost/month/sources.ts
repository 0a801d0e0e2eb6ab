import { readFileSync } from 'node:fs';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { StageConfiguration } from '../../../lib/configuration/stage.ts';
import { readMetric } from '../../forecast/cloudwatch.ts';
import { pointsOf } from '../../forecast/csv.ts';
import { type Point, regular } from '../../forecast/points.ts';
import { weekOf } from '../../forecast/week.ts';
import { perVote } from '../monthly.ts';
import type { UnitName } from '../units.ts';
import type { MonthOptions, UnitMetric } from './arguments.ts';
import { assumedWeek, type Demand, secondsAMonth, unitsOfVotes } from './demand.ts';
import { drawnMonths } from './draw.ts';
import type { Figures } from './figures.ts';
import { forecastMonth } from './forecast-file.ts';
import { daysOf, observedDemand, observedOf } from './observed.ts';

/** What the month is expected to use, wherever that is known from. */
export async function demandFrom(
  { source, keptMonths }: Pick<MonthOptions, 'source' | 'keptMonths'>,
  stage: StageConfiguration,
  figures: Figures,
): Promise<Demand> {
  const ofVotes = (votes: Omit<Demand, 'units'>): Demand => ({
    ...votes,
    units: {
      median: unitsOfVotes(votes.votes.median, figures, stage, { keptMonths }),
      p90: unitsOfVotes(votes.votes.p90, figures, stage, { keptMonths }),
    },
  });
  if ('forecast' in source) return ofVotes(forecastMonth(readFileSync(source.forecast, 'utf8'), source.month));
  if ('votes' in source) {
    const { series } = regular(pointsOf(readFileSync(source.votes, 'utf8')));
    const week = weekOf(series);
    return ofVotes({
      source: 'A month made of the weeks of votes that were seen; growth is not in it.',
      votes: drawnMonths(daysOf(series)),
      week: week ?? assumedWeek,
      isWeekSeen: week !== undefined,
    });
  }
  if ('rate' in source) {
    const votes = source.rate * secondsAMonth;
    return ofVotes({
      source: `${source.rate} votes a second all month: nothing is uncertain in it, and no hour is busier than another.`,
      votes: { median: votes, p90: votes },
      week: [1],
      isWeekSeen: true,
    });
  }
  const observed =
    'usage' in source
      ? observedOf(readFileSync(source.usage, 'utf8'))
      : await fromCloudWatch(source.metrics, source.daysBack, stage.regions[0]);
  return observedDemand(observed, callsPerVote(figures));
}

/** Calls of functions that a vote brings with its token and the views that miss the cache. */
function callsPerVote({ votes, devices, views }: Figures): number {
  const calls = (units: typeof votes) => (units.lambdaRequests ?? 0) / 1e6;
  return calls(votes) + perVote.devices * calls(devices) + perVote.views * calls(views);
}

/** Several metrics of one unit, say one for each function, add up. */
async function fromCloudWatch(
  metrics: readonly UnitMetric[],
  daysBack: number,
  region: string,
): Promise<ReadonlyMap<UnitName, readonly Point[]>> {
  const client = new CloudWatchClient({ region });
  const read = await Promise.all(
    metrics.map(async ({ unit, factor, metric }) => ({
      unit,
      points: (await readMetric(client, metric, daysBack, Date.now())).map(({ time, value }) => ({
        time,
        value: value * factor,
      })),
    })),
  );
  client.destroy();
  return new Map(
    [...Map.groupBy(read, ({ unit }) => unit)].map(([unit, all]) => [unit, added(all.flatMap(({ points }) => points))]),
  );
}

export function added(points: readonly Point[]): Point[] {
  return [...Map.groupBy(points, ({ time }) => time)].map(([time, all]) => ({
    time,
    value: all.reduce((sum, { value }) => sum + value, 0),
  }));
}
