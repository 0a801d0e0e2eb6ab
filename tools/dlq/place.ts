import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { SQSClient } from '@aws-sdk/client-sqs';
import { regionStackName, workersStackName } from '../../contracts/names.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import type { StackQueue } from './queues.ts';

/** Where the queues are. */
export interface Place {
  readonly client: SQSClient;
  readonly queues: readonly StackQueue[];
  /** Whether it is SQS itself, with its message move tasks. */
  readonly isAws: boolean;
}

/** A stage in AWS: what the stacks of the environment's region say. */
export async function placeInAws(stage: string): Promise<Place> {
  const client = new SQSClient({});
  const region = await client.config.region();
  const cloudFormation = new CloudFormationClient({ region });
  const queues: StackQueue[] = [];
  for (const StackName of [regionStackName(stage, region), workersStackName(stage, region)]) {
    for await (const { StackResourceSummaries = [] } of paginateListStackResources(
      { client: cloudFormation },
      { StackName },
    )) {
      for (const { ResourceType, LogicalResourceId = '', PhysicalResourceId = '' } of StackResourceSummaries) {
        if (ResourceType === 'AWS::SQS::Queue') queues.push({ logicalId: LogicalResourceId, url: PhysicalResourceId });
      }
    }
  }
  cloudFormation.destroy();
  return { client, queues, isAws: true };
}

/**
 * A backend that `npm start` runs.
 * @param region by name; the first where none is named
 * @throws Error where none answers, or it has no such region
 */
export async function placeOnLaptop(address: string, region: string | undefined): Promise<Place> {
  const answer = await fetch(new URL('/_local/queues', address)).catch(() => undefined);
  if (!answer?.ok) throw new Error(`No backend answers at ${address}: start one, or give its address to --laptop.`);
  const { regions } = (await answer.json()) as { regions: { name: string; endpoint: string; queues: StackQueue[] }[] };
  const found = region === undefined ? regions[0] : regions.find(({ name }) => name === region);
  if (!found) throw new Error(`The backend runs in ${regions.map(({ name }) => name).join(', ')}.`);
  return {
    client: new SQSClient({ endpoint: found.endpoint, ...localCredentials, useQueueUrlAsEndpoint: false }),
    queues: found.queues,
    isAws: false,
  };
}
