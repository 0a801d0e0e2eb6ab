import type { CfnRole, Role } from 'aws-cdk-lib/aws-iam';
import { untriedMetadata } from '../../contracts/names.ts';

/** Grants of a role that no run on a laptop uses. */
export interface Untried {
  readonly actions: readonly string[];
  /** Why nobody uses them there, and what asks for them in the cloud: a sentence. */
  readonly reason: string;
  /** ARNs as they were granted. @default all on which the role may do this */
  readonly resources?: readonly string[];
}

/**
 * Says next to a grant why no run on a laptop uses it. Every other grant of a function's or a schedule's role must be
 * used by a call of the end-to-end tests, see ADR 45. The sentence stands in the role's metadata.
 */
export function untried(role: Role, grants: Untried): void {
  const resource = role.node.defaultChild as CfnRole;
  const known: readonly Untried[] = resource.getMetadata(untriedMetadata) ?? [];
  resource.addMetadata(untriedMetadata, [...known, grants]);
}
