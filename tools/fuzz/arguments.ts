import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { UsageError, wholeNumber } from '../command.ts';

export const help = `Asks a backend on this machine for what nobody should ask, and looks at each answer: no 5xx, nothing that the OpenAPI
document doesn't describe, no refusal without the field and its rule, no error in a function's log, and in the end every
accepted response stored and counted once, and nothing else.

npm run fuzz -- [--requests 100000] [--seed N] [--without-schemathesis]

  --requests              how many requests are sent
  --seed                  makes the draws repeat themselves
  --schemathesis-share    percent of them that schemathesis sends (20); it may send fewer, where it finds no more to try
  --without-schemathesis  sends all of them by our own part, where PyPI can't be reached
  --slack                 leaves IAM as it is on a laptop: nothing is denied, and it is faster

Schemathesis (MIT) is installed from PyPI into .groundswell/schemathesis. Where that can't be reached, install the version
that the error names from a mirror of yours, and give the path of its command as SCHEMATHESIS.

Exit status: 0 nothing was found, 1 something was, 2 wrong usage. What was found is in .groundswell/fuzz-SEED.json too, with
a line for a shell that asks the same again.`;

export interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
  /** Percent. */
  readonly schemathesisShare: number;
  readonly enforceIam: boolean;
}

/**
 * Reads the command line.
 * @returns undefined when help is asked for
 * @throws UsageError, or parseArgs' own TypeError, for what can't be understood
 */
export function readOptions(args: readonly string[]): FuzzOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      requests: { type: 'string', default: '100000' },
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      'schemathesis-share': { type: 'string', default: '20' },
      'without-schemathesis': { type: 'boolean', default: false },
      slack: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const share = wholeNumber('schemathesis-share', values['schemathesis-share'], 0);
  if (share > 100) throw new UsageError('--schemathesis-share takes a whole number up to 100.');
  return {
    requests: wholeNumber('requests', values.requests),
    seed: wholeNumber('seed', values.seed, 0),
    schemathesisShare: values['without-schemathesis'] ? 0 : share,
    enforceIam: !values.slack,
  };
}
