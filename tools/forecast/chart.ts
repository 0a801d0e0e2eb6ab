import { escaped } from '../html.ts';
import { axisOf, place, type Scale, seconds } from './chart-parts.ts';
import type { ForecastReport } from './report.ts';
import { amount, dateOf } from './words.ts';

const size = { width: 1_080, height: 540, left: 70, right: 290, top: 50, bottom: 40 } as const;

/**
 * The votes in each day's busiest second as SVG: what was, what is expected with its bands, limits as lines, planned
 * events as marks on top. The scale is logarithmic, so that steady growth is straight and far limits still in sight.
 */
export function chartOf(report: ForecastReport): string {
  const { past, days, events, reaches } = report;
  const scale = scaleOf(report);
  const at = ({ time, value }: { time: number; value: number }) => place(scale, time, value);
  const line = (points: readonly { time: number; value: number }[]) => points.map(at).join(' ');
  const band = (low: 'p05' | 'p10', high: 'p90' | 'p95') =>
    line([
      ...days.map(({ time, second }) => ({ time, value: second[high] })),
      ...days.toReversed().map(({ time, second }) => ({ time, value: second[low] })),
    ]);
  const limits = spread(
    reaches.filter(({ limit, votes }) => limit.of === 'second' && votes <= scale.high && votes >= scale.low),
    scale,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-labelledby="chart-title chart-text" font-family="system-ui, sans-serif" font-size="12">
<title id="chart-title">Votes in the busiest second of each day</title>
<desc id="chart-text">From ${dateOf(scale.from)} to ${dateOf(scale.to)}. The median ends at ${amount(days.at(-1)?.second.median ?? 0)} votes a second.</desc>
<style>
.back { fill: #fff } .ink { fill: #1f2933 } .quiet { fill: #52606d } .grid { stroke: #d9e2ec; fill: none }
.wide { fill: #bcdcf5 } .inner { fill: #7fb8e3 } .median { stroke: #0b4f8a; stroke-width: 2; fill: none }
.past { stroke: #1f2933; stroke-width: 1.5; fill: none } .limit { stroke: #b42318; stroke-dasharray: 6 4; fill: none }
.limit-text { fill: #b42318 } .event { stroke: #6b3fa0; stroke-width: 2; fill: #6b3fa0 } .event-text { fill: #6b3fa0 }
@media (prefers-color-scheme: dark) {
.back { fill: #111820 } .ink { fill: #e4e7eb } .quiet { fill: #9aa5b1 } .grid { stroke: #323f4b }
.wide { fill: #1c3d5a } .inner { fill: #2b6394 } .median { stroke: #9fd0f7 } .past { stroke: #e4e7eb }
.limit { stroke: #ff8a80 } .limit-text { fill: #ff8a80 } .event { stroke: #c9a7f0; fill: #c9a7f0 } .event-text { fill: #c9a7f0 }
}
</style>
<rect class="back" width="${size.width}" height="${size.height}"/>
<text class="ink" x="${size.left}" y="24" font-size="15" font-weight="600">Votes in the busiest second of each day (${escaped(report.stage)})</text>
<text class="quiet" x="${size.left}" y="41">dark line: history · blue: median with bands of 80 % and 90 % · dashed: limits · violet: planned events on top</text>
${axisOf(scale)}
<polygon class="wide" points="${band('p05', 'p95')}"/>
<polygon class="inner" points="${band('p10', 'p90')}"/>
<polyline class="past" points="${line(past.map(({ time, second }) => ({ time, value: second })))}"/>
<polyline class="median" points="${line(days.map(({ time, second }) => ({ time, value: second.median })))}"/>
${limits.map(({ limit, votes, textY }) => `<path class="limit" d="M${size.left} ${seconds(scale, votes)}H${size.width - size.right}L${size.width - size.right + 8} ${textY - 4}"/><text class="limit-text" font-size="11" x="${size.width - size.right + 11}" y="${textY}">${escaped(limit.name)}</text>`).join('\n')}
${events
  .filter(({ time }) => time >= scale.from && time <= scale.to)
  .map(({ name, time, together, alone }) => eventMark(scale, name, time, together, together - alone))
  .join('\n')}
</svg>
`;
}

function eventMark(scale: Scale, name: string, time: number, together: number, below: number): string {
  const [x = '0', y = '0'] = place(scale, time, together).split(',');
  const text = `${escaped(name)}, ${amount(together)}/s`;
  const isRight = Number(x) > size.width - size.right - 150;
  return `<path class="event" d="M${x} ${y}V${seconds(scale, below)}"/><circle class="event" cx="${x}" cy="${y}" r="4"/><text class="event-text" x="${Number(x) + (isRight ? -8 : 8)}" y="${Number(y) - 6}"${isRight ? ' text-anchor="end"' : ''}>${text}</text>`;
}

/** Everything that is forecast is in sight, and the limits up to ten times that. */
function scaleOf({ past, days, events, reaches }: ForecastReport): Scale {
  const highest = Math.max(
    ...past.map(({ second }) => second),
    ...days.map(({ second }) => second.p95),
    ...events.map(({ together }) => together),
  );
  const near = reaches
    .filter(({ limit, votes }) => limit.of === 'second' && votes <= highest * 10)
    .map(({ votes }) => votes);
  const values = [...past.map(({ second }) => second), ...days.map(({ second }) => second.p05)];
  const low = Math.max(highest / 1e4, Math.min(...values.filter((value) => value > 0)));
  return {
    ...size,
    from: past[0]?.time ?? 0,
    to: days.at(-1)?.time ?? 0,
    low: low / 1.3,
    high: Math.max(highest, ...near) * 1.3,
  };
}

/** Texts beside their lines, moved apart where they would lie on each other. */
function spread<T extends { readonly votes: number }>(lines: readonly T[], scale: Scale): (T & { textY: number })[] {
  let above = Number.NEGATIVE_INFINITY;
  return lines
    .toSorted((a, b) => b.votes - a.votes)
    .map((line) => {
      above = Math.max(seconds(scale, line.votes) + 4, above + 14);
      return { ...line, textY: above };
    });
}
