import { JwtVerifier } from 'aws-jwt-verify';
import { JwtBaseError, JwtInvalidSignatureAlgorithmError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { VoterIssuer } from '../../contracts/voters.ts';

/** For how long an issuer and its keys are remembered: a key that it withdraws is good for that long. Milliseconds. */
const memoryMs = 5 * 60_000;
/** Issuers that one function instance remembers at most. */
const mostIssuers = 1_000;
/** What a voter's identity may be, in characters. */
const longestSubject = 200;

/** The workspace's keys can't be had, which says nothing of the token; `cause` says why. */
export class KeysNotFetched extends Error {}

export interface WorkspaceTokens {
  /** Whose tokens prove a workspace's voters. */
  readonly issuers: { get(workspaceId: string): Promise<VoterIssuer | undefined> };
  readonly fetchKeys: (url: string) => Promise<ArrayBuffer>;
  readonly now?: () => number;
}

type Verify = (token: string) => Promise<string | undefined>;

/**
 * Makes what finds the voter behind a token of a workspace's own issuer.
 * @returns a function that gives the claim `sub`; undefined for a token that isn't valid, or a workspace without an issuer
 * @throws KeysNotFetched
 */
export function workspaceTokens({ issuers, fetchKeys, now = Date.now }: WorkspaceTokens) {
  const memory = new Map<string, { until: number; verify: Verify | undefined }>();
  return async (workspaceId: string, token: string): Promise<string | undefined> => {
    const time = now();
    let known = memory.get(workspaceId);
    if (!known || time >= known.until) {
      const issuer = await issuers.get(workspaceId);
      known = { until: time + memoryMs, verify: issuer && verifierOf(issuer, fetchKeys) };
      if (memory.size >= mostIssuers) memory.clear();
      memory.set(workspaceId, known);
    }
    return await known.verify?.(token);
  };
}

function verifierOf(known: VoterIssuer, fetchKeys: WorkspaceTokens['fetchKeys']): Verify {
  const { issuer, audience, jwksUrl: jwksUri, algorithm } = known;
  const fetcher = {
    fetch: (uri: string) =>
      fetchKeys(uri).catch((cause: unknown) => {
        throw new KeysNotFetched(`The keys at ${uri} can't be fetched`, { cause });
      }),
  };
  const verifier = JwtVerifier.create(
    {
      issuer,
      audience,
      jwksUri,
      customJwtCheck({ header }) {
        if (header.alg === algorithm) return;
        throw new JwtInvalidSignatureAlgorithmError('Another algorithm than the workspace’s', header.alg, algorithm);
      },
    },
    // It asks again for a key that it doesn't know, at most every ten seconds.
    { jwksCache: new SimpleJwksCache({ fetcher }) },
  );
  return async (token) => {
    try {
      const { sub, exp } = await verifier.verify(token);
      return exp !== undefined && sub && sub.length <= longestSubject ? sub : undefined;
    } catch (error) {
      // A key that can't be read is the issuer's mistake, and its tokens can't be told from others.
      if (error instanceof JwtBaseError) return undefined;
      throw error;
    }
  };
}
