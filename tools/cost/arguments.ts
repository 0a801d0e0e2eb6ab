import { parseArgs } from 'node:util';
import { functions } from '../../contracts/functions.ts';
import { UsageError, wholeNumber } from '../command.ts';
import { type PricedRegion, regions } from './prices.ts';
import type { Durations } from './units.ts';

export const help = `Runs votes and views through the laptop runtime while it counts every unit that AWS would bill, and prices them,
beside other designs under the same load.

npm run cost -- million [--votes 3000] [--viewers 100000] [--region us-east-1]

  --votes        votes to send
  --devices      who sends them; the rest are repeated votes, which don't count (as many as votes)
  --concurrency  votes under way at the same time (16)
  --steady       record votes while they come, as in a trickle; without it the queue holds them until all are sent, as
                 in a burst that outruns whoever records, so that batches are full
  --viewers      looks at the results; those that miss the cache are sent to the API
  --miss-rate    the share of looks that CloudFront can't answer (0.01)
  --region       whose prices: ${regions.join(', ')}
  --duration-ms  FUNCTION=MS, how long an event of a function takes on Lambda, in place of what the laptop measured;
                 may be given for several functions
  --json         a file for all figures, which npm run cost -- month --figures reads

Exit status: 0 done, whether bars are met or not; 1 it failed; 2 wrong usage.`;

export interface CostOptions {
  readonly votes: number;
  readonly devices: number;
  readonly concurrency: number;
  readonly isSteady: boolean;
  readonly viewers: number;
  readonly missRate: number;
  readonly region: PricedRegion;
  readonly durations: Durations;
  readonly json: string | undefined;
}

/**
 * Reads the command line.
 * @returns undefined when help is asked for
 * @throws UsageError, or parseArgs' own TypeError, for what can't be understood
 */
export function readOptions(args: readonly string[]): CostOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      votes: { type: 'string', default: '3000' },
      devices: { type: 'string' },
      concurrency: { type: 'string', default: '16' },
      steady: { type: 'boolean', default: false },
      viewers: { type: 'string', default: '100000' },
      'miss-rate': { type: 'string', default: '0.01' },
      region: { type: 'string', default: regions[0] },
      'duration-ms': { type: 'string', multiple: true, default: [] },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const votes = wholeNumber('votes', values.votes);
  const devices = wholeNumber('devices', values.devices ?? values.votes);
  if (devices > votes) throw new UsageError('Every one of the --devices needs at least one of the --votes.');
  const missRate = Number(values['miss-rate']);
  if (!(missRate > 0 && missRate <= 1)) {
    throw new UsageError(`--miss-rate takes a number above 0 and up to 1, not "${values['miss-rate']}".`);
  }
  return {
    votes,
    devices,
    concurrency: wholeNumber('concurrency', values.concurrency),
    isSteady: values.steady,
    viewers: wholeNumber('viewers', values.viewers),
    missRate,
    region: regionOf(values.region),
    durations: Object.fromEntries(values['duration-ms'].map(durationOf)),
    json: values.json,
  };
}

function regionOf(name: string): PricedRegion {
  const region = regions.find((known) => known === name);
  if (region) return region;
  throw new UsageError(`There are prices for ${regions.join(' and ')}, not for "${name}".`);
}

function durationOf(text: string): [name: string, ms: number] {
  const [name = '', ms = ''] = text.split('=');
  if (!Object.hasOwn(functions, name)) throw new UsageError(`--duration-ms: there is no function "${name}".`);
  if (!(Number(ms) > 0)) throw new UsageError(`--duration-ms takes FUNCTION=MS, not "${text}".`);
  return [name, Math.ceil(Number(ms))];
}
