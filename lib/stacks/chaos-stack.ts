import { Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import { cloudOnly, faultBucketName, tableName } from '../../contracts/names.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import { FaultExperiment } from '../constructs/fault-experiment.ts';
import { type FaultTarget, faultTargets } from '../constructs/fault-extension.ts';
import { FaultRole } from '../constructs/fault-role.ts';
import { GameDaySchedule } from '../constructs/game-day-schedule.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ServiceLog } from '../constructs/service-log.ts';
import { TieredBucket } from '../constructs/tiered-bucket.ts';
import { faultsOf } from './faults.ts';
import type { RegionStack } from './region-stack.ts';

export interface ChaosStackProps extends StackProps {
  readonly configuration: StageConfiguration;
  readonly gameDays: NonNullable<StageConfiguration['gameDays']>;
  /** The region in which faults may happen. */
  readonly api: RegionStack;
}

/**
 * A region's experiments: each fault by itself, and all of them as a game day. Nothing begins without a person or the
 * stage's schedule. Alarms and targets are of the region, as FIS can't look into another one.
 */
export class ChaosStack extends Stack {
  constructor(scope: Construct, id: string, { configuration, gameDays, api, ...props }: ChaosStackProps) {
    super(scope, id, props);
    this.templateOptions.metadata = { [cloudOnly]: true };
    Tags.of(this).add('service', 'chaos');
    this.addStackDependency(api, 'Faults happen in functions that stand there.');
    const { stage, regions, retain } = configuration;
    const { bucket } = new TieredBucket(this, 'Faults', {
      bucketName: faultBucketName(stage, this.account, this.region),
      retain,
      tiers: [],
      accessLogs: { noneBecause: 'FIS writes faults here for some minutes; its experiments have a log.' },
      keepsOldVersions: false,
    });
    const arnOf = (name: FaultTarget) => functionIn(api, name).function.functionArn;
    // A stage of one region has nothing to replicate to.
    const tableArns =
      regions.length === 1
        ? []
        : (['polls', 'responses'] as const).map((table) =>
            this.formatArn({ service: 'dynamodb', resource: 'table', resourceName: tableName(stage, table) }),
          );
    const { role } = new FaultRole(this, 'Experiments', {
      bucket,
      functionArns: faultTargets.map(arnOf),
      tableArns,
    });
    const { logGroup } = new ServiceLog(this, 'Log', configuration);
    logGroup.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [`${logGroup.logGroupArn}:log-stream:*`],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    const deadLetters = alarmIn(api, 'ResponsesService', 'Accepted', 'DeadLetters', 'NotEmpty');
    const backlog = alarmIn(api, 'ResponsesService', 'Accepted', 'Backlog80');
    const serverErrors = alarmIn(api, 'Deployments', 'ServerErrors');
    const shared = { role, logGroup, steadyAlarms: [deadLetters, backlog, serverErrors] };
    const faults = faultsOf({ arnOf, tableArns });
    for (const { breaksCalls, ...fault } of faults) {
      new FaultExperiment(this, fault.name, {
        ...shared,
        description: `${stage}: ${fault.description}`,
        faults: [fault],
        // Where calls are to fail, what they lead to is the fault itself: a message that failed comes back after three
        // minutes. A vote that nobody can record is none of it.
        stopAlarms: breaksCalls ? [deadLetters] : [deadLetters, backlog, serverErrors],
      });
    }
    const gameDay = new FaultExperiment(this, 'GameDay', {
      ...shared,
      description: `${stage}: a game day, all faults one after the other`,
      faults,
      stopAlarms: [deadLetters],
    });
    const { schedule } = gameDays;
    if (schedule === undefined || this.region !== regions[0]) return;
    new GameDaySchedule(this, 'Calendar', { expression: schedule, templateId: gameDay.templateId });
  }
}

/** @throws Error where the stack has no such function */
function functionIn(stack: Stack, name: FaultTarget): ServiceFunction {
  const found = stack.node.findAll().find((part) => part instanceof ServiceFunction && part.node.id === name);
  if (found instanceof ServiceFunction) return found;
  throw new Error(`${stack.stackName} has no function ${name}`);
}

/** @throws Error where there is no alarm at the end of the path */
function alarmIn(stack: Stack, ...path: readonly string[]): Alarm {
  let part: IConstruct | undefined = stack;
  for (const id of path) part = part?.node.tryFindChild(id);
  if (part instanceof Alarm) return part;
  throw new Error(`${stack.stackName} has no alarm ${path.join('/')}`);
}
