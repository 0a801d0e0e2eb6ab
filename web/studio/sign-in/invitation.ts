/** Where an invitation rests while its guest signs in. */
const place = 'groundswell:studio:invitation';

/** Takes the invitation out of an address such as `/#invitation=…`, so that nobody sees it there, nor in the history. */
export function takeInvitationFromAddress(): void {
  const [, token] = /^#invitation=(.+)$/.exec(location.hash) ?? [];
  if (token === undefined) return;
  history.replaceState(null, '', location.pathname);
  sessionStorage.setItem(place, decodeURIComponent(token));
}

/** The invitation that brought somebody here, if there is one. */
export function keptInvitation(): string | undefined {
  return sessionStorage.getItem(place) ?? undefined;
}

export function forgetInvitation(): void {
  sessionStorage.removeItem(place);
}
