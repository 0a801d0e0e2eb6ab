import type { View } from '../../contracts/insight-job.ts';
import type { Made } from '../../domain/insights/ports.ts';
import { type RefreshPorts, readView } from '../../domain/insights/refresh.ts';
import type { Poll } from '../../domain/polls/poll.ts';
import { documentClient, queueClient } from '../../stores/clients.ts';
import { DynamoInsightLeases } from '../../stores/dynamo-insight-leases.ts';
import { DynamoInsightStore } from '../../stores/dynamo-insight-store.ts';
import { SqsInsightQueue } from '../../stores/sqs-insight-queue.ts';
import { type ApiResult, json } from '../middleware/api.ts';

/** What a route needs that shows a view. */
export function refreshPorts(environment: { TALLIES_TABLE: string; INSIGHTS_QUEUE_URL: string }): RefreshPorts {
  const client = documentClient();
  return {
    store: new DynamoInsightStore(client, environment.TALLIES_TABLE),
    leases: new DynamoInsightLeases(client, environment.TALLIES_TABLE),
    queue: new SqsInsightQueue(queueClient(), environment.INSIGHTS_QUEUE_URL),
  };
}

/**
 * A view as it was computed last: 200, or 202 while there is none yet.
 * @param more what the answer holds beside how it was computed, from the stored outcome
 */
export async function viewAnswer(
  ports: RefreshPorts,
  poll: Poll,
  view: View,
  more: (outcome: unknown) => object | Promise<object>,
): Promise<ApiResult> {
  const { stored, refreshing } = await readView(ports, { pollId: poll.id, view, now: Date.now() });
  if (!stored) return json(202, { pollId: poll.id, refreshing: true }, { 'retry-after': '1' });
  const { made, outcome } = stored;
  return json(200, { ...computed(poll, made, refreshing), ...(await more(outcome)) });
}

function computed(poll: Poll, made: Made, refreshing: boolean) {
  return { pollId: poll.id, asOf: new Date(made.asOf).toISOString(), responses: made.responses, refreshing };
}
