import { marshall } from '@aws-sdk/util-dynamodb';
import { headers } from '../../../contracts/headers.ts';
import type { ResponseMessage } from '../../../contracts/response.ts';
import type { Poll } from '../../../domain/polls/poll.ts';
import { acceptResponse } from '../../../domain/responses/accept.ts';
import { signDevice, verifyVoterToken } from '../../../domain/responses/voter.ts';
import { tallyKey } from '../../../stores/tally-item.ts';
import { bars } from '../bars.ts';
import type { Bench } from '../bench-context.ts';
import { compared, type Figure, type Runs } from '../figures.ts';
import { inThread } from '../job.ts';
import type { CallsInput } from '../jobs/calls.ts';
import { answersOf, varieties } from '../samples.ts';

/** How long a measurement of calls takes. */
export interface CallCounts {
  readonly rounds: number;
  /** Calls of each handler in a round. */
  readonly calls: number;
}

const usual: CallCounts = { rounds: 9, calls: 150 };
const votes = 10_000;
const against = 'SendMessage and GetItem alone, in a handler bundled in the same way';

/** The warm handlers of a vote and of a look at the results, against the SDK calls that they make. */
export async function warm(bench: Bench): Promise<Figure[]> {
  const stage = await bench.stageAtRest();
  const polls = await stage.openPolls(1);
  for (const poll of polls) await stage.giveVotes(poll, votes);
  return [await warmSubmit(bench, polls, usual), await warmResults(bench, polls, usual)];
}

/** A call of `submitResponse` with polls in their turn. */
export async function warmSubmit(bench: Bench, polls: readonly Poll[], counts: CallCounts): Promise<Figure> {
  const stage = await bench.stageAtRest();
  const environment = stage.environmentOf('submitResponse');
  const voters = Array.from({ length: varieties }, (_, index) => {
    const poll = turnOf(polls, index);
    const token = signDevice(stage.secret, poll.id);
    const submission = { answers: answersOf(index) };
    return { poll, token, submission, voter: verifyVoterToken(stage.secret, poll.id, token) };
  });
  const input: CallsInput = {
    bundle: bench.bundle('submitResponse').file,
    bare: bench.bare(['SendMessage']).file,
    events: voters.map(({ poll, token, submission }) =>
      requestEvent('POST', '/polls/{pollId}/responses', poll, { [headers.voterToken]: token }, submission),
    ),
    bareEvents: voters.map((given) => {
      const message: ResponseMessage = {
        v: 1,
        ...acceptResponse({ ...given, idempotencyKey: undefined, now: Date.now() }),
      };
      return { SendMessage: { QueueUrl: environment.RESPONSES_QUEUE_URL, MessageBody: JSON.stringify(message) } };
    }),
    status: 202,
    ...counts,
  };
  const runs = await inThread<Runs>('calls', input, environment);
  return compared({ name: 'submitResponse, a warm call', unit: 'ms', runs, against, bar: bars.warm });
}

/** A call of `getResults` with polls in their turn. */
export async function warmResults(bench: Bench, polls: readonly Poll[], counts: CallCounts): Promise<Figure> {
  const stage = await bench.stageAtRest();
  const environment = stage.environmentOf('getResults');
  const input: CallsInput = {
    bundle: bench.bundle('getResults').file,
    bare: bench.bare(['GetItem']).file,
    events: polls.map((poll) => requestEvent('GET', '/polls/{pollId}/results', poll, {})),
    bareEvents: polls.map(({ id }) => ({
      GetItem: { TableName: environment.TALLIES_TABLE, Key: marshall(tallyKey(id)) },
    })),
    status: 200,
    ...counts,
  };
  const runs = await inThread<Runs>('calls', input, environment);
  return compared({ name: 'getResults, a warm call', unit: 'ms', runs, against, bar: bars.warm });
}

function turnOf(polls: readonly Poll[], index: number): Poll {
  const poll = polls[index % polls.length];
  if (poll) return poll;
  throw new Error('A bench without polls measures nothing');
}

/** What of API Gateway's event the handlers look at. */
function requestEvent(method: string, path: string, poll: Poll, sent: Record<string, string>, body?: unknown) {
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path.replace('{pollId}', poll.id),
    headers: sent,
    pathParameters: { pollId: poll.id },
    requestContext: { requestId: 'bench' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}
