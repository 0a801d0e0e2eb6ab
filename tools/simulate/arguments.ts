import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { peakShare } from '../../domain/polls/shards.ts';
import { UsageError, wholeNumber } from '../command.ts';
import { type Curve, curveFrom, curveOf, presets } from './curves.ts';
import { type Changes, changeable } from './design.ts';
import { peakOf } from './report.ts';

export const help = `Runs votes through a model of the deployed design under AWS's limits and scaling rates: where they wait, how old
results get, what is met first, and what an announced audience changes.

npm run simulate -- [--preset show] [--peak 10000] [--stage production] [--set NAME=N ...]
npm run simulate -- --csv FILE
npm run simulate -- --check

  --preset NAME     the curve: ${presets.join(', ')} (show)
  --peak N          votes in its busiest second (10000)
  --csv FILE        a curve of one's own: a head line, then seconds,votes a second; straight in between
  --stage NAME      whose templates and configuration (production)
  --audience N      what the poll announces in the second run (ten times the peak: a tenth votes in the busiest second);
                    0 leaves the second run out
  --former-peak N   the most writes a second that the table has seen (0: a new one)
  --no-retries      who is refused goes away, and doesn't come again as @groundswell/client does
  --set NAME=N      what if: ${changeable.join(', ')}
  --most-minutes N  when a run ends that hasn't settled (60)
  --svg FILE        a picture
  --html FILE       a page with the picture and all tables, in one file
  --json            all figures, for scripts, in place of the report
  --json-file FILE  the same into a file, beside the report
  --check           runs three small curves on the laptop with the same limits, and compares (4 minutes)

Exit status: 0 done; 1 it failed, or the check found more than 15 % between model and laptop; 2 wrong usage.`;

export interface SimulateOptions {
  readonly stage: string;
  readonly curve: Curve;
  readonly audience: number;
  readonly formerPeak: number;
  readonly retries: boolean;
  readonly changes: Changes;
  readonly mostSeconds: number;
  readonly svg: string | undefined;
  readonly html: string | undefined;
  readonly json: boolean;
  readonly jsonFile: string | undefined;
  readonly check: boolean;
}

/**
 * Reads the command line.
 * @returns undefined when help is asked for
 * @throws UsageError, or parseArgs' own TypeError, for what can't be understood
 */
export function readOptions(args: readonly string[]): SimulateOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      preset: { type: 'string' },
      peak: { type: 'string' },
      csv: { type: 'string' },
      stage: { type: 'string', default: 'production' },
      audience: { type: 'string' },
      'former-peak': { type: 'string', default: '0' },
      'no-retries': { type: 'boolean', default: false },
      set: { type: 'string', multiple: true, default: [] },
      'most-minutes': { type: 'string', default: '60' },
      svg: { type: 'string' },
      html: { type: 'string' },
      json: { type: 'boolean', default: false },
      'json-file': { type: 'string' },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const curve = readCurve(values);
  return {
    stage: values.stage,
    curve,
    audience:
      values.audience === undefined
        ? Math.ceil(peakOf(curve) / peakShare)
        : wholeNumber('audience', values.audience, 0),
    formerPeak: wholeNumber('former-peak', values['former-peak'], 0),
    retries: !values['no-retries'],
    changes: Object.fromEntries(values.set.map(changeOf)),
    mostSeconds: 60 * wholeNumber('most-minutes', values['most-minutes']),
    svg: values.svg,
    html: values.html,
    json: values.json,
    jsonFile: values['json-file'],
    check: values.check,
  };
}

function readCurve({ preset, peak, csv }: { preset?: string; peak?: string; csv?: string }): Curve {
  if (csv !== undefined) {
    if (preset !== undefined || peak !== undefined) throw new UsageError('Name either --csv, or --preset and --peak.');
    return curveFrom(csv, readFileSync(csv, 'utf8'));
  }
  const known = presets.find((name) => name === (preset ?? 'show'));
  if (!known) throw new UsageError(`--preset takes ${presets.join(', ')}, not "${preset}".`);
  return curveOf(known, wholeNumber('peak', peak ?? '10000'));
}

function changeOf(text: string): [string, number] {
  const [name = '', value = ''] = text.split('=');
  const known = changeable.find((one) => one === name);
  if (!known) throw new UsageError(`--set knows ${changeable.join(', ')}, not "${name}".`);
  return [known, wholeNumber(`set ${name}`, value, 0)];
}
