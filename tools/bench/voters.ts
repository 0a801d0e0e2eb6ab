import { headers } from '../../contracts/headers.ts';
import type { Submission } from '../../contracts/response.ts';
import type { PollResults } from '../../contracts/results.ts';
import { sendJson } from '../soak/http.ts';

/** A vote on its way. */
export interface Vote {
  readonly pollId: string;
  readonly token: string;
  readonly answers: Submission['answers'];
}

/**
 * Sends a vote.
 * @throws Error unless it is accepted
 */
export async function submit(apiUrl: string, { pollId, token, answers }: Vote): Promise<void> {
  const url = `${apiUrl}/polls/${pollId}/responses`;
  const { status, body } = await sendJson('POST', url, { [headers.voterToken]: token }, { answers });
  if (status !== 202) throw new Error(`A vote was answered with ${status}: ${body}`);
}

/** @throws Error unless the results are given out */
export async function resultsOf(apiUrl: string, pollId: string): Promise<PollResults> {
  const { status, body } = await sendJson('GET', `${apiUrl}/polls/${pollId}/results`, {});
  if (status !== 200) throw new Error(`Results were answered with ${status}: ${body}`);
  return JSON.parse(body) as PollResults;
}
