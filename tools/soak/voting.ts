import { setTimeout as pause } from 'node:timers/promises';
import { headers } from '../../contracts/headers.ts';
import { nearestRegionHeader, servedByHeader } from '../../local/front-door/front-door.ts';
import { sendJson } from './http.ts';
import type { Heard } from './model.ts';
import { numberField, type PlannedVoter, textField } from './plan.ts';

/** Where and how to vote. */
export interface Voting {
  readonly apiUrl: string;
  /** Names of the regions, in the plan's order. */
  readonly regions: readonly string[];
  readonly pollIds: readonly string[];
  /** Stands in what voters send beside their answers. */
  readonly mark: string;
  readonly onAnswered: (outcome: 'accepted' | 'refused') => void;
}

/** The pause before a request is sent again. Milliseconds. */
const retryMs = 250;

/**
 * Sends a voter's answers one after the other, each until it is accepted or refused.
 * @returns what the voter heard of each
 * @throws Error for an answer that no voter should ever get
 */
export async function vote(voting: Voting, voter: PlannedVoter, token: string): Promise<Heard> {
  const heard: Heard = { accepted: [], maybe: [], regions: new Set() };
  const pollId = voting.pollIds[voter.poll] ?? '';
  for (const [index, answers] of voter.answers.entries()) {
    const body = { answers, metadata: { [numberField]: String(index), [textField]: voting.mark } };
    const outcome = await sendUntilHeard(voting, { pollId, token, body, nearest: voter.regions[index] ?? 0 }, heard);
    if (outcome === 'accepted') heard.accepted.push(index);
    if (outcome === 'maybe') heard.maybe.push(index);
    voting.onAnswered(outcome === 'accepted' ? 'accepted' : 'refused');
  }
  return heard;
}

interface Sending {
  readonly pollId: string;
  readonly token: string;
  readonly body: unknown;
  readonly nearest: number;
}

async function sendUntilHeard(
  voting: Voting,
  sending: Sending,
  heard: Heard,
): Promise<'accepted' | 'refused' | 'maybe'> {
  const nearest = voting.regions[sending.nearest] ?? '';
  for (let mayBeAccepted = false; ; ) {
    const answer = await sendJson(
      'POST',
      `${voting.apiUrl}/polls/${sending.pollId}/responses`,
      { [headers.voterToken]: sending.token, [nearestRegionHeader]: nearest, 'user-agent': `Mozilla ${voting.mark}` },
      sending.body,
    ).catch(() => undefined);
    const servedBy = voting.regions.indexOf(String(answer?.headers[servedByHeader] ?? nearest));
    switch (answer?.status) {
      case 202:
        heard.regions.add(servedBy);
        return 'accepted';
      case 409:
        return mayBeAccepted ? 'maybe' : 'refused';
      case 429:
        break;
      case undefined:
      case 500:
      case 503:
        // Whoever was to answer may have put the response into the queue before.
        mayBeAccepted = true;
        heard.regions.add(servedBy);
        break;
      default:
        throw new Error(`A response was answered with ${answer?.status}: ${answer?.body}`);
    }
    await pause(retryMs);
  }
}
