import type { Poll } from '../../domain/polls/poll.ts';
import type { PollStore } from '../../domain/polls/poll-store.ts';
import type { ApiEvent, ApiResult } from '../middleware/api.ts';
import { requireOwnPoll } from '../middleware/caller.ts';
import { checkVersion, pollAnswer } from './versions.ts';

/** Opens or closes the poll of the path; a poll that is there already is answered as it is. */
export async function changeState(
  event: ApiEvent,
  name: 'openPoll' | 'closePoll',
  polls: PollStore,
  change: (poll: Poll, now: number) => Poll,
): Promise<ApiResult> {
  const poll = await requireOwnPoll(event, name, polls);
  checkVersion(event, poll, 'optional');
  const changed = change(poll, Date.now());
  if (changed !== poll) await polls.replace(changed);
  return pollAnswer(changed);
}
