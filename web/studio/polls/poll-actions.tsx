import { useSignal } from '@preact/signals';
import type { PollView } from '../../../contracts/poll.ts';
import { messageOf, send } from '../api.ts';
import { confirm } from '../components/confirm.tsx';
import { Notice } from '../components/notice.tsx';
import { leaveFor } from '../router.ts';

/** Opens, closes and deletes a poll, after asking where it can't be undone. */
export function PollActions({ view, changed }: { view: PollView; changed: () => void }) {
  const problem = useSignal('');
  const busy = useSignal(false);

  async function act(method: 'POST' | 'DELETE', path: string, then: () => void) {
    busy.value = true;
    problem.value = '';
    try {
      await send(method, `/polls/${view.id}${path}`);
      then();
    } catch (error) {
      problem.value = messageOf(error);
    } finally {
      busy.value = false;
    }
  }

  async function close() {
    const text = 'It takes no more responses after a few seconds, and can’t be opened again.';
    if (await confirm({ title: 'Close the poll?', text, action: 'Close poll' })) await act('POST', '/close', changed);
  }

  async function remove() {
    const text = 'The poll and its results will be gone for everybody.';
    const sure = await confirm({ title: 'Delete the poll?', text, action: 'Delete poll', danger: true });
    if (sure) await act('DELETE', '', () => leaveFor('/'));
  }

  return (
    <div class="stack">
      <div class="row wrap">
        {(view.state === 'draft' || view.state === 'scheduled') && (
          <button
            type="button"
            class="primary"
            disabled={busy.value}
            onClick={() => void act('POST', '/open', changed)}
          >
            Open now
          </button>
        )}
        {view.state === 'open' && (
          <button type="button" disabled={busy.value || view.closedAt !== undefined} onClick={() => void close()}>
            {view.closedAt === undefined ? 'Close' : 'Closing…'}
          </button>
        )}
        {view.state !== 'open' && (
          <button type="button" class="danger" disabled={busy.value} onClick={() => void remove()}>
            Delete
          </button>
        )}
      </div>
      {problem.value && <Notice tone="bad">{problem.value}</Notice>}
    </div>
  );
}
