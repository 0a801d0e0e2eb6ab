import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { tableName } from '../../contracts/names.ts';
import { parseResponseId } from '../../domain/responses/response-id.ts';
import { recount } from '../../domain/tallies/recount.ts';
import type { RecountOutcome } from '../../domain/tallies/recount-report.ts';
import type { Runtime } from '../../local/runtime.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoRecountStore } from '../../stores/dynamo-recount-store.ts';
import { DynamoStoredResponses } from '../../stores/dynamo-stored-responses.ts';
import { isResponse, pollOf } from '../../stores/response-item.ts';
import type { Judge } from './judge.ts';

const stage = 'dev';
/** A busy laptop's streams lag behind by more than the first: what that tells nothing of is looked at again. */
const graces = [2, 15, 60];

/** Outcomes that tell nothing of a tally. */
const untold: readonly RecountOutcome[] = ['lagging', 'unsettled'];

/** What was accepted, stored and counted. */
export interface CountReport {
  /** Voters of whom a response was accepted, in polls from which nobody removed anything. */
  readonly accepted: number;
  readonly stored: number;
  readonly polls: number;
  readonly recounted: number;
  /** What isn't as it should be, in words. */
  readonly differences: readonly string[];
}

/**
 * Compares, once everything has come to rest: each voter of whom a response was accepted has one stored, which is one of
 * those accepted; nobody else has; and each poll's tally is what its stored responses give.
 */
export async function compareCounts(runtime: Runtime, { accepted, touched }: Judge): Promise<CountReport> {
  const [home] = runtime.regions;
  if (!home) throw new Error('The runtime has no region');
  const client = new DynamoDBClient({ endpoint: home.servers.dynamodb.endpoint, ...localCredentials });
  try {
    const stored = await readStored(client);
    const differences: string[] = [];
    let voters = 0;
    let found = 0;
    const polls = new Set([...accepted.keys(), ...stored.keys()]);
    for (const pollId of polls) {
      if (touched.has(pollId)) continue;
      const ids = accepted.get(pollId) ?? new Set<string>();
      const keys = new Set([...ids].map((id) => parseResponseId(id)?.voterKey ?? id));
      const own = stored.get(pollId) ?? new Map<string, string>();
      voters += keys.size;
      found += own.size;
      for (const key of keys) if (!own.has(key)) differences.push(`${pollId}: the response of ${key} is lost`);
      for (const [key, id] of own) {
        if (!ids.has(id)) differences.push(`${pollId}: nobody was told that ${id} of ${key} is accepted`);
      }
    }
    const recounted = await recountAll(DynamoDBDocumentClient.from(client), [...stored.keys()], differences);
    return { accepted: voters, stored: found, polls: polls.size, recounted, differences };
  } finally {
    client.destroy();
  }
}

/** Each poll's responses: their ids by voter key. */
async function readStored(client: DynamoDBClient): Promise<Map<string, Map<string, string>>> {
  const stored = new Map<string, Map<string, string>>();
  const query = { TableName: tableName(stage, 'responses'), ConsistentRead: true };
  for await (const { Items = [] } of paginateScan({ client }, query)) {
    for (const image of Items) {
      const item = unmarshall(image);
      if (!isResponse(item)) continue;
      const pollId = pollOf(item.pk);
      stored.set(pollId, (stored.get(pollId) ?? new Map()).set(item.sk, item.i));
    }
  }
  return stored;
}

/** @returns how many polls' tallies are what their responses give, and adds words on the others */
async function recountAll(
  client: DynamoDBDocumentClient,
  pollIds: readonly string[],
  differences: string[],
): Promise<number> {
  const polls = new DynamoPollStore(client, tableName(stage, 'polls'));
  const parts = {
    tallies: new DynamoRecountStore(client, tableName(stage, 'tallies')),
    responses: new DynamoStoredResponses(client, tableName(stage, 'responses')),
    now: Date.now,
    pause,
  };
  const outcomes = await Promise.all(
    pollIds.map(async (pollId) => {
      const poll = await polls.get(pollId);
      if (!poll) return 0;
      const given = { pollId, shards: poll.shards, rebuild: false };
      let report = await recount(parts, { ...given, graceSeconds: graces[0] ?? 1 });
      for (const graceSeconds of graces.slice(1)) {
        if (!untold.includes(report.outcome)) break;
        report = await recount(parts, { ...given, graceSeconds });
      }
      const { outcome, differences: counters } = report;
      if (outcome === 'equal') return 1;
      differences.push(`${pollId}: the recount is ${outcome}, ${JSON.stringify(counters.slice(0, 3))}`);
      return 0;
    }),
  );
  return outcomes.reduce<number>((sum, one) => sum + one, 0);
}
