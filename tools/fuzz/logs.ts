import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { logEvents } from '../../contracts/observability.ts';

/** What no function may print: an error that nobody caught, or a request that failed by our own mistake. */
const alarming = [
  'unhandledRejection',
  'UnhandledPromiseRejection',
  'Unhandled rejection',
  'uncaughtException',
  'Uncaught ',
  `"event":"${logEvents.requestFailed}"`,
];

/** @returns lines of the functions' logs that tell of what nobody expected, each kind of a function once */
export function alarmingLines(folder: string): string[] {
  const found = new Map<string, string>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.log'))) {
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      const sign = alarming.find((mark) => line.includes(mark));
      if (sign) found.set(`${name} ${sign} ${messageOf(line)}`, `${name}: ${line.slice(0, 600)}`);
    }
  }
  return [...found.values()];
}

function messageOf(line: string): string {
  return /"name":"[^"]*"/.exec(line)?.[0] ?? '';
}
