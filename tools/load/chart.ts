import { escaped } from '../html.ts';

/** A line of a chart, a value for each second; where there is none the line is broken. */
export interface Line {
  readonly name: string;
  /** Which of the page's colours it has. */
  readonly colour: 'blue' | 'green' | 'amber' | 'red' | 'grey';
  readonly values: readonly number[];
}

/** A stretch of time with a name, shown behind the lines. */
export interface Span {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const size = { width: 960, height: 240, left: 56, right: 12, top: 28, bottom: 26 } as const;
const inner = { width: size.width - size.left - size.right, height: size.height - size.top - size.bottom } as const;
const mostTicks = 12;

/** Styles of all charts of a page, light and dark. */
export const chartStyle = `
svg { width: 100%; height: auto; font: 12px system-ui, sans-serif; display: block }
.ink { fill: #1f2933 } .quiet { fill: #52606d } .grid { stroke: #d9e2ec }
.line { fill: none; stroke-width: 1.8; stroke-linejoin: round } .span { fill: #f0b42933 }
.blue { stroke: #0b5cad } .green { stroke: #0f7b3f } .amber { stroke: #b45309 } .red { stroke: #b42318 } .grey { stroke: #7b8794 }
@media (prefers-color-scheme: dark) {
.ink { fill: #e4e7eb } .quiet { fill: #9aa5b1 } .grid { stroke: #323f4b } .span { fill: #f0b42926 }
.blue { stroke: #7cc0ff } .green { stroke: #5fd38d } .amber { stroke: #f7b955 } .red { stroke: #ff8a80 } .grey { stroke: #9aa5b1 }
}`;

/**
 * Lines over the seconds of a run, as SVG.
 * @param unit of the values, for the axis
 */
export function chartOf(title: string, unit: string, lines: readonly Line[], spans: readonly Span[] = []): string {
  const seconds = Math.max(1, ...lines.map(({ values }) => values.length));
  const most = niceAbove(largest(lines));
  const x = (second: number) => round(size.left + (second / seconds) * inner.width);
  const y = (value: number) => round(size.top + (1 - value / most) * inner.height);
  const rows = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const value = share * most;
    return `<path class="grid" d="M${size.left} ${y(value)}H${size.width - size.right}"/><text class="quiet" x="${size.left - 6}" y="${y(value) + 4}" text-anchor="end">${value.toLocaleString('en')}</text>`;
  });
  const step = niceAbove(seconds / mostTicks);
  const columns = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step).map(
    (second) => `<text class="quiet" x="${x(second)}" y="${size.height - 8}" text-anchor="middle">${second} s</text>`,
  );
  const behind = spans.map(
    ({ name, from, to }) =>
      `<rect class="span" x="${x(from)}" y="${size.top}" width="${round(x(to) - x(from))}" height="${inner.height}"><title>${escaped(name)}</title></rect>`,
  );
  const text = `${title}, ${unit}: ${lines.map(({ name, values }) => `${name} up to ${Math.round(largest([{ values }]))}`).join(', ')}.`;
  return `<figure><figcaption><b>${escaped(title)}</b> <small>${escaped(unit)} ${lines.map(({ name, colour }) => `<span class="key ${colour}">${escaped(name)}</span>`).join(' ')}</small></figcaption>
<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escaped(text)}">
${[...behind, ...rows, ...columns].join('\n')}
${lines.map(({ colour, values }) => `<path class="line ${colour}" d="${pathOf(values, x, y)}"/>`).join('\n')}
</svg></figure>`;
}

function pathOf(values: readonly number[], x: (second: number) => number, y: (value: number) => number): string {
  let isDown = false;
  const parts: string[] = [];
  for (const [second, value] of values.entries()) {
    if (Number.isFinite(value)) parts.push(`${isDown ? 'L' : 'M'}${x(second + 0.5)} ${y(value)}`);
    isDown = Number.isFinite(value);
  }
  return parts.join('');
}

function largest(lines: readonly Pick<Line, 'values'>[]): number {
  let most = 0;
  for (const { values } of lines) for (const value of values) if (value > most) most = value;
  return most;
}

/** The next number up that is 1, 2 or 5 times a power of ten. */
function niceAbove(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5].find((factor) => factor * power >= value) ?? 10) * power;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
