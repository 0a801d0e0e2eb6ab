import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type MetricName, metrics, type RefusalReason } from '../contracts/observability.ts';
import type { ServiceFunction } from './constructs/service-function.ts';

/** The shortest time for which metrics of AWS have a value of their own. */
const minute = Duration.minutes(1);

/** A metric of ours by the function that writes it. */
export function ownMetric(
  metricName: MetricName,
  { function: { functionName } }: ServiceFunction,
  statistic: string,
  reason?: RefusalReason,
): Metric {
  return new Metric({
    namespace: metrics.namespace,
    metricName,
    dimensionsMap: { [metrics.dimension]: functionName, ...(reason === undefined ? {} : { [metrics.reason]: reason }) },
    period: minute,
    statistic,
  });
}

/** A route of an API, for the routes whose stage settings ask for metrics of their own. */
export interface MeasuredRoute {
  readonly method: string;
  readonly path: string;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
export function routeMetric(
  api: HttpApi,
  { method, path }: MeasuredRoute,
  metricName: '4xx' | '5xx' | 'Count' | 'Latency',
  statistic: string,
): Metric {
  return new Metric({
    namespace: 'AWS/ApiGateway',
    metricName,
    dimensionsMap: { ApiId: api.apiId, Stage: '$default', Method: method, Resource: path },
    period: minute,
    statistic,
  });
}

/** How old the newest records of a stream are when a function gets them. Milliseconds. */
export function iteratorAge({ function: { functionName } }: ServiceFunction): Metric {
  return new Metric({
    namespace: 'AWS/Lambda',
    metricName: 'IteratorAge',
    dimensionsMap: { FunctionName: functionName },
    period: minute,
    statistic: 'max',
  });
}

/** A metric that DynamoDB keeps of a table as a whole. */
export function tableMetric(table: ITableV2, metricName: string): Metric {
  return new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: { TableName: table.tableName },
    period: minute,
    statistic: 'sum',
  });
}
