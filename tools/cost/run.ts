import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { headers } from '../../contracts/headers.ts';
import { tableName } from '../../contracts/names.ts';
import type { PollDefinitionInput } from '../../contracts/poll.ts';
import { signDevice } from '../../domain/responses/voter.ts';
import { counterNames } from '../../domain/tallies/counters.ts';
import type { Meter } from '../../local/metering/meter.ts';
import type { Usage } from '../../local/metering/usage.ts';
import type { Runtime } from '../../local/runtime.ts';
import { seedKey } from '../../local/seed.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import { DynamoTallyStore } from '../../stores/dynamo-tally-store.ts';
import { type ProgressStream, showProgress } from '../progress.ts';
import { WorkspaceApi } from '../soak/api.ts';
import { sendJson } from '../soak/http.ts';
import { readVoterSecret } from '../voter-secret.ts';
import type { CostOptions } from './arguments.ts';

/** What some load used. */
export interface Measured {
  /** Votes, requests for a voter token or views that reached the API. */
  readonly sent: number;
  readonly usage: Usage;
}

export interface MeasuredRun {
  readonly votes: Measured & { readonly counted: number; readonly seconds: number };
  /** The form with a new voter token, which a device without one fetches once. */
  /** Voter tokens for devices that have none. */
  readonly devices: Measured;
  /** Looks that CloudFront passed on. */
  readonly misses: Measured;
}

const options = ['red', 'green', 'blue'] as const;

const poll: PollDefinitionInput = {
  title: 'Which colour?',
  questions: [
    {
      id: 'colour',
      kind: 'single',
      title: 'Choose one',
      options: options.map((id) => ({ id, label: id })),
    },
  ],
};

/** Options that a batch of votes touches. */
export const optionCount = options.length;

/** Voter tokens and results differ little from each other: more than this tells nothing new. */
const mostReads = 1_000;
/** As long as the last tumbling window and its closing take. Milliseconds. */
const settleMs = 2_500;
const longestWaitMs = 300_000;
const lookMs = 200;

/** Sends votes, then asks for voter tokens, then reads results, and measures each by itself. */
export async function measure(
  runtime: Runtime,
  meter: Meter,
  given: CostOptions,
  stderr: ProgressStream,
): Promise<MeasuredRun> {
  const pollId = await new WorkspaceApi(runtime.apiUrl, await seedKey(runtime)).openPoll(poll);
  const url = `${runtime.apiUrl}/polls/${pollId}`;
  const tokens = await tokensOf(runtime, pollId, given.devices);
  const ask = async (method: 'GET' | 'POST', path: string, wanted: number) => {
    const sent = Math.min(mostReads, wanted);
    meter.take();
    await each(sent, 1, async () => {
      await expect(200, sendJson(method, `${url}/${path}`, {}));
    });
    return { sent, usage: meter.take() };
  };

  await settle();
  if (!given.isSteady) await Promise.all(runtime.regions.map((region) => region.disableEventSources()));
  meter.take();
  const startedAt = performance.now();
  const progress = showProgress(given.votes, stderr);
  let done = 0;
  try {
    await each(given.votes, given.concurrency, async (index) => {
      const device = index % tokens.length;
      const body = { answers: { colour: options[device % options.length] } };
      const token = { [headers.voterToken]: tokens[device] ?? '' };
      await expect(202, sendJson('POST', `${url}/responses`, token, body));
      done += 1;
      progress.update(done);
    });
  } finally {
    progress.stop();
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  for (const region of runtime.regions) region.enableEventSources();
  const counted = await comeToRest(runtime, pollId, given.devices);
  const votes = { sent: given.votes, counted, seconds, usage: meter.take() };
  const devices = await ask('POST', 'devices', given.devices);
  const misses = await ask('GET', 'results', Math.max(1, Math.round(given.viewers * given.missRate)));
  return { votes, devices, misses };
}

/** Tokens that devices have from before. */
async function tokensOf(runtime: Runtime, pollId: string, devices: number): Promise<string[]> {
  const secret = await readVoterSecret(runtime);
  return Array.from({ length: devices }, () => signDevice(secret, pollId));
}

async function each(times: number, atOnce: number, act: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < times; index = next++) await act(index);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, times) }, lane));
}

async function expect(status: number, answering: ReturnType<typeof sendJson>): Promise<void> {
  const answer = await answering;
  if (answer.status !== status) throw new Error(`The API answered ${answer.status}: ${answer.body}`);
}

/**
 * Waits until every vote is recorded and counted. It looks into the table, not through the API, which would be
 * counted.
 * @returns the votes that count
 */
async function comeToRest(runtime: Runtime, pollId: string, expected: number): Promise<number> {
  const endpoint = runtime.regions[0]?.servers.dynamodb.endpoint ?? '';
  const client = new DynamoDBClient({ endpoint, ...localCredentials });
  const tallies = new DynamoTallyStore(DynamoDBDocumentClient.from(client), tableName('dev', 'tallies'));
  const counted = async () => (await tallies.read(pollId)).counters.get(counterNames.responses) ?? 0;
  const end = Date.now() + longestWaitMs;
  const isDone = async () =>
    Object.values(runtime.queueDepths('Accepted')).every((depth) => depth === 0) && (await counted()) >= expected;
  while (!(await isDone())) {
    if (Date.now() > end) throw new Error(`${await counted()} of ${expected} votes were counted`);
    await pause(lookMs);
  }
  await settle();
  const all = await counted();
  client.destroy();
  return all;
}

const settle = () => pause(settleMs);
