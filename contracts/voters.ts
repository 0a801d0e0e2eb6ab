import * as z from 'zod/mini';
import { limits } from './limits.ts';
import { lineOf } from './text.ts';

/** Body of `POST /polls/{pollId}/codes`. */
export const newCodesSchema = z.strictObject({
  count: z.int().check(z.gte(1), z.lte(limits.codesPerRequest)),
});

/** Body of the `201` answer of `POST /polls/{pollId}/codes`: the only time that these codes are shown. */
export interface NewCodes {
  readonly codes: readonly string[];
}

/** Body of `GET /polls/{pollId}/codes`. */
export interface CodeCounts {
  readonly issued: number;
  /** Codes with which a response was given that counts. */
  readonly used: number;
  readonly unused: number;
}

/** How a workspace's own tokens may be signed: by a private key only, so that what checks them can't make them. */
export const issuerAlgorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const;

const text = (most: number) => lineOf(1, most);

/** Body of `POST /workspace/voter-issuer` and its answer: whose tokens prove a workspace's voters. */
export const voterIssuerSchema = z.strictObject({
  /** The claim `iss`. */
  issuer: text(limits.webhookUrlLength),
  /** Where its public keys are published, as a JSON Web Key Set (RFC 7517). */
  jwksUrl: text(limits.webhookUrlLength),
  /** The claim `aud`. */
  audience: text(200),
  algorithm: z.enum(issuerAlgorithms),
});
export type VoterIssuer = z.output<typeof voterIssuerSchema>;

/** Body of `POST /polls/{pollId}/voters`: what proves the voter. */
export const voterProofSchema = z.union([
  z.strictObject({ code: text(40) }),
  /** Of the workspace's own issuer; its claim `sub` is the voter's identity. */
  z.strictObject({ jwt: text(limits.tokenLength) }),
]);
export type VoterProof = z.output<typeof voterProofSchema>;
