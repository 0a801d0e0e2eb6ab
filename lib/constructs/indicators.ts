import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { type MeasuredRoute, ownMetric, routeMetric } from '../metrics.ts';
import type { Indicator } from './burn-rate-alarms.ts';
import type { ServiceFunction } from './service-function.ts';

/** Requests of a route, of which those are bad that end in a fault of ours. Refusals, throttles among them, are not. */
export function failedRequests(api: HttpApi, route: MeasuredRoute): Indicator {
  return {
    bad: 'FILL(failed, 0)',
    all: 'requests',
    metrics: {
      failed: routeMetric(api, route, '5xx', Stats.SUM),
      requests: routeMetric(api, route, 'Count', Stats.SUM),
    },
  };
}

/**
 * Responses by how long after their acceptance they were counted, of which those are bad that took longer. Of a batch of
 * more than 100 responses 100 are known, so it is a sample in bursts.
 */
export function lateResponses(tallyResponses: ServiceFunction, withinMs: number): Indicator {
  return {
    bad: '(counted * (100 - rank) / 100)',
    all: 'counted',
    metrics: {
      counted: ownMetric('ResultsAge', tallyResponses, Stats.SAMPLE_COUNT),
      // The percentage of the values that are no greater.
      rank: ownMetric('ResultsAge', tallyResponses, `PR(:${withinMs})`),
    },
  };
}
