import { Duration, Stack } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  type CompositeAlarm,
  Dashboard,
  type MathExpression,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { dashboardName } from '../../contracts/names.ts';
import type { Allowance } from '../../contracts/slos.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import type { Indicator } from '../constructs/burn-rate-alarms.ts';
import { runbooks } from '../runbook.ts';
import type { Measured } from './measured.ts';
import { atRiskGraph, burnRateGraphs } from './promises.ts';
import { serviceRows } from './service-rows.ts';
import { unitGraphs } from './units.ts';
import { voteGraphs } from './votes.ts';
import { pagesIn, watchedServices } from './watched-services.ts';
import { fullWidth, pageLinker, text } from './widgets.ts';

export interface RegionDashboardProps {
  readonly configuration: StageConfiguration;
  readonly measured: Measured;
  readonly indicators: Readonly<Record<Allowance, Indicator>>;
  /** How many accepted responses are known not to count though they should. */
  readonly atRisk: MathExpression;
  /** The alarms on the SLOs. */
  readonly promises: readonly (Alarm | CompositeAlarm)[];
  /** The stacks whose services are shown. */
  readonly stacks: readonly Stack[];
  /** Stacks with alarms that are told of elsewhere; their pages are named. */
  readonly others: readonly Stack[];
}

/**
 * The dashboard of a region, for the person on call: what is promised and whether votes are safe, then each service with
 * what is normal there and the pages of its alarms, then what is paid for.
 */
export class RegionDashboard extends Construct {
  constructor(scope: Construct, id: string, props: RegionDashboardProps) {
    super(scope, id);
    const { configuration, measured, promises } = props;
    const { region } = Stack.of(this);
    const link = pageLinker(configuration.repository);
    const links = (stacks: readonly Stack[]) => pagesIn(stacks).map(link).join(' · ');
    const dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: dashboardName(configuration.stage, region),
      defaultInterval: Duration.hours(3),
    });
    const index = link({ title: 'The runbook', path: `${runbooks}/README.md` });
    dashboard.addWidgets(
      text(
        `# ${configuration.stage} in ${region}\n\nWhat is promised, and whether votes are safe. Normal is below 1, and 0 on the right; a burst may lift freshness for minutes. ${links([Stack.of(this)])} · ${index}`,
        18,
        3,
      ),
      new AlarmStatusWidget({ title: 'Promises', width: 6, height: 3, alarms: [...promises] }),
    );
    dashboard.addWidgets(...burnRateGraphs(props.indicators), atRiskGraph(props.atRisk));
    dashboard.addWidgets(
      text(
        '## Votes\n\nAll steps follow each other within seconds. What is accepted and not yet recorded is safe in the queue for 14 days. Our own counts are told once a minute by each instance, and an instance that ends takes its last minute along; the queue’s are AWS’s.',
        fullWidth,
        2,
      ),
    );
    dashboard.addWidgets(...voteGraphs(measured));
    for (const service of watchedServices(props.stacks)) {
      for (const row of serviceRows(service, link)) dashboard.addWidgets(...row);
    }
    dashboard.addWidgets(
      text('## What is paid for\n\nA vote is one request, one message and one write unit.', fullWidth, 2),
    );
    dashboard.addWidgets(...unitGraphs(measured));
    if (props.others.length > 0) {
      dashboard.addWidgets(text(`## What is watched elsewhere\n\n${links(props.others)}`, fullWidth, 2));
    }
  }
}
