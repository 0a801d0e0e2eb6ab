import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError, wholeNumber } from '../command.ts';
import { type GameDayFault, gameDayFaults } from './faults.ts';
import type { Pace } from './timeline.ts';

export const help = `Runs two regions on this machine under load, lets one fault after the other happen, and tells what users felt: errors,
added latency, time to recover, and votes lost, of which there may be none.

npm run gameday -- [--only NAME,NAME] [--rate 20] [--fault 20] [--rest 20] [--failover 10]

${gameDayFaults.map(({ name, what }) => `  ${name.padEnd(12)} ${what}`).join('\n')}

  --only      these faults, in this order
  --rate      votes a second, half of them near each region
  --fault     seconds that a fault is there
  --rest      seconds before the first fault and after each
  --failover  seconds in which clients still come to a region that has gone; with Route 53 some 80
  --output    where the page and its figures go (.groundswell/gameday)
  --seed      makes voters and faults repeat themselves

Exit status: 0 no vote lost, and steady before and after; 1 otherwise; 2 wrong usage.`;

export interface GameDayOptions {
  readonly faults: readonly GameDayFault[];
  readonly rate: number;
  readonly pace: Pace;
  readonly failoverSeconds: number;
  readonly output: string;
  readonly seed: number;
}

/**
 * Reads the command line.
 * @returns undefined when help is asked for
 * @throws UsageError, or parseArgs' own TypeError, for what can't be understood
 */
export function readOptions(args: readonly string[]): GameDayOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      rate: { type: 'string', default: '20' },
      fault: { type: 'string', default: '20' },
      rest: { type: 'string', default: '20' },
      failover: { type: 'string', default: '10' },
      output: { type: 'string', default: join('.groundswell', 'gameday') },
      seed: { type: 'string', default: String(randomInt(65_536)) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const rest = wholeNumber('rest', values.rest, 2);
  return {
    faults: faultsOf(values.only),
    rate: wholeNumber('rate', values.rate),
    pace: { calm: rest, fault: wholeNumber('fault', values.fault), rest },
    failoverSeconds: wholeNumber('failover', values.failover, 0),
    output: values.output,
    seed: wholeNumber('seed', values.seed, 0),
  };
}

function faultsOf(only: string | undefined): readonly GameDayFault[] {
  if (only === undefined) return gameDayFaults;
  return only.split(',').map((name) => {
    const fault = gameDayFaults.find((known) => known.name === name);
    if (fault) return fault;
    throw new UsageError(
      `There is no fault "${name}"; take of ${gameDayFaults.map((known) => known.name).join(', ')}.`,
    );
  });
}
