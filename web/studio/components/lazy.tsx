import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { Loading, Notice } from './notice.tsx';

/** A part of the page whose script is loaded when it is wanted first. */
export function lazy<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>) {
  let known: ComponentType<Props> | undefined;
  return function Lazy(props: Props) {
    const state = useSignal<'loading' | 'there' | 'failed'>(known ? 'there' : 'loading');
    useEffect(() => {
      if (known) return;
      load().then(
        (module) => {
          known = module.default;
          state.value = 'there';
        },
        () => {
          state.value = 'failed';
        },
      );
    }, []);
    if (state.value === 'failed') return <Notice tone="bad">A part of this page didn’t load. Reload it.</Notice>;
    const Part = known;
    return Part && state.value === 'there' ? <Part {...props} /> : <Loading />;
  };
}
