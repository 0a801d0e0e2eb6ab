import { parseArgs } from 'node:util';
import { UsageError } from '../command.ts';

export const help = `Deploys, updates and destroys a preview and a production stage of two regions with the real CDK CLI, against a
local CloudFormation: moto's server from PyPI, with additions of ours. Nothing of AWS is called, and no credentials are used.

npm run rehearse -- [--only preview|production] [--json FILE]

  --only  one of the two stages
  --json  also writes the report there

Exit status: 0 all went as it should, 1 something didn't, 2 wrong usage, 3 the emulator can't be had here.`;

export const rehearsedStages = { preview: 'pr-1', production: 'production' } as const;

export interface RehearsalOptions {
  readonly stages: readonly string[];
  readonly json: string | undefined;
}

/**
 * Reads the command line.
 * @returns undefined when help is asked for
 * @throws UsageError, or parseArgs' own TypeError, for what can't be understood
 */
export function readOptions(args: readonly string[]): RehearsalOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const { only, json } = values;
  if (only === undefined) return { stages: Object.values(rehearsedStages), json };
  if (only === 'preview' || only === 'production') return { stages: [rehearsedStages[only]], json };
  throw new UsageError(`--only takes preview or production, not "${only}".`);
}
