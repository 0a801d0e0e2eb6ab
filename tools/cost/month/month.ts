import { readFileSync, writeFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { loadConfiguration } from '../../../lib/configuration/load.ts';
import { configurationOf } from '../../../lib/configuration/stage.ts';
import { idle } from '../../forecast/cost-of-votes.ts';
import { UnusableHistory } from '../../forecast/points.ts';
import { type FixedLine, fixedCosts } from '../fixed.ts';
import { regions } from '../prices.ts';
import { readProfile } from '../profile/profile.ts';
import { resourcesOf } from '../resources.ts';
import { readOptions } from './arguments.ts';
import { budgetLine } from './budget.ts';
import { readFigures, shippedFigures } from './figures.ts';
import { jsonOf } from './json.ts';
import { pageOf } from './page.ts';
import { format } from './print.ts';
import { monthReport } from './report.ts';
import { demandFrom } from './sources.ts';

/** `npm run cost -- month`: a stage's month by service, and what could be saved of it. */
export async function month(args: readonly string[]): Promise<number | undefined> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    console.log(options);
    return undefined;
  }
  const stage = configurationOf(options.stage, await loadConfiguration());
  const figures = readFigures(options.figures ?? shippedFigures);
  try {
    const fixed: readonly FixedLine[] =
      options.assembly === undefined
        ? [
            {
              what: `what a ${stage.kind} stage has had (docs/operations/cost.md)`,
              count: 1,
              usdEach: idle[stage.kind],
              source: 'docs/operations/cost.md, "Idle"',
              standing: 'unconfirmed',
            },
          ]
        : fixedCosts(resourcesOf(options.assembly));
    const report = monthReport({
      stage,
      region: options.region ?? regions.find((known) => known === stage.regions[0]) ?? regions[0],
      demand: await demandFrom(options, stage, figures),
      fixed,
      figures,
      seen: options.profile === undefined ? new Map() : readProfile(readFileSync(options.profile, 'utf8')),
      assumed: options.assumed,
    });
    if (options.budget) console.log(budgetLine(report.total.p90));
    else if (options.json) console.log(jsonOf(report));
    else for (const line of format(report, (colour, words) => styleText(colour, words))) console.log(line);
    if (options.jsonFile !== undefined) writeFileSync(options.jsonFile, `${jsonOf(report)}\n`);
    if (options.html !== undefined) writeFileSync(options.html, pageOf(report));
    return undefined;
  } catch (error) {
    if (!(error instanceof UnusableHistory)) throw error;
    console.error(`cost: ${error.message}`);
    return 2;
  }
}
