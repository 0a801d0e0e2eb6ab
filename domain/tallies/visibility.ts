import { type Poll, pollState } from '../polls/poll.ts';
import { Problem } from '../problem.ts';

/** Who asks for results. Both are asked for only where the poll's policy makes it matter. */
export interface Viewer {
  /** The workspace of the viewer's API key, if it has the scope `results:read`. */
  readonly workspaceId: () => Promise<string | undefined>;
  /** Whether the viewer's voter token belongs to a recorded response. */
  readonly hasVoted: () => Promise<boolean>;
}

/**
 * Enforces the poll's policy on who sees results when.
 * @returns whether everybody may see them, so that a shared cache may keep them
 * @throws Problem `results-hidden` with the reason
 */
export async function assertVisible(poll: Poll, viewer: Viewer, now: number): Promise<{ shared: boolean }> {
  const { results } = poll.policy;
  const closed = pollState(poll, now) === 'closed';
  if (results === 'always' || (closed && results !== 'never')) return { shared: true };
  if ((await viewer.workspaceId()) === poll.workspaceId) return { shared: false };
  if (results === 'after-voting' && (await viewer.hasVoted())) return { shared: false };
  const detail = {
    'after-voting': 'The results show once your response has been recorded, or the poll has closed.',
    'after-closing': 'The results show when the poll has closed.',
    never: 'The results of this poll are not public.',
  }[results];
  throw new Problem('results-hidden', detail, { extensions: { policy: results } });
}
