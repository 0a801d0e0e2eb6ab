import type { IConstruct } from 'constructs';

/** Where the pages of the runbook are, one for each alarm. */
export const runbooks = 'docs/operations/runbooks';

/** A page of the runbook. */
export interface RunbookPage {
  /** As in `Accepted: NotEmpty`. */
  readonly title: string;
  /** From the repository's root. */
  readonly path: string;
}

/**
 * The page of an alarm in the runbook, by where the alarm stands in the tree: the page is named after its
 * construct and itself, so `accepted-not-empty.md` is for `Accepted: NotEmpty`, and one page serves all the limits of an
 * alarm. Constructs for one of several tables or regions are named after it, in small letters, and have no page of their
 * own.
 */
export function runbookPageOf(alarm: IConstruct): RunbookPage {
  const ids = alarm.node.scopes.map(({ node }) => node.id);
  const path = ids.filter((id) => /^[A-Z]/.test(id) && !['Resource', 'DeadLetters'].includes(id));
  const names = path.slice(-2).map((id) => id.replace(/\d+$/, ''));
  const words = names.map((name) => name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-'));
  return { title: names.join(': '), path: `${runbooks}/${words.join('-').toLowerCase()}.md` };
}
