/** How the partitions of the notifications service begin in the Polls table. */
export const notificationPartitions = { webhook: 'WEBHOOK#', lane: 'LANE#' } as const;

/** What is known of a webhook's deliveries. */
export function webhookPartition(webhookId: string): string {
  return `${notificationPartitions.webhook}${webhookId}`;
}

/** What a region has to do for a webhook. */
export function lanePartition(region: string, webhookId: string): string {
  return `${notificationPartitions.lane}${region}#${webhookId}`;
}
