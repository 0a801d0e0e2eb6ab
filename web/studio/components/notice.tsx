import type { ComponentChildren } from 'preact';

interface NoticeProps {
  readonly tone: 'good' | 'warn' | 'bad' | 'plain';
  readonly children: ComponentChildren;
}

/** Something to know now; what is bad is said at once by a screen reader. */
export function Notice({ tone, children }: NoticeProps) {
  return (
    <div class={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}

/** In the place of what is being loaded. */
export function Loading() {
  return (
    <p class="loading" role="status">
      Loading…
    </p>
  );
}
