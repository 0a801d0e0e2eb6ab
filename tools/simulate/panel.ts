import { escaped } from '../html.ts';
import { duration } from './words.ts';

/** Where a panel lies and what it shows. Its time runs by the square root, as a burst is short and its aftermath long. */
export interface Panel {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
  /** The greatest value. */
  readonly high: number;
  /** Whether the scale is logarithmic, from 1 on. */
  readonly isLog: boolean;
}

/** A line of a panel: a value for each second. */
export interface Series {
  readonly name: string;
  /** The class that colours it. */
  readonly style: string;
  readonly values: readonly number[];
}

const round = (value: number) => Math.round(value * 10) / 10;

export function xOf({ left, width, seconds }: Panel, time: number): number {
  return round(left + width * Math.sqrt(Math.max(0, time) / seconds));
}

function yOf({ top, height, high, isLog }: Panel, value: number): number {
  const share = isLog ? Math.log10(Math.max(1, value)) / Math.log10(high) : Math.max(0, value) / high;
  return round(top + height * (1 - share));
}

/** A panel with its scale and lines as SVG. */
export function panelOf(panel: Panel, title: string, series: readonly Series[]): string {
  const { left, top } = panel;
  const names = series.map(({ name, style }) => `<tspan class="${style}-text" dx="10">${escaped(name)}</tspan>`);
  return [
    `<text class="ink" x="${left}" y="${top - 10}" font-weight="600">${escaped(title)}<tspan font-weight="400">${names.join('')}</tspan></text>`,
    ...rowsOf(panel),
    timesOf(panel),
    ...series.map(({ style, values }) => `<polyline class="line ${style}" points="${pointsOf(panel, values)}"/>`),
  ].join('\n');
}

/** One point for about every pixel: the greatest value of its part, so that no peak is lost. */
function pointsOf(panel: Panel, values: readonly number[]): string {
  const best = new Map<number, number>();
  for (const [second, value] of values.entries()) {
    const x = Math.round(xOf(panel, second + 1));
    best.set(x, Math.max(best.get(x) ?? 0, value));
  }
  return [...best].map(([x, value]) => `${x},${yOf(panel, value)}`).join(' ');
}

function rowsOf(panel: Panel): string[] {
  const { left, width, high, isLog } = panel;
  const values = isLog
    ? Array.from({ length: Math.floor(Math.log10(high)) + 1 }, (_, power) => 10 ** power)
    : [0, high / 2, high];
  return values.map((value) => {
    const y = yOf(panel, value);
    const text = isLog ? value.toLocaleString('en', { notation: 'compact' }) : shortTime(value);
    return `<path class="grid" d="M${left} ${y}h${width}"/><text class="quiet" x="${left - 6}" y="${y + 4}" text-anchor="end">${text}</text>`;
  });
}

const shortTime = (seconds: number) => (seconds < 120 ? duration(seconds) : `${Math.round(seconds / 60)} min`);

/** Times that a person counts in; as many as have room. */
const times = [10, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400];
const leastGap = 46;

/** Marks of times below a panel. */
export function timesOf(panel: Panel): string {
  const { top, height, seconds } = panel;
  let before = Number.NEGATIVE_INFINITY;
  return times
    .filter((time) => time <= seconds)
    .map((time) => ({ time, x: xOf(panel, time) }))
    .filter(({ x }) => {
      if (x - before < leastGap) return false;
      before = x;
      return true;
    })
    .map(
      ({ time, x }) =>
        `<path class="grid" d="M${x} ${top}v${height}"/><text class="quiet" x="${x}" y="${top + height + 15}" text-anchor="middle">${duration(time)}</text>`,
    )
    .join('\n');
}
