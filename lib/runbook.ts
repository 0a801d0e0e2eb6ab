import type { IConstruct } from 'constructs';

const runbook = 'docs/operations/runbook.md';

/**
 * The address of an alarm's page in the runbook, by where the alarm stands in the tree: the page is named after its
 * construct and itself, `Accepted: NotEmpty`, and one page serves all the limits of an alarm.
 */
export function runbookPageOf(alarm: IConstruct): string {
  const path = alarm.node.scopes.map(({ node }) => node.id).filter((id) => !['Resource', 'DeadLetters'].includes(id));
  const [owner = '', name = ''] = path.slice(-2);
  return `${runbook}#${owner}-${name.replace(/\d+$/, '')}`.toLowerCase().replace(runbook.toLowerCase(), runbook);
}
