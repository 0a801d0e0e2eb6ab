import type { IConstruct } from 'constructs';

const runbook = 'docs/operations/runbook.md';

/**
 * The address of an alarm's page in the runbook, by where the alarm stands in the tree: the page is named after its
 * construct and itself, `Accepted: NotEmpty`, and one page serves all the limits of an alarm. Constructs for one of
 * several tables or regions are named after it, in small letters, and have no page of their own.
 */
export function runbookPageOf(alarm: IConstruct): string {
  const ids = alarm.node.scopes.map(({ node }) => node.id);
  const path = ids.filter((id) => /^[A-Z]/.test(id) && !['Resource', 'DeadLetters'].includes(id));
  const [owner = '', name = ''] = path.slice(-2);
  return `${runbook}#${owner}-${name.replace(/\d+$/, '')}`.toLowerCase().replace(runbook.toLowerCase(), runbook);
}
