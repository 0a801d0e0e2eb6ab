import { objectives } from '../load/objectives.ts';
import type { Threshold } from '../load/verdict.ts';
import { isSteady, type Met } from './felt.ts';
import type { GameDayReport } from './run.ts';

/** What a game day has to show. */
export function verdictOf(report: GameDayReport): Threshold[] {
  const { calm, after, felt, regions, figures } = report;
  const sum = (count: (region: GameDayReport['regions'][number]) => number) =>
    regions.reduce((total, region) => total + count(region), 0);
  const none = (what: string, found: number): Threshold => ({
    what,
    promised: '0',
    found: String(found),
    holds: found === 0,
  });
  const unrecovered = felt.filter((one) => one.votersRecovered === undefined || one.backlogRecovered === undefined);
  return [
    steady('Steady before the first fault', calm),
    none(
      'Accepted votes lost, in the results of any region',
      sum(({ results }) => results.lost),
    ),
    none(
      'Votes counted that nobody gave, or twice',
      sum(({ results }) => results.surplus),
    ),
    none(
      'Voters whose accepted answer is not what is stored, by their tokens',
      sum(({ stored }) => stored.missing),
    ),
    none(
      'Responses stored of nobody',
      sum(({ stored }) => stored.foreign),
    ),
    none('Voters who never heard whether their vote was taken', figures.unknown),
    {
      what: 'Faults after which everything was well again before the next',
      promised: String(felt.length),
      found: String(felt.length - unrecovered.length),
      holds: unrecovered.length === 0,
    },
    steady('Steady after the last fault', after),
  ];
}

function steady(what: string, met: Met): Threshold {
  const { requests, failed, accepting } = met;
  const share = requests === 0 ? 1 : 1 - failed / requests;
  return {
    what,
    promised: `${objectives.availability * 100} % served, accepted within ${objectives.acceptedP95Ms} ms (95 %)`,
    found: `${(share * 100).toFixed(2)} %, ${Math.round(accepting.p95)} ms`,
    holds: isSteady(met),
  };
}
