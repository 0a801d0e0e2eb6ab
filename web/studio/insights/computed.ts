import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { messageOf, send } from '../api.ts';

/** How long to wait where the API doesn't say, in seconds. */
const usualWaitSeconds = 2;
/** Between two looks while newer figures are on their way, in milliseconds. */
const refreshMs = 3_000;

/** Something that a worker computes: asks again while it isn't there yet, and while newer is on its way. */
export function useComputed<T extends { readonly refreshing: boolean }>(path: string) {
  const value = useSignal<T | undefined>(undefined);
  const problem = useSignal('');
  const round = useSignal(0);
  useEffect(() => {
    const end = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function look() {
      try {
        const { status, body, retryAfter } = await send<T>('GET', path, { signal: end.signal });
        problem.value = '';
        if (status === 202) {
          timer = setTimeout(look, (retryAfter ?? usualWaitSeconds) * 1_000);
          return;
        }
        value.value = body;
        if (body.refreshing) timer = setTimeout(look, refreshMs);
      } catch (error) {
        if (!end.signal.aborted) problem.value = messageOf(error);
      }
    }
    value.value = undefined;
    void look();
    return () => {
      end.abort();
      clearTimeout(timer);
    };
  }, [path, round.value]);
  return {
    value,
    problem,
    again: () => {
      round.value++;
    },
  };
}
