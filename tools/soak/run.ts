import { randomBytes } from 'node:crypto';
import { tableName } from '../../contracts/names.ts';
import { signDevice } from '../../domain/responses/voter.ts';
import type { Region } from '../../local/regions/region.ts';
import type { Runtime } from '../../local/runtime.ts';
import { seedKey } from '../../local/seed.ts';
import { deleteExpired } from '../../local/servers/expiry.ts';
import type { Marker } from '../markers/scan.ts';
import { type ProgressStream, showProgress } from '../progress.ts';
import { readVoterSecret } from '../voter-secret.ts';
import { WorkspaceApi } from './api.ts';
import type { SoakOptions } from './arguments.ts';
import { checkSame, checkStored, type Difference, expectedCounts, type KnownVoter } from './check.ts';
import { failingHistory, type PollHistory } from './history.ts';
import { placeOf, readPolls } from './places.ts';
import { type Plan, planSoak } from './plan.ts';
import { comeToRest, compareResults } from './rest.ts';
import { erase, expire, readResponses, type Stored } from './system.ts';
import { Timeline } from './timeline.ts';
import { vote } from './voting.ts';

/** What a soak came to. */
export interface SoakReport {
  readonly accepted: number;
  readonly refused: number;
  /** Dead letters that were put back to work. */
  readonly redriven: number;
  readonly erased: number;
  readonly expired: number;
  /** Seconds of voting, and from its end until everything was recorded and counted in every region. */
  readonly votingSeconds: number;
  readonly settleSeconds: number;
  readonly differences: readonly Difference[];
  /** What no log may hold. */
  readonly markers: readonly Marker[];
  /** What is left of the history when all that has nothing to do with the differences is taken out. */
  readonly history: readonly PollHistory[];
}

const stage = 'dev';
/** As many voters' tokens are looked for in logs. */
const mostMarkers = 300;
const responsesTable = tableName(stage, 'responses');

/** Drives a running system through a soak, and compares. */
export async function soak(runtime: Runtime, options: SoakOptions, stderr: ProgressStream): Promise<SoakReport> {
  const [home] = runtime.regions;
  if (!home) throw new Error('The runtime has no region');
  const mark = `mk${randomBytes(12).toString('hex')}`;
  const plan = planSoak(options, mark);
  const key = await seedKey(runtime);
  const api = new WorkspaceApi(runtime.apiUrl, key);
  const apis = new Map(runtime.regions.map(({ name, url }) => [name, new WorkspaceApi(url, key)]));
  const pollIds: string[] = [];
  for (const { definition } of plan.polls) pollIds.push(await api.openPoll(definition));
  for (const region of apis.values()) for (const id of pollIds) await region.isKnown(id);

  const startedAt = performance.now();
  const { voters, markers, accepted, refused } = await voteAll({
    runtime,
    home,
    options,
    plan,
    pollIds,
    api,
    stderr,
    mark,
  });
  const votedAt = performance.now();
  const redriven = await comeToRest(runtime);
  const stored = await readResponses(home, responsesTable);
  const afterVoting = await compareResults(apis, pollIds, expectedCounts(plan, voters, stored));
  const settledAt = performance.now();
  const wronglyStored = checkStored(plan, voters, stored);
  const storedByVoting = new Map(stored);

  const { erased, expired } = await eraseAndExpire(runtime, plan, pollIds, stored);
  for (const place of erased) stored.delete(place);
  await comeToRest(runtime);
  const afterErasures = await compareResults(apis, pollIds, expectedCounts(plan, voters, stored));
  for (const place of expired) stored.delete(place);
  const unlike: Difference[] = [];
  for (const region of runtime.regions) {
    unlike.push(...checkSame(stored, await readResponses(region, responsesTable), region.name));
  }
  const differences = [...wronglyStored, ...afterVoting, ...afterErasures, ...unlike];
  return {
    accepted,
    refused,
    redriven,
    erased: erased.length,
    expired: expired.length,
    votingSeconds: (votedAt - startedAt) / 1_000,
    settleSeconds: (settledAt - votedAt) / 1_000,
    differences,
    markers,
    history: failingHistory({ plan, pollIds, voters, stored: storedByVoting, differences }),
  };
}

async function voteAll(given: {
  runtime: Runtime;
  home: Region;
  options: SoakOptions;
  plan: Plan;
  pollIds: readonly string[];
  api: WorkspaceApi;
  stderr: ProgressStream;
  mark: string;
}): Promise<{ voters: KnownVoter[]; markers: Marker[]; accepted: number; refused: number }> {
  const { runtime, home, options, plan, pollIds, api, stderr, mark } = given;
  const secret = await readVoterSecret(runtime);
  const polls = await readPolls(home, stage, pollIds);
  const counts = { accepted: 0, refused: 0 };
  const progress = showProgress(options.votes, stderr);
  const timeline = new Timeline({ votes: options.votes, plan, pollIds, regions: runtime.regions, api });
  const voting = {
    apiUrl: runtime.apiUrl,
    regions: runtime.regions.map(({ name }) => name),
    pollIds,
    mark,
    onAnswered(outcome: keyof typeof counts) {
      counts[outcome] += 1;
      const answered = counts.accepted + counts.refused;
      progress.update(answered);
      timeline.reach(answered);
    },
  };
  const voters: KnownVoter[] = [];
  const markers: Marker[] = [
    { kind: 'what voters send', text: mark },
    { kind: 'API key', text: await seedKey(runtime) },
    ...secret.split('\n').map((text) => ({ kind: 'key of voter tokens', text })),
  ];
  let next = 0;
  const sender = async (): Promise<void> => {
    for (let planned = plan.voters[next++]; planned; planned = plan.voters[next++]) {
      const poll = polls[planned.poll];
      if (!poll) throw new Error('The plan names a poll that is not there');
      const token = signDevice(secret, poll.id);
      if (markers.length < mostMarkers) markers.push({ kind: 'voter token', text: token.split('.')[2] ?? '' });
      const place = placeOf(poll, secret, token);
      voters.push({ planned, heard: await vote(voting, planned, token), place });
    }
  };
  try {
    await Promise.all(Array.from({ length: options.concurrency }, sender));
    await timeline.finish();
  } finally {
    progress.stop();
  }
  return { voters, markers, ...counts };
}

/** Erases and expires as planned, each in some region. @returns the places of both */
async function eraseAndExpire(
  runtime: Runtime,
  plan: Plan,
  pollIds: readonly string[],
  stored: ReadonlyMap<string, Stored>,
): Promise<{ erased: string[]; expired: string[] }> {
  const erased: string[] = [];
  const expired: string[] = [];
  for (const [index, poll] of plan.polls.entries()) {
    const region = runtime.regions[index % runtime.regions.length];
    const own = [...stored].filter(([, response]) => response.pollId === pollIds[index]);
    const some = (part: number) => own.slice(0, Math.floor(part * own.length));
    if (!region) continue;
    if (poll.erased > 0)
      await erase(
        region,
        responsesTable,
        some(poll.erased).map(([, response]) => response),
        await readPolls(region, stage, pollIds),
      );
    if (poll.expired > 0)
      await expire(
        region,
        responsesTable,
        some(poll.expired).map(([, response]) => response),
      );
    erased.push(...some(poll.erased).map(([place]) => place));
    expired.push(...some(poll.expired).map(([place]) => place));
  }
  await comeToRest(runtime);
  const [home] = runtime.regions;
  if (home) await deleteExpired(home.servers.dynamodb.endpoint, responsesTable, 'expiresAt');
  return { erased, expired };
}
