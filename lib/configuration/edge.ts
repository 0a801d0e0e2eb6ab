import type { StageConfiguration } from './stage.ts';

/** The one region in which CloudFront takes certificates and web ACLs from, and in which its metrics are. */
const edgeHome = 'us-east-1';

/** Where the Edge stack stands: a stage that needs neither certificate nor web ACL stays in its own region. */
export function edgeRegionOf({ domain, waf, regions }: StageConfiguration): string {
  return domain !== undefined || waf ? edgeHome : regions[0];
}

/** Whether the stack of a region can see CloudFront's and Route 53's metrics. */
export function seesEdgeMetrics(region: string): boolean {
  return region === edgeHome;
}

/**
 * The generations of the origin key that the API takes: the one that CloudFront sends, and the one before, which it
 * goes on sending until the Edge stack is deployed.
 */
export function validOriginKeys({ originKey }: StageConfiguration): number[] {
  return [originKey, originKey - 1].filter((generation) => generation >= 1);
}

/** The generations that are kept: a rollback of the API needs one more. */
export function keptOriginKeys({ originKey }: StageConfiguration): number[] {
  return [originKey, originKey - 1, originKey - 2].filter((generation) => generation >= 1);
}
