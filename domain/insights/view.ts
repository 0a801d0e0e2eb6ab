import type { View } from '../../contracts/insight-job.ts';

/** A view's name, one for each that a poll can have: ids of questions hold no `#`. */
export function viewName(view: View): string {
  switch (view.kind) {
    case 'overview':
      return 'insights';
    case 'cross-tab':
      return `cross-tab#${view.rows}#${view.columns}`;
    case 'answers':
      return `answers#${view.question}`;
  }
}

/** The questions whose answers a view is made of. */
export function questionsOf(view: View): readonly string[] {
  switch (view.kind) {
    case 'overview':
      return [];
    case 'cross-tab':
      return [view.rows, view.columns];
    case 'answers':
      return [view.question];
  }
}
