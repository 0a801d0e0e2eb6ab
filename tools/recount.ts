import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { tableName } from '../contracts/names.ts';
import { graceSeconds, recount } from '../domain/tallies/recount.ts';
import type { Difference, RecountReport } from '../domain/tallies/recount-report.ts';
import { documentClient } from '../stores/clients.ts';
import { DynamoPollStore } from '../stores/dynamo-poll-store.ts';
import { DynamoRecountStore } from '../stores/dynamo-recount-store.ts';
import { DynamoStoredResponses } from '../stores/dynamo-stored-responses.ts';
import { runCommand, UsageError } from './command.ts';

const help = `Compares a poll's tally with its stored responses, while votes still arrive.

  npm run recount -- --poll ID [--rebuild]

  --poll ID        the poll
  --rebuild        add what is missing where they differ, and take off what is too much
  --stage NAME     the stage (dev)
  --grace SECONDS  for how long the stream may lag behind, ${graceSeconds.least} to ${graceSeconds.most} (${graceSeconds.usual})

A difference counts when two comparisons in a row find the same. Viewers never see a lower count only because of the
rebuild. Region and credentials come from the environment, as for every AWS tool.

Exit status: 0 the tally is right, or was rebuilt; 1 it differs or that couldn't be told; 2 wrong usage.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      poll: { type: 'string' },
      rebuild: { type: 'boolean', default: false },
      stage: { type: 'string', default: 'dev' },
      grace: { type: 'string', default: String(graceSeconds.usual) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (!values.poll) throw new UsageError('Name the --poll; --help tells more.');
  const grace = graceOf(values.grace);
  const client = documentClient();
  const table = (name: Parameters<typeof tableName>[1]) => tableName(values.stage, name);
  const poll = await new DynamoPollStore(client, table('polls')).get(values.poll);
  if (!poll) throw new Error(`The stage ${values.stage} has no poll ${values.poll}.`);
  const progress = showProgress(process.stderr);
  const report = await recount(
    {
      tallies: new DynamoRecountStore(client, table('tallies')),
      responses: new DynamoStoredResponses(client, table('responses')),
      now: Date.now,
      pause,
    },
    { pollId: poll.id, shards: poll.shards, rebuild: values.rebuild, graceSeconds: grace, ...progress },
  ).finally(progress.clear);
  if (report.differences.length > 0) console.log(printDifferences(report.differences));
  console.log(verdictOf(report));
  return report.outcome === 'equal' || report.outcome === 'rebuilt' ? 0 : 1;
}

function graceOf(text: string): number {
  const seconds = Number(text);
  if (seconds >= graceSeconds.least && seconds <= graceSeconds.most) return seconds;
  throw new UsageError(`--grace takes ${graceSeconds.least} to ${graceSeconds.most} seconds.`);
}

/** One line that changes, on a terminal only. */
function showProgress(stream: NodeJS.WriteStream) {
  const write = (text: string) => {
    if (stream.isTTY) stream.write(`\r${text}\u001b[K`);
  };
  return {
    onProgress: (round: number, responses: number) => write(`Comparison ${round}: ${responses} responses read`),
    clear: () => write(''),
  };
}

function printDifferences(differences: readonly Difference[]): string {
  const width = Math.max(...differences.map(({ counter }) => counter.length), 'counter'.length);
  const line = (counter: string, tally: string, recounted: string) =>
    `${counter.padEnd(width)} ${tally.padStart(9)} ${recounted.padStart(9)}`;
  return [
    line('counter', 'tally', 'recount'),
    ...differences.map(({ counter, tally, recount }) => line(counter, String(tally), String(recount))),
  ].join('\n');
}

function verdictOf({ outcome, responses, differences, since }: RecountReport): string {
  const { length } = differences;
  const counters = `${length} ${length === 1 ? 'counter' : 'counters'}`;
  return {
    equal: `Equal: ${responses} responses give what the tally holds.`,
    different: `Different in ${counters}, twice the same. --rebuild sets the tally right.`,
    rebuilt: `Rebuilt: ${counters} differed.`,
    running: `Another recount of this poll has been running since ${since}; after 15 minutes it can be taken over.`,
    expired: "This poll can't be recounted: responses have expired, and the tally still counts them.",
    lagging: 'The stream is behind by more than the grace, so a difference would tell nothing. Try a longer --grace.',
    unsettled: 'No two comparisons in a row found the same. Try again when fewer workers crash.',
  }[outcome];
}

await runCommand('recount', main);
