import { Color, type IWidget, type MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { type Allowance, allowances, burnRates, slos } from '../../contracts/slos.ts';
import { burnRate, type Indicator } from '../constructs/burn-rate-alarms.ts';
import { graph } from './widgets.ts';

const titles: Readonly<Record<Allowance, string>> = {
  accepting: 'Voting: failures, times the allowed rate',
  reading: 'Results: failures, times the allowed rate',
  freshness: `Counted later than ${slos.freshness.withinMs / 1_000} s, times the allowed rate`,
};

/** How fast the allowance of each SLO is used up, against the rates at which somebody is told. */
export function burnRateGraphs(indicators: Readonly<Record<Allowance, Indicator>>): readonly IWidget[] {
  const lines = burnRates.map(({ alarm, rate }) => ({
    value: rate,
    label: alarm === 'FastBurn' ? `tells at once (${rate})` : `tells within days (${rate})`,
    color: alarm === 'FastBurn' ? Color.RED : Color.ORANGE,
  }));
  return allowances.map((name) => {
    const over = (minutes: number, label: string) =>
      burnRate(indicators[name], slos[name].objective, minutes).with({ label });
    return graph(titles[name], 6, [over(60, 'over 1 h'), over(5, 'over 5 min')], { leftAnnotations: lines });
  });
}

/** How many accepted responses are known not to count yet though they should. */
export function atRiskGraph(atRisk: MathExpression): IWidget {
  return graph('Accepted and not counted: 0', 6, [atRisk], {
    leftAnnotations: [{ value: 1, label: 'tells at once', color: Color.RED }],
  });
}
