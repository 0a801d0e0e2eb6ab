import { parseArgs } from 'node:util';
import { UsageError } from './errors.ts';

/** What `--help` prints. */
export const help = `Replays a survey export through Groundswell and compares the results with the file's own counts.

  npm run replay -- --mapping FILE.json --responses FILE.csv
  npm run replay -- --poll FILE.json --responses FILE.csv [--mapping FILE.json]
  npm run replay -- --init FILE.csv > FILE.json

  --responses FILE     the export: one row for each respondent
  --mapping FILE       how columns become questions; makes the poll, unless --poll gives it
  --poll FILE          a poll definition; without --mapping, headers are question titles and cells option labels
  --init FILE          prints a first draft of a mapping for an export
  --api URL            address of the API (GROUNDSWELL_API, else http://localhost:3000)
  --key KEY            API key (GROUNDSWELL_API_KEY)
  --rate N             respondents a second (as many as it goes)
  --concurrency N      respondents at the same time (16)
  --duplicate P        probability from 0 to 1 that a response is sent again (0)
  --shuffle            send in random order
  --seed N             makes --shuffle and --duplicate repeat themselves
  --strict             give up if any value can't be mapped
  --timeout SECONDS    longest wait for the results to settle (60)

Exit status: 0 all counts equal, 1 some differ, 2 wrong usage or input, 3 the API can't be used.`;

/** Where the poll comes from: a mapping that makes it, a definition, or a definition with a mapping of its columns. */
export type Source =
  | { readonly mapping: string; readonly poll?: string }
  | { readonly mapping?: never; readonly poll: string };

/** One run, as the command line asks for it. */
export interface ReplayCommand {
  readonly kind: 'replay';
  readonly responses: string;
  readonly source: Source;
  readonly api: string;
  readonly key: string;
  readonly rate?: number;
  readonly concurrency: number;
  readonly duplicate: number;
  readonly shuffle: boolean;
  readonly seed?: number;
  readonly strict: boolean;
  /** In milliseconds. */
  readonly timeout: number;
}

export type Command = ReplayCommand | { readonly kind: 'help' } | { readonly kind: 'init'; readonly file: string };

const options = {
  responses: { type: 'string' },
  mapping: { type: 'string' },
  poll: { type: 'string' },
  init: { type: 'string' },
  api: { type: 'string' },
  key: { type: 'string' },
  rate: { type: 'string' },
  concurrency: { type: 'string' },
  duplicate: { type: 'string' },
  shuffle: { type: 'boolean', default: false },
  seed: { type: 'string' },
  strict: { type: 'boolean', default: false },
  timeout: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** @throws UsageError that says what is missing or wrong */
export function readArguments(args: readonly string[], environment: Record<string, string | undefined>): Command {
  const values = parse(args);
  if (values.help) return { kind: 'help' };
  if (values.init !== undefined) return { kind: 'init', file: values.init };
  const { responses } = values;
  if (responses === undefined) throw new UsageError('--responses FILE.csv is missing; --help shows the usage');
  const source = sourceOf(values);
  const key = values.key ?? environment.GROUNDSWELL_API_KEY;
  if (!key) throw new UsageError('an API key is missing: give --key or set GROUNDSWELL_API_KEY');
  const rate = number('rate', values.rate, { above: 0 });
  const seed = number('seed', values.seed, { whole: true });
  return {
    kind: 'replay',
    responses,
    source,
    api: address(values.api ?? environment.GROUNDSWELL_API ?? 'http://localhost:3000'),
    key,
    ...(rate !== undefined && { rate }),
    concurrency: number('concurrency', values.concurrency, { above: 0, whole: true }) ?? 16,
    duplicate: number('duplicate', values.duplicate, { from: 0, to: 1 }) ?? 0,
    shuffle: values.shuffle,
    ...(seed !== undefined && { seed }),
    strict: values.strict,
    timeout: (number('timeout', values.timeout, { above: 0 }) ?? 60) * 1_000,
  };
}

function sourceOf({ mapping, poll }: { mapping?: string | undefined; poll?: string | undefined }): Source {
  if (mapping !== undefined) return { mapping, ...(poll !== undefined && { poll }) };
  if (poll !== undefined) return { poll };
  throw new UsageError('--mapping or --poll is missing; --help shows the usage');
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

interface Bounds {
  readonly above?: number;
  readonly from?: number;
  readonly to?: number;
  readonly whole?: boolean;
}

function number(name: string, text: string | undefined, bounds: Bounds): number | undefined {
  if (text === undefined) return undefined;
  const { above = -Infinity, from = -Infinity, to = Infinity, whole = false } = bounds;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const isInside = Number.isFinite(value) && value > above && value >= from && value <= to;
  if (isInside && (!whole || Number.isInteger(value))) return value;
  const range = [
    ...(bounds.above === undefined ? [] : [` above ${above}`]),
    ...(bounds.from === undefined ? [] : [` from ${from} to ${to}`]),
  ].join('');
  throw new UsageError(`--${name} must be a ${whole ? 'whole ' : ''}number${range}, not "${text}"`);
}

function address(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new UsageError(`--api must be an http or https address, not "${text}"`);
  }
  return text.replace(/\/+$/, '');
}
