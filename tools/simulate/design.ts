import type { FunctionName } from '../../contracts/functions.ts';
import type { StageConfiguration } from '../../lib/configuration/stage.ts';
import type { Assembly } from '../../local/assembly/assembly.ts';
import { ExplainedError } from '../../local/explained-error.ts';
import { awsLimits } from './aws-limits.ts';

/** A source of batches as the templates have it. */
export interface Batching {
  readonly batchSize: number;
  readonly windowSeconds: number;
}

/** What is deployed, by the templates and the configuration of a stage, in one region. */
export interface Design {
  readonly stage: string;
  readonly votesPerSecond: number;
  readonly votesAtOnce: number;
  readonly requestsPerSecond: number;
  readonly concurrentExecutions: number;
  readonly warmLeast: number;
  readonly warmMost: number;
  readonly recordConcurrency: number;
  /** Pollers of the responses' queue in provisioned mode, at first and at most; 0: the standard mode, as deployed. */
  readonly pollersLeast: number;
  readonly pollersMost: number;
  readonly recording: Batching;
  readonly hiddenSeconds: number;
  readonly mostReceives: number;
  readonly tallying: Batching;
  readonly publishing: Batching;
  /** Quotas of AWS's that an account can have raised. */
  readonly distributionRequests: number;
  readonly tableWrites: number;
  readonly inFlightMessages: number;
  /** What the table is warmed for at least, whatever a poll announces; 0: nothing, as deployed. */
  readonly warmWrites: number;
  /** Items over which the stream shards of a poll's tally are spread; 1, as deployed. */
  readonly tallyItems: number;
}

/** What `--set` may change of it, for what-ifs. */
export const changeable = [
  'votesPerSecond',
  'votesAtOnce',
  'requestsPerSecond',
  'concurrentExecutions',
  'warmMost',
  'recordConcurrency',
  'pollersLeast',
  'pollersMost',
  'distributionRequests',
  'tableWrites',
  'inFlightMessages',
  'warmWrites',
  'tallyItems',
] as const satisfies readonly (keyof Design)[];
export type Changes = Readonly<Partial<Record<(typeof changeable)[number], number>>>;

type Properties = Readonly<Record<string, unknown>>;

/**
 * Reads a stage's design from its templates; only what no template says comes from the configuration.
 * @throws ExplainedError for a template without what the way of a vote needs
 */
export function designOf({ stage, quotas, warmInstances }: StageConfiguration, assembly: Assembly): Design {
  const all = assembly.stacks.flatMap(({ template }) => Object.entries(template.Resources));
  const sourceOf = (name: FunctionName): Properties => {
    const fed = ({ FunctionName: target }: Properties) => JSON.stringify(target ?? '').includes(`${name}Function`);
    const found = all.find(([, { Type, Properties }]) => Type === 'AWS::Lambda::EventSourceMapping' && fed(Properties));
    if (!found) throw new ExplainedError(`No event source of the templates feeds ${name}.`);
    return found[1].Properties;
  };
  const recording = sourceOf('recordResponses');
  const [queueId] = (recording.EventSourceArn as { 'Fn::GetAtt'?: readonly string[] })['Fn::GetAtt'] ?? [];
  const queue = all.find(([id]) => id === queueId)?.[1].Properties;
  const redrive = queue?.RedrivePolicy as { maxReceiveCount?: unknown } | undefined;
  const settings = all.find(([, { Type }]) => Type === 'AWS::ApiGatewayV2::Stage')?.[1].Properties.RouteSettings;
  const route = (settings as Properties | undefined)?.['POST /polls/{pollId}/responses'] as Properties | undefined;
  return {
    stage,
    votesPerSecond: number(route?.ThrottlingRateLimit, 'the throttle of votes'),
    votesAtOnce: number(route?.ThrottlingBurstLimit, 'the burst of votes'),
    ...quotas,
    warmLeast: warmInstances?.least ?? 0,
    warmMost: warmInstances?.most ?? 0,
    recordConcurrency: number(
      (recording.ScalingConfig as Properties | undefined)?.MaximumConcurrency,
      'the concurrency of recordResponses',
    ),
    pollersLeast: 0,
    pollersMost: 0,
    recording: batchingOf(recording),
    hiddenSeconds: number(queue?.VisibilityTimeout, 'the visibility timeout of the responses’ queue'),
    mostReceives: number(redrive?.maxReceiveCount, 'the receives of the responses’ queue'),
    tallying: batchingOf(sourceOf('tallyResponses')),
    publishing: batchingOf(sourceOf('publishResults')),
    distributionRequests: awsLimits.distributionRequests,
    tableWrites: awsLimits.dynamodb.tableWrites,
    inFlightMessages: awsLimits.inFlightMessages,
    warmWrites: 0,
    tallyItems: 1,
  };
}

function batchingOf({ BatchSize, MaximumBatchingWindowInSeconds }: Properties): Batching {
  return {
    batchSize: number(BatchSize, 'the size of a batch'),
    windowSeconds: number(MaximumBatchingWindowInSeconds, 'the window of a batch'),
  };
}

function number(value: unknown, what: string): number {
  if (typeof value === 'number') return value;
  throw new ExplainedError(`The templates don't say ${what}.`);
}
