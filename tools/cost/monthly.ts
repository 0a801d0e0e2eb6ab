import type { FixedLine } from './fixed.ts';

/** US dollars for a million of each, with all that stands around it. */
export interface Millions {
  readonly votes: number;
  readonly devices: number;
  readonly views: number;
}

/** What a vote brings with it: a form that was fetched, and looks at results. */
export const perVote = { devices: 1, views: 10 } as const;
/** AWS's month. */
const secondsAMonth = 730 * 3_600;

/** A month at a steady rate. US dollars. */
export function monthly(votesPerSecond: number, millions: Millions, fixed: readonly FixedLine[]) {
  const votes = (votesPerSecond * secondsAMonth) / 1e6;
  const parts = {
    fixed: fixed.reduce((sum, { count, usdEach }) => sum + count * usdEach, 0),
    votes: votes * millions.votes,
    devices: votes * perVote.devices * millions.devices,
    views: votes * perVote.views * millions.views,
  };
  return { ...parts, total: parts.fixed + parts.votes + parts.devices + parts.views };
}

/** The estimate for a person, as lines. */
export function formatEstimate(rates: readonly number[], millions: Millions, fixed: readonly FixedLine[]): string[] {
  const money = (usd: number) => usd.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const row = (cells: readonly string[]) => cells.map((cell) => cell.padStart(14)).join('');
  return [
    'US dollars a month',
    row(['votes a second', 'fixed', 'votes', 'devices', 'views', 'together']),
    ...[0, ...rates].map((rate) => {
      const { fixed: there, votes, devices, views, total } = monthly(rate, millions, fixed);
      return row([rate === 0 ? 'idle' : String(rate), ...[there, votes, devices, views, total].map(money)]);
    }),
    '',
    `A million votes: ${money(millions.votes)}; devices: ${money(millions.devices)}; views: ${money(millions.views)}`,
    `With each vote come ${perVote.devices} device and ${perVote.views} views. Fixed, in a month:`,
    ...fixed.map(
      ({ what, count, usdEach }) => `  ${count} × ${usdEach.toFixed(2)} ${what} = ${money(count * usdEach)}`,
    ),
    'Without storage, backups, kept logs, WAF by request, warm instances, or free tiers.',
  ];
}
