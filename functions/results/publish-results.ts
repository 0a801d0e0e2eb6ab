import { setTimeout as pause } from 'node:timers/promises';
import { readEnvironment } from '../../contracts/functions.ts';
import { logEvents } from '../../contracts/observability.ts';
import { SnapshotPublisher } from '../../domain/live/snapshot-publisher.ts';
import { AppSyncLivePublisher } from '../../stores/appsync-live-publisher.ts';
import { documentClient, queueClient } from '../../stores/clients.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { rememberPolls } from '../../stores/poll-memory.ts';
import { backlogReader } from '../../stores/queue-backlog.ts';
import { logger } from '../middleware/logger.ts';
import { writeMetrics } from '../middleware/metrics.ts';
import { type WindowedAnswer, type WindowedEvent, windowedAnswer } from '../middleware/stream-window.ts';
import { inRecord, inStreamBatch } from '../middleware/trace-batch.ts';
import { lastTallies } from './tally-changes.ts';

const environment = readEnvironment('publishResults');
const snapshots = new SnapshotPublisher({
  polls: rememberPolls(new DynamoPollStore(documentClient(), environment.POLLS_TABLE)),
  publisher: new AppSyncLivePublisher(environment.LIVE_HTTP_HOST, process.env.AWS_REGION ?? ''),
  pending: backlogReader(queueClient(), environment.RESPONSES_QUEUE_URL),
  now: Date.now,
  pause,
});

/**
 * Publishes the newest tally of each poll in a batch of the tallies' stream. One that could not be published is tried
 * again while it is fresh, and then dropped and counted: an old snapshot is worth nothing, and the stream goes on.
 */
export function handler(event: WindowedEvent): Promise<WindowedAnswer> {
  return inStreamBatch(event.Records, () => publish(event));
}

async function publish(event: WindowedEvent): Promise<WindowedAnswer> {
  const failed = await Promise.all(
    lastTallies(event.Records).map(async ({ change, first, origin }) => {
      const { outcome, error } = await inRecord('publish snapshot', origin, () => snapshots.publish(change));
      if (outcome !== 'dropped') return outcome === 'again' ? [first] : [];
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
      logger.error('A snapshot was dropped', {
        event: logEvents.snapshotDropped,
        pollId: change.pollId,
        error: reason,
      });
      writeMetrics({ SnapshotsDropped: 1 });
      return [];
    }),
  );
  return windowedAnswer(...failed.flat());
}
