import type { Stack } from 'aws-cdk-lib';
import { Alarm, AlarmBase } from 'aws-cdk-lib/aws-cloudwatch';
import { ServiceFunction } from '../constructs/service-function.ts';
import { StreamWorker } from '../constructs/stream-worker.ts';
import { DeadLetterQueue, WorkerQueue } from '../constructs/worker-queue.ts';
import { type RunbookPage, runbookPageOf } from '../runbook.ts';

/** What of a service a person can look at. */
export interface WatchedService {
  /** `ResultsService` is `Results`. */
  readonly name: string;
  readonly functions: readonly ServiceFunction[];
  readonly queues: readonly WorkerQueue[];
  readonly deadLetters: readonly DeadLetterQueue[];
  readonly streams: readonly StreamWorker[];
  readonly alarms: readonly Alarm[];
  readonly pages: readonly RunbookPage[];
}

/** Every part of the stacks that has functions, queues, streams or alarms: whoever adds one need not know of the dashboard. */
export function watchedServices(stacks: readonly Stack[]): readonly WatchedService[] {
  return stacks
    .flatMap((stack) => stack.node.children)
    .map((part) => {
      const nodes = part.node.findAll();
      const alarms = nodes.filter((node) => node instanceof Alarm);
      return {
        name: part.node.id.replace(/Service$/, ''),
        functions: nodes.filter((node) => node instanceof ServiceFunction),
        queues: nodes.filter((node) => node instanceof WorkerQueue),
        deadLetters: nodes.filter((node) => node instanceof DeadLetterQueue),
        streams: nodes.filter((node) => node instanceof StreamWorker),
        alarms,
        pages: pagesOf(alarms),
      };
    })
    .filter(({ functions, deadLetters, alarms }) => functions.length + deadLetters.length + alarms.length > 0);
}

/** The pages of all alarms in stacks. */
export function pagesIn(stacks: readonly Stack[]): readonly RunbookPage[] {
  return pagesOf(stacks.flatMap((stack) => stack.node.findAll()).filter((node) => node instanceof AlarmBase));
}

function pagesOf(alarms: readonly AlarmBase[]): readonly RunbookPage[] {
  const byPath = new Map(alarms.map(runbookPageOf).map((page) => [page.path, page]));
  return [...byPath.values()];
}
