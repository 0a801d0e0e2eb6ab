import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { Insights } from '../../../contracts/insights.ts';

const height = 220;

/** Responses by time as columns of a chart; the table below it says the same. */
export function Timeline({ timeline }: { timeline: Insights['timeline'] }) {
  const place = useRef<HTMLDivElement>(null);
  const { bucketSeconds, buckets } = timeline;
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const colours = getComputedStyle(element);
    const colour = (name: string) => colours.getPropertyValue(name).trim();
    const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 } };
    const chart = new uPlot(
      {
        width: element.clientWidth,
        height,
        legend: { show: false },
        scales: { y: { range: (_chart, _least, most) => [0, Math.max(1, most * 1.1)] } },
        axes: [axis, { ...axis, size: 48, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000] }],
        series: [
          {},
          {
            stroke: colour('--accent'),
            fill: colour('--accent-soft'),
            width: 2,
            ...(uPlot.paths.bars ? { paths: uPlot.paths.bars({ size: [0.8, 60] }) } : {}),
            points: { show: false },
          },
        ],
      },
      dense(timeline),
      element,
    );
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [timeline]);
  return (
    <>
      <div
        ref={place}
        class="chart"
        role="img"
        aria-label="Chart of responses over time; the table below has its figures"
      />
      <details>
        <summary>As a table</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no pointer scrolls it by arrow keys */}
        <section class="scroll" tabIndex={0} aria-label="Responses over time">
          <table>
            <thead>
              <tr>
                <th scope="col">From</th>
                <th scope="col">Responses</th>
              </tr>
            </thead>
            <tbody>
              {buckets.map(({ from, responses }) => (
                <tr key={from}>
                  <td>{new Date(from).toLocaleString()}</td>
                  <td>{responses}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <p class="hint">Each row stands for {bucketSeconds / 60} minutes.</p>
      </details>
    </>
  );
}

/** With the empty buckets between, as far as there are not too many of them to draw. */
function dense({ bucketSeconds, buckets }: Insights['timeline']): [number[], number[]] {
  const counts = new Map(buckets.map(({ from, responses }) => [Date.parse(from) / 1_000, responses]));
  const times = [...counts.keys()];
  const [first = 0] = times;
  const last = times.at(-1) ?? first;
  const length = Math.round((last - first) / bucketSeconds) + 1;
  const all = length <= 2_000 ? Array.from({ length }, (_, index) => first + index * bucketSeconds) : times;
  return [all, all.map((time) => counts.get(time) ?? 0)];
}
