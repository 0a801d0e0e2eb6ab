import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError, wholeNumber } from '../command.ts';
import { type ShapeName, shapeNames } from './shapes.ts';

export const help = `Lets an audience vote and watch, with the very client that pages use, and holds what it meets against what is promised.

npm run load -- SHAPE [--rate N] [--seconds N] [--viewers 5] [--url URL --key KEY]

  SHAPE      steady  as many votes all the time
             ramp    from none to the peak, evenly
             spike   a show's "vote now": from quiet to the peak within a moment, then whoever comes late
             soak    steady for ten minutes
             launch  growth by a constant factor, from a hundredth to the peak
  --rate     votes a second at the peak
  --seconds  how long voters come
  --viewers  who watch the results live all the while
  --url      any stage's address; without it, a backend starts on this machine
  --key      an API key of that stage with polls:write, or GROUNDSWELL_KEY in the environment
  --output   where the page and its figures go (.groundswell/load/SHAPE)
  --seed     makes the same voters come at the same times

A vote is six requests or so: the ballot, a token, the vote, and two looks or more at whether it counts.
Exit status: 0 all promises kept, 1 one broken, 2 wrong usage.`;

/** What this machine's two cores take with room to spare, by shape; docs/operations/load.md says how that was found. */
const usual: Readonly<Record<ShapeName, { readonly rate: number; readonly seconds: number }>> = {
  steady: { rate: 30, seconds: 60 },
  ramp: { rate: 60, seconds: 60 },
  spike: { rate: 60, seconds: 60 },
  soak: { rate: 30, seconds: 600 },
  launch: { rate: 60, seconds: 90 },
};

export interface LoadOptions {
  readonly shape: ShapeName;
  readonly rate: number;
  readonly seconds: number;
  readonly viewers: number;
  /** Undefined: a backend of its own. */
  readonly stage: { readonly url: string; readonly key: string } | undefined;
  readonly output: string;
  readonly seed: number;
}

/**
 * Reads the command line.
 * @returns undefined when help is asked for
 * @throws UsageError, or parseArgs' own TypeError, for what can't be understood
 */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): LoadOptions | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rate: { type: 'string' },
      seconds: { type: 'string' },
      viewers: { type: 'string', default: '5' },
      url: { type: 'string' },
      key: { type: 'string' },
      output: { type: 'string' },
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const [name, ...more] = positionals;
  const shape = shapeNames.find((known) => known === name);
  if (!shape || more.length > 0) throw new UsageError(`Name one shape: ${shapeNames.join(', ')}. --help tells more.`);
  return {
    shape,
    rate: wholeNumber('rate', values.rate ?? String(usual[shape].rate)),
    seconds: wholeNumber('seconds', values.seconds ?? String(usual[shape].seconds)),
    viewers: wholeNumber('viewers', values.viewers, 1),
    stage: stageOf(values.url, values.key ?? environment.GROUNDSWELL_KEY),
    output: values.output ?? join('.groundswell', 'load', shape),
    seed: wholeNumber('seed', values.seed, 0),
  };
}

function stageOf(url: string | undefined, key: string | undefined): LoadOptions['stage'] {
  if (url === undefined) return undefined;
  if (!URL.canParse(url))
    throw new UsageError(`--url takes an address such as https://polls.example.com, not "${url}".`);
  if (key === undefined) throw new UsageError('A stage at --url needs an API key: --key, or GROUNDSWELL_KEY.');
  return { url: url.replace(/\/+$/, ''), key };
}
