import { parseArgs } from 'node:util';
import { UsageError, wholeNumber } from '../command.ts';

/** Everything that can be measured, in the order in which it is. */
export const caseNames = ['cold', 'fold', 'warm', 'tally', 'votes', 'freshness', 'growth', 'live'] as const;
export type CaseName = (typeof caseNames)[number];

export const help = `Measures how fast Groundswell is on this machine. Each figure is a ratio to a baseline that is measured in turns with it.

npm run bench -- [--only NAME,…] [--full] [--viewers 5000] [--json FILE]

  --only NAMES  cold       import of each function's bundle in a fresh process, and its size, against a bare SDK handler
                fold       records a second and core of the pure fold
                warm       submitResponse and getResults, against the bare SDK calls that they make
                tally      records a second of tallyResponses, against single updates
                votes      accepted votes a second over HTTP, against puts
                freshness  time from 202 to the vote in the results, at half the rate of votes
                growth     warm, fold and tally with 1, 10 and 100 polls and more and more votes
                live       from a published snapshot to its viewers, against a bare broadcast of the same bytes
  --full        growth up to 1,000,000 votes
  --viewers N   who listens in live (5000)
  --json FILE   writes every single run

Exit status: 0 it ran, whatever the figures; 1 it could not run; 2 wrong usage.`;

export interface BenchOptions {
  readonly only: readonly CaseName[];
  readonly full: boolean;
  readonly viewers: number;
  readonly json: string | undefined;
}

/**
 * Reads the command line.
 * @returns undefined when help is asked for
 * @throws UsageError, or parseArgs' own TypeError, for what can't be understood
 */
export function readOptions(args: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: caseNames.join(',') },
      full: { type: 'boolean', default: false },
      viewers: { type: 'string', default: '5000' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const asked = values.only.split(',');
  const unknown = asked.filter((name) => !caseNames.some((known) => known === name));
  if (unknown.length > 0) {
    throw new UsageError(`--only takes ${caseNames.join(', ')}, not "${unknown.join(', ')}".`);
  }
  return {
    only: caseNames.filter((name) => asked.includes(name)),
    full: values.full,
    viewers: wholeNumber('viewers', values.viewers),
    json: values.json,
  };
}
