import { type Erasure, tokenVoter } from '../../contracts/erasure.ts';
import { readEnvironment } from '../../contracts/functions.ts';
import { headers } from '../../contracts/headers.ts';
import { eraseArchived, findArchived, isErasedFrom } from '../../domain/archive/erase.ts';
import { eraseDerived } from '../../domain/erasure/erasure.ts';
import { toVoterData } from '../../domain/erasure/voter-data.ts';
import { Busy } from '../../domain/exports/work.ts';
import type { Poll } from '../../domain/polls/poll.ts';
import { Problem } from '../../domain/problem.ts';
import { parseResponseId } from '../../domain/responses/response-id.ts';
import { ownVoterKey, parseVoterToken } from '../../domain/responses/voter.ts';
import { documentClient, longObjectClient } from '../../stores/clients.ts';
import { DynamoAnswerMarks } from '../../stores/dynamo-answer-marks.ts';
import { DynamoArchiveStore } from '../../stores/dynamo-archive-store.ts';
import { DynamoArchivedTable } from '../../stores/dynamo-archived-table.ts';
import { DynamoDerivedData } from '../../stores/dynamo-derived-data.ts';
import { DynamoExportStore } from '../../stores/dynamo-export-store.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoResponseStore } from '../../stores/dynamo-response-store.ts';
import { DynamoVoterData } from '../../stores/dynamo-voter-data.ts';
import { S3ArchiveFiles } from '../../stores/s3-archive-files.ts';
import { type ApiEvent, type ApiResult, json } from '../middleware/api.ts';
import { auditedHandler } from '../middleware/audited-handler.ts';
import { requireOwnPoll } from '../middleware/caller.ts';
import { found, pathParameter } from '../middleware/request.ts';
import { archivePorts } from './archive-ports.ts';

const environment = readEnvironment('manageVoterData');
const client = documentClient();
const polls = new DynamoPollStore(client, environment.POLLS_TABLE);
const responses = new DynamoResponseStore(client, environment.RESPONSES_TABLE);
const archives = new DynamoArchiveStore(client, environment.POLLS_TABLE);
const objects = longObjectClient();
/** Longer than a call can live. */
const leaseMs = 60_000;
const derived = new DynamoDerivedData(client, objects, {
  polls: environment.POLLS_TABLE,
  tallies: environment.TALLIES_TABLE,
  exportsBucket: environment.EXPORTS_BUCKET,
});

const stored = new DynamoVoterData(client, {
  responses: environment.RESPONSES_TABLE,
  tallies: environment.TALLIES_TABLE,
});
const exports = new DynamoExportStore(client, environment.TALLIES_TABLE);
const marks = new DynamoAnswerMarks(client, environment.POLLS_TABLE);

const actions: Readonly<Record<string, (poll: Poll, voterKey: string) => Promise<ApiResult>>> = {
  'GET /polls/{pollId}/voters/{voter}': show,
  'DELETE /polls/{pollId}/voters/{voter}': erase,
};

/** `GET` and `DELETE /polls/{pollId}/voters/{voter}`: what is stored of a voter is told, or goes. */
export const handler = auditedHandler('manageVoterData', async (event: ApiEvent) => {
  const poll = await requireOwnPoll(event, 'manageVoterData', polls);
  const action = actions[event.routeKey];
  if (!action) throw new Error(`${event.routeKey} is no route of a voter's data`);
  return action(poll, voterKeyOf(event, poll));
});

/** Nobody who isn't known is told from somebody who never answered: both have nothing stored. */
async function show(poll: Poll, voterKey: string): Promise<ApiResult> {
  const { id: pollId, shards } = poll;
  const [archive, place, textAnswers, hiddenAnswers, jobs] = await Promise.all([
    archivedVoter(poll, voterKey),
    stored.place({ pollId, shards, voterKey }),
    stored.textAnswers({ pollId, voterKey }),
    marks.of({ pollId, voterKey }),
    exports.list(pollId),
  ]);
  const archived = await archive?.find();
  return json(200, toVoterData({ pollId, voterKey, place, archived, textAnswers, hiddenAnswers, exports: jobs }));
}

/**
 * The voter's response goes first, and what each region derived from it follows by the responses' stream, also when
 * this is cut off; what is told of it here is this region's.
 */
async function erase(poll: Poll, voterKey: string): Promise<ApiResult> {
  const archive = await archivedVoter(poll, voterKey);
  await archive?.putBack();
  // Before the tombstone, which has the region's worker look for the same.
  const archivedResponses = (await archive?.erase()) ?? 0;
  const now = Date.now();
  const wasRecorded = await responses.erase({ pollId: poll.id, shards: poll.shards, voterKey }, now);
  const removed = await eraseDerived(derived, { pollId: poll.id, voterKey });
  const erasure: Erasure = {
    pollId: poll.id,
    erasedAt: new Date(now).toISOString(),
    removed: { responses: wasRecorded ? 1 : 0, ...removed, archivedResponses },
  };
  return json(200, erasure);
}

/** The voter's response in the poll's archive; undefined where the poll has none. @throws Problem `wrong-state` */
async function archivedVoter(poll: Poll, voterKey: string) {
  const job = await archives.get(poll.id);
  if (!isErasedFrom(job, process.env.AWS_REGION ?? '')) return undefined;
  const ports = archivePorts(archives, new S3ArchiveFiles(objects, environment.ARCHIVE_BUCKET, poll.id));
  const voter = { shards: poll.shards, voterKey };
  const find = () => findArchived(ports, job, voter);
  return {
    find,
    /** To be erased there: its tally sees a response go only where one was. */
    async putBack() {
      const archived = await find();
      if (archived) await new DynamoArchivedTable(client, environment.RESPONSES_TABLE, poll).restore(archived);
    },
    erase: () => unlessBusy(eraseArchived(ports, job, voter, leaseMs)),
  };
}

async function unlessBusy<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Busy) throw new Problem('unavailable', 'The archive is being written: try again in a moment.');
    throw error;
  }
}

/** Whoever may see and erase any voter needn't prove who this one is. */
function voterKeyOf(event: ApiEvent, poll: Poll): string {
  const voter = pathParameter(event, 'voter');
  if (voter === tokenVoter) return ownVoterKey(poll.salt, parseVoterToken(poll.id, event.headers[headers.voterToken]));
  return found(parseResponseId(voter), 'voter').voterKey;
}
