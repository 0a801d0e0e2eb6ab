import assert from 'node:assert/strict';

/** A line of a metric. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const typeLine = /^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$/;
const helpLine = /^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) \S.*$/;
const sampleLine = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\+Inf|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/;
const labelPair = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/gy;

/**
 * Reads Prometheus's text format more strictly than Prometheus does: help and type before each metric's lines, which
 * stand together; no line twice; buckets that never fall, and end with the count.
 */
export function readPrometheus(text: string): Sample[] {
  assert.ok(text.endsWith('\n'), 'the last line ends, too');
  const samples: Sample[] = [];
  const finished = new Set<string>();
  let current: { name: string; type: string } | undefined;
  let helped: string | undefined;
  const seen = new Set<string>();
  for (const line of text.slice(0, -1).split('\n')) {
    const help = helpLine.exec(line)?.[1];
    const [, typed, type = ''] = typeLine.exec(line) ?? [];
    if (help !== undefined) helped = help;
    else if (typed !== undefined) {
      assert.equal(helped, typed, `${typed} has help before its type`);
      assert.ok(!finished.has(typed), `${typed} comes once`);
      finished.add(typed);
      current = { name: typed, type };
    } else {
      const sample = readSample(line);
      assert.ok(current, line);
      const suffixes = current.type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
      assert.ok(
        suffixes.some((suffix) => sample.name === `${current?.name}${suffix}`),
        `${line} is of ${current.name}`,
      );
      assert.ok(!seen.has(line.replace(/ \S+$/, '')), `${line} comes once`);
      seen.add(line.replace(/ \S+$/, ''));
      if (current.type === 'counter') assert.match(sample.name, /_total$/);
      samples.push(sample);
    }
  }
  checkBuckets(samples);
  return samples;
}

function readSample(line: string): Sample {
  const [, name, pairs = '', value] = sampleLine.exec(line) ?? [];
  assert.ok(name && value !== undefined, `no line of a metric: ${line}`);
  const labels: Record<string, string> = {};
  let length = 0;
  for (const [whole, label = '', text = ''] of pairs.matchAll(labelPair)) {
    assert.ok(!(label in labels), line);
    labels[label] = text.replace(/\\([\\"n])/g, (_, character) => (character === 'n' ? '\n' : character));
    length += whole.length;
  }
  assert.equal(length, pairs.length, `labels: ${line}`);
  return { name, labels, value: value === '+Inf' ? Number.POSITIVE_INFINITY : Number(value) };
}

function checkBuckets(samples: readonly Sample[]): void {
  const buckets = samples.filter(({ name }) => name.endsWith('_bucket'));
  const groups = Map.groupBy(buckets, ({ name, labels: { le: _, ...labels } }) => `${name} ${JSON.stringify(labels)}`);
  for (const [group, own] of groups) {
    const counts = own.map(({ value }) => value);
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => a - b),
      group,
    );
    const last = own.at(-1);
    assert.equal(last?.labels.le, '+Inf', group);
    const { le: _, ...labels } = last?.labels ?? {};
    const count = samples.find(
      ({ name, labels: others }) =>
        name === last?.name.replace(/_bucket$/, '_count') && JSON.stringify(others) === JSON.stringify(labels),
    );
    assert.equal(count?.value, last?.value, group);
  }
}
