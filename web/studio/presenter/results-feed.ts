import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LiveAccess } from '../../../contracts/live.ts';
import type { PollResults } from '../../../contracts/results.ts';
import { ConnectionError, ProblemError } from '../../client/errors.ts';
import { type ResultsWatch, watchResults } from '../../client/watch-results.ts';
import { ApiError, send } from '../api.ts';

/** A poll's results as they change, with the workspace's key: it sees them whatever voters may see. */
export function useResults(pollId: string) {
  const results = useSignal<PollResults | undefined>(undefined);
  const way = useSignal<'live' | 'polling' | 'paused' | undefined>(undefined);
  const problem = useSignal('');
  useEffect(() => {
    const watch: ResultsWatch = watchResults(sourceOf(pollId), {
      results(found) {
        results.value = found;
        problem.value = '';
      },
      hidden: (error) => {
        problem.value = error.message;
      },
      failed: () => {
        problem.value = 'The results can’t be read. The poll may have been deleted.';
      },
      connection: (now) => {
        way.value = now;
      },
    });
    return () => watch.stop();
  }, [pollId]);
  return { results, way, problem };
}

function sourceOf(pollId: string) {
  let known: string | undefined;
  const get = <T>(path: string, headers: Record<string, string>) =>
    send<T>('GET', `/polls/${encodeURIComponent(pollId)}/${path}`, { headers }).catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      throw error.status === 0 ? new ConnectionError(error) : new ProblemError(error.status, { detail: error.message });
    });
  return {
    async results() {
      const { status, body, etag } = await get<PollResults>('results', known ? { 'if-none-match': known } : {});
      known = etag;
      return status === 304 ? undefined : body;
    },
    live: async () => (await get<LiveAccess>('live', {})).body,
  };
}
