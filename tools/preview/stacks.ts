import {
  CloudFormationClient,
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
  list(): Promise<readonly PreviewStack[]>;
  /** Resolves when it is gone; throws what CloudFormation says when it stays. */
  delete(stack: PreviewStack): Promise<void>;
}

/** Only such stacks are looked at: the roles of GitHub may see no others. */
const ofPreviews = new RegExp(`^${projectName}-(pr|preview)-`);
const standing = Object.values(StackStatus).filter((status) => status !== 'DELETE_COMPLETE');
/** A distribution takes a quarter of an hour to go. Seconds. */
const longestDeletion = 3_600;

/** The previews of an account, in all regions where a preview may have stacks. */
export class CloudFormationStacks implements PreviewStacks {
  readonly #clients: ReadonlyMap<string, CloudFormationClient>;

  constructor(regions: readonly string[]) {
    this.#clients = new Map([...new Set(regions)].map((region) => [region, new CloudFormationClient({ region })]));
  }

  async list(): Promise<readonly PreviewStack[]> {
    const found: PreviewStack[] = [];
    for (const [region, client] of this.#clients) {
      for await (const { StackSummaries } of paginateListStacks({ client }, { StackStatusFilter: standing })) {
        for (const { StackName = '' } of StackSummaries ?? []) {
          if (ofPreviews.test(StackName)) found.push(...(await describe(client, region, StackName)));
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
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
  return Stacks.flatMap(({ Tags = [], CreationTime, LastUpdatedTime }) => {
    const tags = new Map(Tags.map(({ Key, Value }) => [Key, Value]));
    const stage = tags.get(stackTags.stage);
    const changed = LastUpdatedTime ?? CreationTime;
    if (tags.get(stackTags.project) !== projectName || !stage || !changed) return [];
    const days = Number(tags.get(stackTags.expiresAfterDays));
    return [{ name, region, stage, changedAt: changed.getTime(), ...(days > 0 ? { expiresAfterDays: days } : {}) }];
  });
}
