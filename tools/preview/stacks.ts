import {
  CloudFormationClient,
  CloudFormationServiceException,
  DeleteStackCommand,
  DescribeStacksCommand,
  paginateListStacks,
  StackStatus,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { projectName, stackTags } from '../../contracts/names.ts';

/** A stack of a preview that stands somewhere. */
export interface PreviewStack {
  readonly name: string;
  readonly region: string;
  readonly stage: string;
  /** When it was made or last changed, in milliseconds since 1970. */
  readonly changedAt: number;
  /** After how many days without a change it goes; absent where it says nothing. */
  readonly expiresAfterDays?: number;
}

/** Where stacks are found and deleted. */
export interface PreviewStacks {
  /** @param stage only stacks whose names say that they are this stage's; of all previews by default */
  list(stage?: string): Promise<readonly PreviewStack[]>;
  /** Resolves when it is gone; throws what CloudFormation says when it stays. */
  delete(stack: PreviewStack): Promise<void>;
}

/**
 * How the names of the stacks start that are described. Every role may list all names; a pull request's may describe
 * only stacks of pull requests, so whoever asks for one stage must not be led to another's.
 */
const prefixesOf = (stage?: string) => (stage ? [stage] : ['pr', 'preview']).map((part) => `${projectName}-${part}-`);
const standing = Object.values(StackStatus).filter((status) => status !== 'DELETE_COMPLETE');
/** A distribution takes a quarter of an hour to go. Seconds. */
const longestDeletion = 3_600;

/** The previews of an account, in all regions where a preview may have stacks. */
export class CloudFormationStacks implements PreviewStacks {
  readonly #clients: ReadonlyMap<string, CloudFormationClient>;

  constructor(regions: readonly string[], clientOf = (region: string) => new CloudFormationClient({ region })) {
    this.#clients = new Map([...new Set(regions)].map((region) => [region, clientOf(region)]));
  }

  async list(stage?: string): Promise<readonly PreviewStack[]> {
    const prefixes = prefixesOf(stage);
    const found: PreviewStack[] = [];
    for (const [region, client] of this.#clients) {
      for await (const { StackSummaries } of paginateListStacks({ client }, { StackStatusFilter: standing })) {
        for (const { StackName = '' } of StackSummaries ?? []) {
          if (!prefixes.some((prefix) => StackName.startsWith(prefix))) continue;
          found.push(...(await describe(client, region, StackName)));
        }
      }
    }
    return found;
  }

  async delete({ name, region }: PreviewStack): Promise<void> {
    const client = this.#clients.get(region);
    if (!client) throw new Error(`No client for ${region}`);
    // No role is named: CloudFormation takes the one that made the stack.
    await client.send(new DeleteStackCommand({ StackName: name }));
    await waitUntilStackDeleteComplete({ client, maxWaitTime: longestDeletion }, { StackName: name });
  }
}

async function describe(client: CloudFormationClient, region: string, name: string): Promise<PreviewStack[]> {
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name })).catch(noneIfGone);
  return Stacks.flatMap(({ Tags = [], CreationTime, LastUpdatedTime }) => {
    const tags = new Map(Tags.map(({ Key, Value }) => [Key, Value]));
    const stage = tags.get(stackTags.stage);
    const changed = LastUpdatedTime ?? CreationTime;
    if (tags.get(stackTags.project) !== projectName || !stage || !changed) return [];
    const days = Number(tags.get(stackTags.expiresAfterDays));
    return [{ name, region, stage, changedAt: changed.getTime(), ...(days > 0 ? { expiresAfterDays: days } : {}) }];
  });
}

/** A stack may go between its listing and its description. CloudFormation has no error of its own for that. */
function noneIfGone(error: unknown): { Stacks: [] } {
  if (error instanceof CloudFormationServiceException && / does not exist$/.test(error.message)) return { Stacks: [] };
  throw error;
}
