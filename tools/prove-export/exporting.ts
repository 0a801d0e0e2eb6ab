import { readFileSync } from 'node:fs';

/**
 * A process of its own for the function, as it would have in Lambda: takes the export's message by its first argument,
 * from a file the bundle's by the second, and works on it until it is ready. Prints what the process needed at most.
 */
const [, , bundle = '', messageFile = ''] = process.argv;
const { handler } = (await import(bundle)) as {
  handler(event: object, context: object): Promise<{ batchItemFailures: readonly object[] }>;
};
const body = readFileSync(messageFile, 'utf8');
/** Of the function in its template, milliseconds. */
const timeout = 120_000;
const endsAt = Date.now() + timeout;
const { batchItemFailures } = await handler(
  { Records: [{ messageId: 'proof', body }] },
  { getRemainingTimeInMillis: () => endsAt - Date.now() },
);
if (batchItemFailures.length > 0) throw new Error('writeExport failed');
console.log(JSON.stringify({ peakMegabytes: peakMegabytes() }));

/** What getrusage(2) tells begins with what the process needed that started this one, so Linux is asked by its own name. */
function peakMegabytes(): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error('Linux does not say how much memory the process needed');
  return Number(kilobytes) / 1_024;
}
