import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { messageOf } from '../api.ts';

export interface Loaded<T> {
  readonly value: Signal<T | undefined>;
  readonly problem: Signal<string | undefined>;
  /** Loads again; what is there stays until the new arrives. */
  again(): void;
}

/** Loads something when a component appears, and again when `names` change. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, names: readonly unknown[]): Loaded<T> {
  const value = useSignal<T | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const round = useSignal(0);
  useEffect(() => {
    const end = new AbortController();
    load(end.signal).then(
      (loaded) => {
        if (end.signal.aborted) return;
        value.value = loaded;
        problem.value = undefined;
      },
      (error: unknown) => {
        if (!end.signal.aborted) problem.value = messageOf(error);
      },
    );
    return () => end.abort();
  }, [...names, round.value]);
  return {
    value,
    problem,
    again: () => {
      round.value++;
    },
  };
}
