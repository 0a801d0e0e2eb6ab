import { type Labels, type Metric, type Series, secondBounds } from './metric.ts';

/** A label's value comes from outside in places: beyond so many series of a metric, new ones are left out. */
const mostSeries = 2_000;

interface Kept {
  readonly help: string;
  readonly type: Metric['type'];
  readonly bounds: readonly number[];
  readonly series: Map<string, { labels: Labels; value: number; sum: number; counts: number[] }>;
}

/** Metrics of the laptop, in memory. */
export class Registry {
  readonly #metrics = new Map<string, Kept>();

  /** @param by never less than 0 */
  count(name: string, help: string, labels: Labels, by = 1): void {
    const series = this.#series({ name, help, type: 'counter' }, labels);
    if (series) series.value += by;
  }

  set(name: string, help: string, labels: Labels, value: number): void {
    const series = this.#series({ name, help, type: 'gauge' }, labels);
    if (series) series.value = value;
  }

  /** @param bounds from the least to the greatest; only a metric's first ones count. @default for seconds */
  observe(name: string, help: string, labels: Labels, value: number, bounds: readonly number[] = secondBounds): void {
    const series = this.#series({ name, help, type: 'histogram', bounds }, labels);
    if (!series) return;
    const all = this.#metrics.get(name)?.bounds ?? [];
    const index = all.findIndex((bound) => value <= bound);
    series.counts[index] = (series.counts[index] ?? 0) + 1;
    series.sum += value;
    series.value += 1;
  }

  /** All metrics, by name; their series by their labels. */
  metrics(): Metric[] {
    return [...this.#metrics]
      .map(([name, { help, type, bounds, series }]) => ({
        name,
        help,
        type,
        series: [...series]
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([, { labels, value, sum, counts }]): Series => {
            if (type !== 'histogram') return { labels, value };
            return {
              labels,
              distribution: { bounds, counts: bounds.map((_, at) => counts[at] ?? 0), sum, count: value },
            };
          }),
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  #series(
    { name, help, type, bounds = [] }: Pick<Metric, 'name' | 'help' | 'type'> & { bounds?: readonly number[] },
    labels: Labels,
  ) {
    const kept = this.#metrics.get(name) ?? {
      help,
      type,
      bounds: [...bounds, Number.POSITIVE_INFINITY],
      series: new Map(),
    };
    this.#metrics.set(name, kept);
    // One name has one type: whoever gives it another is not heard.
    if (kept.type !== type) return undefined;
    const key = JSON.stringify(Object.entries(labels).toSorted());
    const known = kept.series.get(key);
    if (known) return known;
    if (kept.series.size >= mostSeries) return undefined;
    const added = { labels, value: 0, sum: 0, counts: [] };
    kept.series.set(key, added);
    return added;
  }
}
