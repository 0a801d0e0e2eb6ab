import type { VoterToken } from '../../contracts/response.ts';
import type { VoterProof } from '../../contracts/voters.ts';
import { request } from './request.ts';

export type ProveVoterOptions = {
  /** The API's address, such as `https://polls.example.com`. */
  readonly api: string;
  /** The poll's id. */
  readonly poll: string;
} & VoterProof;

/**
 * Exchanges a one-time code (`code`), or a token of the workspace's own issuer (`jwt`), for a voter token: what
 * `PollClient` and the widget take as `voterToken`. It is good for the poll for as long as that is open.
 * @throws ProblemError `invalid-voter-proof`, `code-used`, `wrong-state` where the poll's voters prove themselves otherwise,
 * `not-found`; ConnectionError
 */
export async function proveVoter({ api, poll, ...proof }: ProveVoterOptions): Promise<string> {
  const address = `${api.replace(/\/+$/, '')}/polls/${encodeURIComponent(poll)}/voters`;
  const { body } = await request<VoterToken>(address, { method: 'POST', body: proof });
  return body?.voterToken ?? '';
}
