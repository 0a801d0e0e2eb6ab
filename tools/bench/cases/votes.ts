import { signDevice } from '../../../domain/responses/voter.ts';
import type { Bench } from '../bench-context.ts';
import { compared, type Figure, type Runs } from '../figures.ts';
import { inThread } from '../job.ts';
import type { VotingInput } from '../jobs/voting.ts';
import { answersOf } from '../samples.ts';

const rounds = 4;
/** The embedded DynamoDB writes the slower the more records its streams hold, so rounds are short and in turns. */
const votesPerRound = 600;
const putsPerRound = 600;
const pollCount = 4;
/** Voters, or puts, at the same time. */
const lanes = 32;

/** Votes over HTTP against puts; tells the bench the rate that lasts. */
export async function votes(bench: Bench): Promise<Figure[]> {
  const stage = await bench.stageAwake();
  const polls = await stage.openPolls(pollCount);
  // One round more, in which everything gets warm.
  const votesInAll = (rounds + 1) * votesPerRound;
  const input: VotingInput = {
    apiUrl: stage.apiUrl,
    bare: bench.bare(['PutItem']).file,
    table: stage.environmentOf('getResults').POLLS_TABLE ?? '',
    votes: Array.from({ length: votesInAll }, (_, index) => {
      const { id: pollId } = polls[index % polls.length] ?? { id: '' };
      return { pollId, token: signDevice(stage.secret, pollId), answers: answersOf(index) };
    }),
    votesPerRound,
    putsPerRound,
    lanes,
  };
  const measured = await inThread<{ accepted: number[]; counted: number[]; puts: number[] }>(
    'voting',
    input,
    stage.environmentOf('getResults'),
  );
  const runsOf = (subject: number[]): Runs => ({ subject: subject.slice(1), baseline: measured.puts.slice(1) });
  const against = `PutItem alone with an item of a response's size, ${lanes} at once`;
  const counted = compared({
    name: 'votes accepted, recorded and counted',
    unit: '/s',
    runs: runsOf(measured.counted),
    against,
  });
  bench.lastingRate = counted.value.median;
  return [compared({ name: 'votes accepted', unit: '/s', runs: runsOf(measured.accepted), against }), counted];
}
