import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { functions } from '../../../contracts/functions.ts';
import { UsageError } from '../../command.ts';
import { type UnitName, type Units, unitNames } from '../units.ts';

/** One function under one load. Times in milliseconds on average. */
export interface FunctionFigures {
  readonly name: string;
  readonly load: 'votes' | 'devices' | 'views';
  /** Calls for a million of the load; of views for a million that reach the API. */
  readonly perMillion: number;
  readonly memoryMb: number;
  readonly ms: number;
  readonly cpuMs: number;
  readonly initMs: number;
}

/** What a million of each uses, counted on the laptop by `npm run cost -- million`. */
export interface Figures {
  readonly votes: Units;
  readonly devices: Units;
  readonly views: Units;
  readonly functions: readonly FunctionFigures[];
  /** The share of views that reach the API. */
  readonly missRate: number;
}

const amount = z.number().min(0);
const unit = z.string().refine((name): name is UnitName => unitNames.some((known) => known === name));
const lines = z.array(z.object({ unit, quantity: amount }));
const million = z.object({ lines, beside: lines });
const schema = z.object({
  options: z.object({ missRate: z.number().gt(0).max(1) }),
  report: z.object({
    votes: million,
    devices: million,
    views: million,
    times: z.array(
      z.object({
        name: z.string().refine((name) => Object.hasOwn(functions, name)),
        load: z.enum(['votes', 'devices', 'views']),
        perMillion: amount,
        memoryMb: z.number().positive(),
        pricedMs: amount,
        measuredMs: amount,
        cpuMs: amount,
        initMs: amount,
      }),
    ),
  }),
});

/** Figures that were counted once, for whoever has none of their own; docs/operations/cost.md says when. */
export const shippedFigures = new URL('./figures.json', import.meta.url);

/** @throws UsageError for a file that `npm run cost -- million --json` didn't write */
export function readFigures(file: string | URL): Figures {
  const read = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.success) throw new UsageError(`${file} is not what npm run cost -- million --json writes.`);
  const { options, report } = read.data;
  const unitsOf = ({ lines, beside }: z.infer<typeof million>): Units =>
    Object.fromEntries([...lines, ...beside].map(({ unit, quantity }) => [unit, quantity]));
  return {
    votes: unitsOf(report.votes),
    devices: unitsOf(report.devices),
    views: unitsOf(report.views),
    missRate: options.missRate,
    functions: report.times.map(({ pricedMs, measuredMs, cpuMs, ...rest }) => ({
      ...rest,
      ms: pricedMs,
      // A time that was given in place of the measured one has the same share of computing.
      cpuMs: measuredMs === 0 ? 0 : (cpuMs * pricedMs) / measuredMs,
    })),
  };
}
