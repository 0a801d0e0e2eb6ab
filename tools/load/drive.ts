import { Worker } from 'node:worker_threads';
import type { AudienceInput, AudienceMessage, AudienceReport } from './messages.ts';

/**
 * Lets an audience loose, in a thread of its own.
 * @param onEnded told how many voters have come to an end
 * @throws what the audience's thread throws
 */
export async function drive(input: AudienceInput, onEnded: (voters: number) => void): Promise<AudienceReport> {
  const worker = new Worker(new URL('./audience/worker.ts', import.meta.url), { workerData: input });
  try {
    return await new Promise<AudienceReport>((resolve, reject) => {
      worker.on('message', (message: AudienceMessage) => {
        if (message.kind === 'progress') onEnded(message.ended);
        else resolve(message.report);
      });
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('The audience left without a report')));
    });
  } finally {
    await worker.terminate();
  }
}
