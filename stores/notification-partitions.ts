import { partitions } from '../contracts/names.ts';

/** What is known of a webhook's deliveries, in the Polls table. */
export function webhookPartition(webhookId: string): string {
  return `${partitions.webhook}${webhookId}`;
}

/** What a region has to do for a webhook, in the Polls table. */
export function lanePartition(region: string, webhookId: string): string {
  return `${partitions.lane}${region}#${webhookId}`;
}
