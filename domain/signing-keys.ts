/**
 * For how long a new key only verifies, in milliseconds: by then every running function has read the secret again, so
 * none refuses what another one signed.
 */
export const keyLead = 15 * 60_000;

/**
 * The keys that a secret holds, one a line, the one that signs first. The secret has the newest first; behind it may
 * stand from when on it signs: `<key>@<milliseconds since 1970>`.
 */
export function keysAt(secret: string, now: number): string {
  const [newest = '', former] = secret.split('\n');
  const [key = '', from = '0'] = newest.split('@');
  if (former === undefined) return key;
  return (Number(from) <= now ? [key, former] : [former, key]).join('\n');
}

/**
 * The secret with a new key. What the key before it signed goes on to be good; the one before that is gone.
 * @throws Error while the last new key doesn't sign yet: the tokens of the one that does would end
 */
export function withNewKey(secret: string, fresh: string, now: number): string {
  const [newest = ''] = secret.split('\n');
  const [key, from = '0'] = newest.split('@');
  if (Number(from) > now) throw new Error(`The last new key signs from ${new Date(Number(from)).toISOString()} on.`);
  return `${fresh}@${now + keyLead}\n${key}`;
}
