import { Worker } from 'node:worker_threads';

/**
 * Runs a job of `jobs/` in a thread of its own, so that it has a core to itself and an environment like a function's.
 * @returns what the job posts
 * @throws what the job throws
 */
export async function inThread<Result>(
  job: 'calls' | 'tallying' | 'voting' | 'paced-voting',
  input: object,
  environment: Readonly<Record<string, string>>,
): Promise<Result> {
  const url = new URL(`./jobs/${job}.ts`, import.meta.url);
  const worker = new Worker(url, { workerData: input, env: environment, stdout: true });
  // What functions write there is for CloudWatch.
  worker.stdout.resume();
  try {
    return await new Promise<Result>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error(`The job ${job} ended without a result`)));
    });
  } finally {
    await worker.terminate();
  }
}
