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
// Kilobytes, see getrusage(2).
console.log(JSON.stringify({ peakMegabytes: process.resourceUsage().maxRSS / 1_024 }));
