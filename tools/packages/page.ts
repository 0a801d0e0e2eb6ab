/** The page that lists what each function is deployed with: what all of them have once, and what each has beside it. */
export function packagesPage(bundled: ReadonlyMap<string, readonly string[]>): string {
  const lists = [...bundled.values()];
  const everywhere = (lists[0] ?? []).filter((name) => lists.every((list) => list.includes(name)));
  const rows = [...bundled].map(([name, list]) => {
    const own = list.filter((one) => !everywhere.includes(one));
    return `- \`${name}\`: ${own.length > 0 ? own.join(', ') : 'nothing else'}`;
  });
  return `# What each function is deployed with

Code of others in the bundles, written by \`npm run packages -- --write\`; a test fails when a bundle has another package than stands here, so that whoever adds one sees where it lands. The lock file has their versions and hashes. The SDK's clients bring the rest of the names.

Every function: ${everywhere.join(', ')}.

Beside that:

${rows.join('\n')}
`;
}
