import type { Fault } from '../constructs/fault-experiment.ts';
import type { FaultTarget } from '../constructs/fault-extension.ts';

/** A fault of a game day, and whether it makes calls fail on purpose. */
export interface RegionFault extends Fault {
  readonly breaksCalls: boolean;
}

/** FIS's extension needs a minute to begin; then there are some minutes left to look. */
const duration = 'PT5M';
/** Tables may go on being replicated for five minutes after the action has begun. */
const replicationDuration = 'PT15M';

/**
 * The faults that a region can have, by actions that AWS FIS has for what stands in it. Not among them is the loss of
 * a zone: that takes subnets or load balancers, and here AWS itself spreads everything over zones.
 */
export function faultsOf(given: {
  readonly arnOf: (name: FaultTarget) => string;
  /** None where there is nothing to replicate to. */
  readonly tableArns: readonly string[];
}): readonly RegionFault[] {
  const { arnOf, tableArns } = given;
  const functions = (...names: readonly FaultTarget[]): Fault['target'] => ({
    key: 'Functions',
    resourceType: 'aws:lambda:function',
    arns: names.map(arnOf),
  });
  const alone: RegionFault[] = [
    {
      name: 'SlowFunctions',
      description: 'Three in ten calls of what takes, records, counts and shows votes begin a second late.',
      actionId: 'aws:lambda:invocation-add-delay',
      parameters: { duration, invocationPercentage: '30', startupDelayMilliseconds: '1000' },
      target: functions('submitResponse', 'recordResponses', 'tallyResponses', 'getResults'),
      breaksCalls: false,
    },
    {
      name: 'FailingFunctions',
      description: 'Two in ten calls of what takes, records and counts votes fail after their work.',
      actionId: 'aws:lambda:invocation-error',
      // After its work, as a repetition is what could count a vote twice.
      parameters: { duration, invocationPercentage: '20', preventExecution: 'false' },
      target: functions('submitResponse', 'recordResponses', 'tallyResponses'),
      breaksCalls: true,
    },
  ];
  if (tableArns.length === 0) return alone;
  return [
    ...alone,
    {
      name: 'PausedReplication',
      description: 'Polls and responses are not replicated between this region and the others.',
      actionId: 'aws:dynamodb:global-table-pause-replication',
      parameters: { duration: replicationDuration },
      target: { key: 'Tables', resourceType: 'aws:dynamodb:global-table', arns: tableArns },
      breaksCalls: false,
    },
    {
      name: 'RegionCutOff',
      description: 'The health route and those of voters and viewers answer 503, until DNS leads elsewhere.',
      actionId: 'aws:lambda:invocation-http-integration-response',
      parameters: {
        duration,
        invocationPercentage: '100',
        preventExecution: 'true',
        statusCode: '503',
        contentTypeHeader: 'application/json',
      },
      target: functions('getHealth', 'submitResponse', 'getBallot', 'signDevice', 'getResults'),
      breaksCalls: true,
    },
  ];
}
