import { z } from 'zod';

const numbers = z.union([z.number().transform((value) => [value]), z.array(z.number())]);
const lineSchema = z.looseObject({
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string(), Unit: z.string().default('None') })),
      }),
    ),
  }),
});

/** Values of a metric that a function tells CloudWatch. */
export interface EmbeddedMetric {
  readonly namespace: string;
  readonly name: string;
  /** As CloudWatch names it: `Count`, `Milliseconds`, `None`, … */
  readonly unit: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly values: readonly number[];
}

/**
 * Reads a line that a function has printed, whatever metrics it holds, in the embedded metric format:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 * @returns none for a line that holds none
 */
export function readEmbeddedMetrics(line: string): EmbeddedMetric[] {
  if (!line.includes('"CloudWatchMetrics"')) return [];
  const checked = lineSchema.safeParse(parsed(line));
  if (!checked.success) return [];
  const { _aws, ...values } = checked.data;
  return _aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) => {
    // CloudWatch makes a metric of each set of dimensions; the one with the most tells all of them.
    const names = Dimensions.toSorted((a, b) => b.length - a.length)[0] ?? [];
    const dimensions = Object.fromEntries(names.map((name) => [name, String(values[name] ?? '')]));
    return Metrics.flatMap(({ Name, Unit }) => {
      const told = numbers.safeParse(values[Name]);
      return told.success ? { namespace: Namespace, name: Name, unit: Unit, dimensions, values: told.data } : [];
    });
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
