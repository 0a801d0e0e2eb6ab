import type { ResponseSigns, VoterData, VoterResponse } from '../../contracts/voter-data.ts';
import type { ExportJob } from '../exports/export-job.ts';
import { type ExportedResponse, plainAnswer } from '../exports/exported-response.ts';

/** What stands in a voter's place in the table. */
export interface VotersPlace {
  readonly response?: ExportedResponse;
  readonly signs?: ResponseSigns;
  /** Seconds since 1970. */
  readonly expiresAt?: number;
  /** Milliseconds since 1970. */
  readonly erasedAt?: number;
}

/** What was found of a voter, by where it was. */
export interface FoundOfVoter extends Pick<VoterData, 'pollId' | 'voterKey' | 'textAnswers' | 'hiddenAnswers'> {
  readonly place: VotersPlace;
  readonly archived: ExportedResponse | undefined;
  readonly exports: readonly ExportJob[];
}

/** All that is stored of a voter in a poll, in words of the API. */
export function toVoterData({ place, archived, exports, ...found }: FoundOfVoter): VoterData {
  const { response, signs, expiresAt, erasedAt } = place;
  const end = expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt * 1_000).toISOString() };
  return {
    ...found,
    ...(response ? { response: { ...toVoterResponse(response), ...signs, ...end } } : {}),
    ...(archived ? { archivedResponse: toVoterResponse(archived) } : {}),
    ...(erasedAt === undefined ? {} : { erasedAt: new Date(erasedAt).toISOString() }),
    exports: exports.map(({ id, format, state, requestedAt }) => ({ id, format, state, requestedAt })),
  };
}

function toVoterResponse(response: ExportedResponse): VoterResponse {
  const { responseId, submittedAt, answers, skipped, metadata, country, device } = response;
  return {
    responseId,
    submittedAt: new Date(submittedAt).toISOString(),
    answers: Object.fromEntries(
      Object.entries(answers).map(([question, answer]) => {
        const plain = plainAnswer(answer);
        return [question, Array.isArray(plain) ? [...plain] : (plain as Exclude<typeof plain, readonly string[]>)];
      }),
    ),
    skipped,
    metadata,
    ...(country === undefined ? {} : { country }),
    ...(device === undefined ? {} : { device }),
  };
}
