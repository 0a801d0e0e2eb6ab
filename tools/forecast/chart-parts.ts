/** Where a chart's lines lie, and what of time and votes it shows. */
export interface Scale {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** Votes a second; above 0, as the scale is logarithmic. */
  readonly low: number;
  readonly high: number;
}

/** How far down so many votes a second lie; what is below the scale lies at its foot. */
export function seconds({ height, top, bottom, low, high }: Scale, votes: number): number {
  const share = Math.log(Math.max(votes, low) / low) / Math.log(high / low);
  return Math.round((height - bottom - share * (height - top - bottom)) * 10) / 10;
}

/** How far to the right a time lies. */
function times({ width, left, right, from, to }: Scale, time: number): number {
  return Math.round((left + ((time - from) / (to - from)) * (width - left - right)) * 10) / 10;
}

/** A point as SVG writes it. */
export function place(scale: Scale, time: number, votes: number): string {
  return `${times(scale, time)},${seconds(scale, votes)}`;
}

/** Lines and texts for powers of ten, and for the first days of months. */
export function axisOf(scale: Scale): string {
  const { low, high, from, to, left, right, width, height, top, bottom } = scale;
  const first = Math.ceil(Math.log10(low));
  const powers = Array.from(
    { length: Math.max(0, Math.floor(Math.log10(high)) - first + 1) },
    (_, i) => 10 ** (first + i),
  );
  const rows = powers.map((votes) => {
    const y = seconds(scale, votes);
    const text = votes.toLocaleString('en', { maximumFractionDigits: 9 });
    return `<path class="grid" d="M${left} ${y}H${width - right}"/><text class="quiet" x="${left - 8}" y="${y + 4}" text-anchor="end">${text}</text>`;
  });
  const months = monthsBetween(from, to);
  const every = Math.ceil(months.length / 10);
  const columns = months
    .filter((_, index) => index % every === 0)
    .map((time) => {
      const x = times(scale, time);
      const text = new Date(time).toISOString().slice(0, 7);
      return `<path class="grid" d="M${x} ${top}V${height - bottom}"/><text class="quiet" x="${x}" y="${height - bottom + 18}" text-anchor="middle">${text}</text>`;
    });
  return [...rows, ...columns].join('\n');
}

function monthsBetween(from: number, to: number): number[] {
  const start = new Date(from);
  const months: number[] = [];
  for (let month = 1; ; month++) {
    const time = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + month);
    if (time > to) return months;
    months.push(time);
  }
}
