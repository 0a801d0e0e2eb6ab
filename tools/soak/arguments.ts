import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { UsageError, wholeNumber } from '../command.ts';

export const help = `Drives votes, changed votes, closings, erasures and expiry through the running system while the platform misbehaves,
then compares every poll's results in every region with a model that saw only what was accepted, and scans every line
of every log for what voters wrote and showed.

npm run soak -- [--votes 20000] [--voters 15000] [--polls 20] [--regions 2] [--chaos harsh] [--seed N]

  --votes        responses to send
  --voters       who sends them; the rest of the votes are second thoughts
  --polls        polls that they are spread over
  --regions      regions to run
  --chaos        none, mild, harsh, or a JSON file of probabilities
  --seed         makes the plan and the faults' draws repeat themselves
  --concurrency  voters at the same time (96)

Exit status: 0 no differences and no leaks, 1 some, 2 wrong usage. With differences, .groundswell/soak-SEED.json holds the
faults and, for each poll that differs, the history reduced to the voters whom it is about.`;

export interface SoakOptions {
  readonly votes: number;
  readonly voters: number;
  readonly polls: number;
  readonly regions: number;
  readonly chaos: string;
  readonly seed: number;
  readonly concurrency: number;
}

/**
 * Reads the command line.
 * @returns undefined when help is asked for
 * @throws UsageError, or parseArgs' own TypeError, for what can't be understood
 */
export function readOptions(args: readonly string[]): SoakOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      votes: { type: 'string', default: '20000' },
      voters: { type: 'string' },
      polls: { type: 'string', default: '20' },
      regions: { type: 'string', default: '2' },
      chaos: { type: 'string', default: 'harsh' },
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      concurrency: { type: 'string', default: '96' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const votes = wholeNumber('votes', values.votes);
  const options = {
    votes,
    voters: wholeNumber('voters', values.voters ?? String(Math.ceil(votes * 0.75))),
    polls: wholeNumber('polls', values.polls),
    regions: wholeNumber('regions', values.regions),
    chaos: values.chaos,
    seed: wholeNumber('seed', values.seed, 0),
    concurrency: wholeNumber('concurrency', values.concurrency),
  };
  if (options.voters > options.votes)
    throw new UsageError('Every one of the --voters needs at least one of the --votes.');
  return options;
}
