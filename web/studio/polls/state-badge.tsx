import type { PollState } from '../../../contracts/poll.ts';

const names: Readonly<Record<PollState, string>> = {
  draft: 'Draft',
  scheduled: 'Scheduled',
  open: 'Open',
  closed: 'Closed',
};

export function StateBadge({ state }: { state: PollState }) {
  return <span class={`badge ${state}`}>{names[state]}</span>;
}
