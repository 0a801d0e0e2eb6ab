import { escaped } from '../../html.ts';
import type { Band } from './demand.ts';
import { money } from './words.ts';

/** A bar and what it stands for. */
export interface Bar {
  readonly name: string;
  readonly amount: Band;
  /** By which it is coloured. */
  readonly kind: 'cost' | 'low' | 'medium' | 'high';
}

const width = 1_080;
const left = 400;
const right = 150;
const step = 34;
const top = 62;

/** Bars of the median, each with a thin line to the ninth decile, as SVG that follows light and dark. */
export function barsOf(title: string, legend: string, bars: readonly Bar[]): string {
  const most = Math.max(...bars.flatMap(({ amount: { median, p90 } }) => [median, p90]), Number.MIN_VALUE);
  const x = (usd: number) => Math.round((left + (Math.max(0, usd) / most) * (width - left - right)) * 10) / 10;
  const height = top + bars.length * step + 12;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}" font-family="system-ui, sans-serif" font-size="14">
<style>
.back { fill: #fff } .ink { fill: #1f2933 } .quiet { fill: #52606d } .whisker { stroke: #1f2933; fill: none }
.cost { fill: #2b6394 } .low { fill: #1a7f4b } .medium { fill: #b7791f } .high { fill: #b42318 }
@media (prefers-color-scheme: dark) {
.back { fill: #111820 } .ink { fill: #e4e7eb } .quiet { fill: #9aa5b1 } .whisker { stroke: #e4e7eb }
.cost { fill: #7fb8e3 } .low { fill: #5fcf95 } .medium { fill: #e8b75b } .high { fill: #ff8a80 }
}
</style>
<rect class="back" width="${width}" height="${height}"/>
<text class="ink" x="12" y="26" font-size="16" font-weight="600">${escaped(title)}</text>
<text class="quiet" x="12" y="46">${escaped(legend)}</text>
${bars
  .map(({ name, amount: { median, p90 }, kind }, index) => {
    const y = top + index * step;
    const end = Math.max(x(median), x(p90));
    return `<text class="ink" x="${left - 10}" y="${y + 17}" text-anchor="end">${escaped(name)}</text><rect class="${kind}" x="${left}" y="${y + 2}" width="${Math.max(1, Math.round((x(median) - left) * 10) / 10)}" height="20" rx="2"/><path class="whisker" d="M${x(median)} ${y + 12}H${x(p90)}M${x(p90)} ${y + 6}V${y + 18}"/><text class="ink" x="${end + 8}" y="${y + 17}">${money(median)}</text>`;
  })
  .join('\n')}
</svg>
`;
}
