import { readEnvironment } from '../../contracts/functions.ts';
import { logEvents } from '../../contracts/observability.ts';
import { checkHealth, rememberHealth } from '../../domain/health/health.ts';
import { documentClient, queueClient } from '../../stores/clients.ts';
import { RegionProbes } from '../../stores/health-probes.ts';
import { type ApiResult, json } from '../middleware/api.ts';
import { logger } from '../middleware/logger.ts';

const environment = readEnvironment('getHealth');
const probes = new RegionProbes({
  // Lambda sets it for every function.
  region: process.env.AWS_REGION ?? '',
  client: documentClient(),
  pollsTable: environment.POLLS_TABLE,
  responsesTable: environment.RESPONSES_TABLE,
  talliesTable: environment.TALLIES_TABLE,
  queues: queueClient(),
  queueUrl: environment.RESPONSES_QUEUE_URL,
});
const health = rememberHealth(async (now) => {
  const report = await checkHealth(probes, now);
  if (report.status !== 'in-service')
    logger.warn('The region is not in service', { event: logEvents.unhealthy, report });
  return report;
});

/**
 * `GET /health`: whether the region can take votes and show results. Open to requests that didn't come through
 * CloudFront, as Route 53 asks each region by itself.
 */
export async function handler(): Promise<ApiResult> {
  const report = await health();
  return report.status === 'in-service'
    ? json(200, report, { 'cache-control': 'public, max-age=5' })
    : json(503, report, { 'retry-after': '5' });
}
