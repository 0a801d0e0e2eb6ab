/**
 * One to five segments of letters, digits and hyphens, 50 characters each; for who listens, the last may be `*`.
 * (https://docs.aws.amazon.com/appsync/latest/eventapi/channel-namespaces.html)
 */
const channelForm =
  /^\/?[A-Za-z0-9](?:[A-Za-z0-9-]{0,48}[A-Za-z0-9])?(?:\/[A-Za-z0-9](?:[A-Za-z0-9-]{0,48}[A-Za-z0-9])?){0,4}\/?$/;
const wildcard = '/*';

/**
 * A channel's path as the API writes it, `/namespace/segment`.
 * @param mayBeWildcard whether the path may end in `/*`
 * @returns undefined for what is no channel
 */
export function readChannel(given: unknown, mayBeWildcard: boolean): { path: string; namespace: string } | undefined {
  if (typeof given !== 'string') return undefined;
  const isWildcard = mayBeWildcard && given.endsWith(wildcard);
  const base = isWildcard ? given.slice(0, -wildcard.length) : given;
  if (!channelForm.test(base)) return undefined;
  const bare = base.replace(/^\/|\/$/g, '');
  return { path: `/${bare}${isWildcard ? wildcard : ''}`, namespace: bare.split('/')[0] ?? '' };
}

/** The paths to which an event on a channel goes: its own, and each wildcard above it. */
export function listeningPaths(path: string): string[] {
  const segments = path.split('/').slice(1);
  return [path, ...segments.slice(0, -1).map((_, index) => `/${segments.slice(0, index + 1).join('/')}${wildcard}`)];
}
