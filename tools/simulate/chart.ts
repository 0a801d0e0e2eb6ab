import { escaped } from '../html.ts';
import { backlogOf } from './figures.ts';
import { limitWords } from './limit-words.ts';
import { type LimitId, limitIds } from './model/limit-id.ts';
import { type Panel, panelOf, type Series, timesOf, xOf } from './panel.ts';
import type { SimulationReport, Variant } from './report.ts';
import type { Sample } from './run.ts';
import { amount, duration, headSentence } from './words.ts';

const size = { width: 1_180, left: 62, gap: 84, right: 20, top: 96, panel: 170, between: 56, bar: 18 } as const;

/** Seconds over which what is counted is told: it comes in rounds, of half a minute where the tally item is short. */
const smoothSeconds = 60;

const rates = [
  ['sent', 'sent', ({ sent }: Sample) => sent],
  ['accepted', 'accepted', ({ admitted }: Sample) => admitted],
  [
    'counted (mean of a minute)',
    'counted',
    ({ counted, time }: Sample, samples: readonly Sample[]) =>
      (counted - (samples[time - smoothSeconds - 1]?.counted ?? 0)) / Math.min(time, smoothSeconds),
  ],
] as const;
const places = [
  ['refused, come again', 'waiting', ({ waiting }: Sample) => waiting],
  ['in the queue', 'accepted', backlogOf],
  ['in the stream', 'streamed', ({ streamed }: Sample) => streamed],
] as const;
const ages = [['oldest accepted vote that is not counted', 'counted', ({ oldest }: Sample) => oldest]] as const;

type Lines = readonly (readonly [string, string, (sample: Sample, samples: readonly Sample[]) => number])[];

/** The report as one SVG picture: a column for each variant, the same scales in all. */
export function chartOf(report: SimulationReport): string {
  const { variants } = report;
  const seconds = Math.max(...variants.map(({ run }) => run.samples.length));
  const width = (size.width - size.left - size.right - size.gap * (variants.length - 1)) / variants.length;
  const met = limitIds.filter((limit) =>
    variants.some(({ run }) => run.saturations.some((one) => one.limit === limit)),
  );
  const rows: readonly { title: string; lines: Lines; isLog: boolean }[] = [
    { title: 'Votes a second', lines: rates, isLog: true },
    { title: 'Votes that wait', lines: places, isLog: true },
    { title: 'How old', lines: ages, isLog: false },
  ];
  const topOf = (row: number) => size.top + row * (size.panel + size.between);
  const barsTop = topOf(rows.length) - 6;
  const height = barsTop + met.length * size.bar + 34;
  const columns = variants.map((variant, column) => {
    const left = size.left + column * (width + size.gap);
    const place = (row: number) => ({ left, top: topOf(row), width, height: size.panel, seconds });
    return [
      `<text class="ink" x="${left}" y="62" font-size="14" font-weight="600">Audience ${escaped(variant.name)}</text>`,
      ...rows.map(({ title, lines, isLog }, row) =>
        panelOf({ ...place(row), high: highest(variants, lines, isLog), isLog }, title, seriesOf(variant, lines)),
      ),
      barsOf({ ...place(0), top: barsTop, height: met.length * size.bar, high: 1, isLog: false }, variant, met),
    ].join('\n');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${height}" role="img" aria-labelledby="chart-title chart-text" font-family="system-ui, sans-serif" font-size="12">
<title id="chart-title">${amount(report.peak)} votes a second: where they wait and how old results get</title>
<desc id="chart-text">${escaped(variants.map(describe).join(' '))}</desc>
<style>${styles}</style>
<rect class="back" width="${size.width}" height="${height}"/>
<text class="ink" x="${size.left}" y="26" font-size="16" font-weight="600">Up to ${amount(report.peak)} votes a second (${escaped(report.curve.name)}, ${escaped(report.stage)})</text>
<text class="quiet" x="${size.left}" y="43">${escaped(shortened(headSentence({ ...report, changes: {} })))}</text>
${columns.join('\n')}
</svg>
`;
}

const mostCharacters = 165;
const shortened = (text: string) => (text.length > mostCharacters ? `${text.slice(0, mostCharacters - 1)}…` : text);

function describe({ name, figures }: Variant): string {
  const { accepted, backlog, oldest } = figures;
  return `Audience ${name}: ${amount(accepted)} accepted, up to ${amount(backlog.value)} in the queue, results up to ${duration(oldest.value)} old.`;
}

function seriesOf({ run }: Variant, lines: Lines): Series[] {
  return lines.map(([name, style, of]) => ({
    name,
    style,
    values: run.samples.map((sample) => of(sample, run.samples)),
  }));
}

function highest(variants: readonly Variant[], lines: Lines, isLog: boolean): number {
  const values = variants.flatMap(({ run }) =>
    run.samples.flatMap((sample) => lines.map(([, , of]) => of(sample, run.samples))),
  );
  const most = values.reduce((one, other) => Math.max(one, other), isLog ? 10 : 1);
  return isLog ? most * 1.3 : most * 1.05;
}

/** When which limit was met: a bar for each span. */
function barsOf(panel: Panel, { run }: Variant, limits: readonly LimitId[]): string {
  const { left, top } = panel;
  const bars = limits.map((limit, row) => {
    const y = top + row * size.bar;
    const spans = run.saturations.find((one) => one.limit === limit)?.spans ?? [];
    const marks = spans.map(([from, to]) => {
      const x = xOf(panel, from);
      return `<rect class="met" x="${x}" y="${y + 3}" width="${Math.max(1.5, xOf(panel, to) - x)}" height="${size.bar - 6}"/>`;
    });
    const text = `${limitWords[limit].name}${spans.length === 0 ? ': never' : ''}`;
    return `${marks.join('')}<text class="over" x="${left + 4}" y="${y + 13}" font-size="11">${escaped(text)}</text>`;
  });
  const title = limits.length === 0 ? 'No limit is met' : 'Limits, while they are met';
  return `<text class="ink" x="${left}" y="${top - 8}" font-weight="600">${title}</text>\n${timesOf(panel)}\n${bars.join('\n')}`;
}

const styles = `
.back { fill: #fff } .ink { fill: #1f2933 } .quiet { fill: #52606d } .grid { stroke: #e4e7eb; fill: none }
.line { fill: none; stroke-width: 1.8 } .over { fill: #1f2933 } .met { fill: #f6c6a8 }
.sent { stroke: #7b8794; stroke-dasharray: 5 3 } .sent-text { fill: #52606d } .accepted { stroke: #1c6fb8 } .accepted-text { fill: #1c6fb8 }
.counted { stroke: #18794e } .counted-text { fill: #18794e } .waiting { stroke: #b54708 } .waiting-text { fill: #b54708 }
.streamed { stroke: #6b3fa0 } .streamed-text { fill: #6b3fa0 }
@media (prefers-color-scheme: dark) {
.back { fill: #111820 } .ink { fill: #e4e7eb } .quiet { fill: #9aa5b1 } .grid { stroke: #2c3844 } .over { fill: #f5f7fa } .met { fill: #7a3d14 }
.sent { stroke: #9aa5b1 } .sent-text { fill: #9aa5b1 } .accepted { stroke: #7cc0f5 } .accepted-text { fill: #7cc0f5 }
.counted { stroke: #6fd6a3 } .counted-text { fill: #6fd6a3 } .waiting { stroke: #f5a76c } .waiting-text { fill: #f5a76c }
.streamed { stroke: #c9a7f0 } .streamed-text { fill: #c9a7f0 }
}
`;
