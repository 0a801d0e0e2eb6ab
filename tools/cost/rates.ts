import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UsageError } from '../command.ts';
import { fixedCosts } from './fixed.ts';
import { formatEstimate } from './monthly.ts';
import type { CostReport, PricedMillion } from './report.ts';
import { resourcesOf } from './resources.ts';

const help = `Says what a stage costs in a month: by being there, and at a steady rate of votes.

  npm run cost -- rates --figures FILE [--assembly cdk.out] [--rates 1,100,10000]

  --figures FILE     what npm run cost -- million --steady --json FILE wrote: votes, devices and views by counted units
  --assembly FOLDER  the synthesized stage, whose alarms, secrets and so on are counted (cdk.out)
  --rates LIST       votes a second

Exit status: 0 done, 1 it failed, 2 wrong usage.`;

/** `npm run cost -- rates`: a stage's month at steady rates, as one short table. */
export async function rates(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      figures: { type: 'string' },
      assembly: { type: 'string', default: 'cdk.out' },
      rates: { type: 'string', default: '1,100,10000' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(help);
  if (!values.figures) throw new UsageError('Name the --figures.');
  const votesPerSecond = values.rates.split(',').map(Number);
  if (votesPerSecond.some((rate) => !(rate > 0)))
    throw new UsageError('--rates takes numbers above 0, with commas between.');
  const { report } = JSON.parse(readFileSync(values.figures, 'utf8')) as { report: CostReport };
  const millions = { votes: allOf(report.votes), devices: allOf(report.devices), views: allOf(report.views) };
  for (const line of formatEstimate(votesPerSecond, millions, fixedCosts(resourcesOf(values.assembly))))
    console.log(line);
}

/** A million with what stands around it. */
function allOf({ sum, beside }: PricedMillion): number {
  return beside.reduce((total, { amount }) => total + amount, sum);
}
