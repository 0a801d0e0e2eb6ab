import { type PollDefinition, pollDefinitionSchema } from '../../contracts/poll.ts';
import { type ProgressStream, showProgress } from '../progress.ts';
import { seededRandom, shuffled } from '../random.ts';
import { connect } from './api.ts';
import type { ReplayCommand } from './arguments.ts';
import { compare } from './compare.ts';
import { countFile } from './count.ts';
import { readTable, type Table } from './csv.ts';
import { UsageError } from './errors.ts';
import { checked, readJson, readMapping } from './mapping.ts';
import { matchColumns } from './match.ts';
import { openPoll, settle } from './polls.ts';
import { printComparison, printSending, printUnmappable } from './print.ts';
import { readResponses } from './rows.ts';
import { type SendReport, sendAll } from './send.ts';
import { makeSurvey, type Survey } from './survey.ts';

/** Where a run writes: results on the one, everything on the way on the other. */
export interface Output {
  readonly results: NodeJS.WritableStream;
  readonly progress: ProgressStream;
}

/**
 * Creates the poll, sends the file and compares.
 * @returns whether every count equals the file's
 * @throws UsageError where the input can't be used
 * @throws ApiError where the API can't
 */
export async function replay(command: ReplayCommand, output: Output): Promise<boolean> {
  const { survey, table } = readInput(command);
  const responses = readResponses(survey, table);
  if (responses.unmappable.length > 0) {
    output.progress.write(`${printUnmappable(responses.unmappable)}\n`);
    if (command.strict)
      throw new UsageError(`${command.responses} has values that can't be mapped, and --strict is on`);
  }
  const random = command.seed === undefined ? Math.random : seededRandom(command.seed);
  const respondents = command.shuffle ? shuffled(responses.respondents, random) : responses.respondents;

  const api = connect({ url: command.api, key: command.key });
  output.progress.write(`Creating the poll at ${command.api}\n`);
  const pollId = await openPoll(api, survey.poll);
  output.progress.write(`Poll ${pollId}: sending ${respondents.length} responses\n`);
  const progress = showProgress(respondents.length, output.progress);
  let report: SendReport;
  try {
    report = await sendAll(api, respondents, {
      ...command,
      pollId,
      random,
      onProgress: (done) => progress.update(done),
    });
  } finally {
    progress.stop();
  }
  output.progress.write(`${printSending(report)}\n`);

  const expected = { responses: report.accepted, timeout: command.timeout };
  const { results, isSettled } = await settle(api, pollId, expected);
  if (!isSettled) output.progress.write(`The results hadn't settled after ${command.timeout / 1_000} s\n`);
  const counts = compare(survey.poll, countFile(survey, table, responses), results, respondents.length);
  output.results.write(`${printComparison(survey.poll, counts)}\n`);
  return counts.every(({ file, results: counted }) => file === counted);
}

/** Reads the files that the command names. @throws UsageError where they can't be used together */
export function readInput({
  source,
  responses,
  duplicate,
}: Pick<ReplayCommand, 'source' | 'responses' | 'duplicate'>): {
  readonly survey: Survey;
  readonly table: Table;
} {
  if (source.mapping === undefined) {
    const poll = readPoll(source.poll, duplicate);
    const table = readTable(responses, { encoding: 'utf-8', headerRows: 1, delimiter: ',' });
    return { survey: makeSurvey(matchColumns(poll, table), table, responses, poll), table };
  }
  const poll = source.poll === undefined ? undefined : readPoll(source.poll, duplicate);
  const mapping = readMapping(source.mapping);
  const table = readTable(responses, mapping);
  return { survey: makeSurvey(mapping, table, source.mapping, poll), table };
}

/** A replay can only be judged where its voters are its own, and a second response doesn't count. */
function readPoll(file: string, duplicate: number): PollDefinition {
  const poll = checked(pollDefinitionSchema, readJson(file), file);
  const { voters } = poll.policy;
  if (voters !== 'device' && voters !== 'open')
    throw new UsageError(`${file}: a replay needs the policy "voters" to be device or open`);
  if (voters === 'open' && duplicate > 0) {
    throw new UsageError(`${file}: --duplicate needs the policy "voters" to be device, since an open poll counts both`);
  }
  return poll;
}
