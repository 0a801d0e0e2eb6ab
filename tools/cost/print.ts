import type { CostOptions } from './arguments.ts';
import { pricesReadOn, priceTables } from './prices.ts';
import type { CostReport, PricedMillion } from './report.ts';
import type { MeasuredRun } from './run.ts';
import { total } from './units.ts';

const nameWidth = 46;
const quantityWidth = 14;

/** The whole report for a person, as lines. */
export function format(run: MeasuredRun, report: CostReport, options: CostOptions): string[] {
  const { votes, misses } = run;
  const prices = priceTables[options.region];
  const { requests, idleReceives } = votes.usage.queues;
  const bill = (title: string, priced: PricedMillion) => [
    '',
    title,
    ...[...priced.lines, ...priced.beside].map(({ service, unit, quantity, amount }) => {
      const isBeside = priced.beside.some((line) => line.unit === unit);
      const name = `${isBeside ? '  beside it: ' : '  '}${service}, ${unit}`;
      const doubt = prices[unit].standing === 'unconfirmed' ? ' ?' : '';
      return `${name.padEnd(nameWidth)}${count(quantity)}${dollars(amount)}${doubt}`;
    }),
    sumLine('  together', priced),
  ];
  const receives = requests.ReceiveMessage ?? 0;
  return [
    `US dollars per million in ${options.region}, prices read on ${pricesReadOn}`,
    `${votes.sent} votes were sent, ${Math.round(votes.sent / votes.seconds)} a second; ${votes.counted} count`,
    options.isSteady
      ? 'They were recorded while they came, in smaller batches than Lambda makes, whose pollers wait out their window'
      : 'The queue held them until all were sent, as in a burst',
    ...bill('A million votes, counted', report.votes),
    `  floor: ${report.floor}`,
    report.mostSubmitMs > 0
      ? `  the bar holds while submitResponse takes up to ${report.mostSubmitMs.toFixed(0)} ms`
      : '  however fast submitResponse were, the bar would not hold',
    ...bill(`A million views of results, ${percent(options.missRate)} of them past the cache`, report.views),
    ...bill('A million snapshots to live viewers, one a second to each', report.live),
    ...bill('A million voter tokens, for devices that have none', report.devices),
    '',
    'Other ways to count a million votes, under the same load and prices, with the times of our functions',
    ...report.others.flatMap(({ name, counts, priced }) => [sumLine(`  ${name}`, priced), `    ${counts}`]),
    sumLine('  This one', report.votes),
    '    exact, one vote a voter, whatever is repeated',
    '',
    'Time of functions: the average is from this machine, not from Lambda; --duration-ms prices another',
    ...report.times.map(
      ({ name, memoryMb, invocations, measuredMs, cpuMs, pricedMs, coldStarts }) =>
        `  ${name.padEnd(18)}${String(memoryMb).padStart(5)} MB${count(invocations)} times ${ms(measuredMs)} measured ${ms(cpuMs)} computed ${ms(pricedMs)} priced, ${coldStarts} cold starts`,
    ),
    '',
    'Counted and not priced, as it comes with time or concurrency, or is free',
    `  ${count(idleReceives)} empty receives, ${votes.usage.streamReads} stream reads of triggers, ${votes.usage.api.free + misses.usage.api.free} requests thrown back`,
    `  ${count(coldMs(run))} ms of cold starts (billed on Lambda), ${secrets(run)} reads of the secret`,
    `  messages came ${(votes.sent / receives).toFixed(1)} a receive`,
    ...(Object.values(prices).some(({ standing }) => standing === 'unconfirmed')
      ? ['', '? a price that no source confirms; tools/cost/prices.ts names the source of each']
      : []),
  ];
}

function sumLine(name: string, { sum, bar }: PricedMillion): string {
  const held = bar === undefined ? '' : `   ${sum <= bar ? '✓' : '✗'} bar ${bar.toFixed(2)}`;
  return `${name.padEnd(nameWidth + quantityWidth)}${dollars(sum)}${held}`;
}

function coldMs(run: MeasuredRun): number {
  return total(functionsOf(run).map(({ initMs }) => initMs));
}

function secrets({ votes, devices, misses }: MeasuredRun): number {
  return total([votes, devices, misses].map(({ usage }) => usage.secretRequests));
}

function functionsOf({ votes, devices, misses }: MeasuredRun) {
  return [votes, devices, misses].flatMap(({ usage }) => Object.values(usage.functions));
}

const dollars = (amount: number) => amount.toFixed(3).padStart(9);
const ms = (time: number) => `${time.toFixed(1).padStart(6)} ms`;
const percent = (share: number) => `${Number((share * 100).toPrecision(3))} %`;

function count(quantity: number): string {
  const digits = quantity >= 100 ? 0 : 2;
  return quantity.toLocaleString('en', { maximumFractionDigits: digits }).padStart(quantityWidth);
}
