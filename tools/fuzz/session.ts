import { join } from 'node:path';
import { openApiPath } from '../../contracts/pages.ts';
import type { Runtime } from '../../local/runtime.ts';
import { seedKey } from '../../local/seed.ts';
import { comeToRest } from '../soak/rest.ts';
import { type CountReport, compareCounts } from './counts.ts';
import { Description, type OpenApiDocument } from './description.ts';
import { type Failure, Judge } from './judge.ts';
import { alarmingLines } from './logs.ts';
import { runOwn } from './run-own.ts';
import { startWitness } from './witness.ts';
import { makeWorld } from './world.ts';

/** What a run came to. */
export interface FuzzReport {
  readonly requests: number;
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Operations with their answers, of those that are described. */
  readonly seen: number;
  readonly failures: readonly Failure[];
  /** What functions printed that nobody expected. */
  readonly logLines: readonly string[];
  /** Calls that no policy allows. */
  readonly denials: readonly string[];
  readonly counts: CountReport;
  /** What the other part said, where there was one and it found something. */
  readonly others: string | undefined;
}

/** Another part of a run, which asks at an address with a key of a workspace of its own. */
export type OtherPart = (given: { url: string; key: string; operations: number }) => Promise<string | undefined>;

/** Fuzzes a running backend. @param logFolder where its functions' logs are */
export async function fuzz(
  runtime: Runtime,
  given: {
    requests: number;
    seed: number;
    logFolder: string;
    other?: OtherPart | undefined;
    onProgress?: (done: number) => void;
    /** Told of each kind of failure when it is first seen. */
    onFailure?: (failure: Failure) => void;
  },
): Promise<FuzzReport> {
  const document = (await (await fetch(runtime.apiUrl + openApiPath)).json()) as OpenApiDocument;
  const description = new Description(document);
  const judge = new Judge(description, given.onFailure);
  const witness = await startWitness(runtime.apiUrl, (exchange) => {
    judge.observe(exchange);
    given.onProgress?.(judge.requests);
  });
  try {
    const { operations } = description;
    const others = await given.other?.({
      url: witness.url,
      key: await seedKey(runtime),
      operations: operations.length,
    });
    const key = await seedKey(runtime);
    const world = await makeWorld(witness.url, key);
    const stage = { url: witness.url, key, world, operations, known: [] };
    await runOwn(stage, judge, { requests: Math.max(0, given.requests - judge.requests), seed: given.seed });
    await comeToRest(runtime);
    return {
      requests: judge.requests,
      statuses: Object.fromEntries(judge.statuses),
      seen: judge.seen.size,
      failures: [...judge.failures.values()],
      counts: await compareCounts(runtime, judge),
      logLines: alarmingLines(given.logFolder),
      denials: runtime.denials(),
      others,
    };
  } finally {
    await witness.stop();
  }
}

/** Whether anything was found. */
export function isClean({ failures, logLines, denials, counts, others }: FuzzReport): boolean {
  const found = failures.length + logLines.length + denials.length + counts.differences.length;
  return found === 0 && others === undefined;
}

/** Where the functions of a backend log. */
export function logFolderOf(workFolder: string): string {
  return join(workFolder, 'logs');
}
