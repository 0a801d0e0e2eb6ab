import type { LiveAudience } from '../../contracts/live.ts';
import { type Poll, pollState } from '../polls/poll.ts';

/** Whether anybody but the poll's workspace may see results now, be it only those who have voted. */
export function mayViewersSee(poll: Poll, now: number): boolean {
  const { results } = poll.policy;
  if (results === 'after-closing') return pollState(poll, now) === 'closed';
  return results !== 'never';
}

/**
 * Who gets a snapshot of the poll now. A channel that nobody may see stays silent, so that whoever still listens to it
 * from before a change of the policy learns nothing. The workspace keeps its own over the closing of the poll.
 */
export function audiencesOf(poll: Poll, now: number): LiveAudience[] {
  const isHiddenAtFirst = poll.policy.results === 'after-closing' || poll.policy.results === 'never';
  return [
    ...(mayViewersSee(poll, now) ? (['viewers'] as const) : []),
    ...(isHiddenAtFirst ? (['workspace'] as const) : []),
  ];
}
