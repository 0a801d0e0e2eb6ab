import type { Faults } from '../../local/chaos/faults.ts';
import type { Runtime } from '../../local/runtime.ts';

/** What a game day plays with: two regions, and a platform that does as it is told. */
export interface Ground {
  readonly runtime: Runtime;
  readonly faults: Faults;
}

/** A fault of a game day. */
export interface GameDayFault {
  /** A word for the command line and the page. */
  readonly name: string;
  readonly what: string;
  /** What does the like to a stage in AWS. */
  readonly inAws: string;
  begin(ground: Ground): Promise<void> | void;
  end(ground: Ground): Promise<void> | void;
}

const home = ({ runtime }: Ground) => {
  const [region] = runtime.regions;
  if (!region) throw new Error('The runtime has no region');
  return region;
};
const calm = ({ faults }: Ground) => faults.become({});

/** In the order in which a game day goes through them. */
export const gameDayFaults = [
  {
    name: 'slow',
    what: 'Three in ten calls of every function wait for up to a second before they begin.',
    inAws: 'FIS, aws:lambda:invocation-add-delay',
    begin: ({ faults }) => faults.become({ functionSlow: 0.3 }),
    end: calm,
  },
  {
    name: 'errors',
    what: 'Two in ten calls of every function fail, half of them after their work is done.',
    inAws: 'FIS, aws:lambda:invocation-error',
    begin: ({ faults }) => faults.become({ functionFails: 0.1, functionDiesAfter: 0.1 }),
    end: calm,
  },
  {
    name: 'throttled',
    what: 'Four in ten calls of the tables are refused as too many.',
    inAws: 'nothing: FIS throttles calls of EC2 and Kinesis only',
    begin: ({ faults }) => faults.become({ tableThrottled: 0.4 }),
    end: calm,
  },
  {
    name: 'queues',
    what: 'Nobody reads queues and streams: what is accepted waits.',
    inAws: 'by hand: disable the event source mappings',
    async begin({ runtime }) {
      await Promise.all(runtime.regions.map((region) => region.disableEventSources()));
    },
    end({ runtime }) {
      for (const region of runtime.regions) region.enableEventSources();
    },
  },
  {
    name: 'replication',
    what: 'The tables of the regions are not replicated.',
    inAws: 'FIS, aws:dynamodb:global-table-pause-replication',
    begin: ({ runtime }) => runtime.holdReplication(true),
    end: ({ runtime }) => runtime.holdReplication(false),
  },
  {
    name: 'region',
    what: 'The home region is cut off: its API, its functions and its workers end in mid-work.',
    inAws: 'FIS, aws:lambda:invocation-http-integration-response on the health route and those of voters',
    begin: (ground) => home(ground).suspend(),
    end: (ground) => home(ground).resume(),
  },
] as const satisfies readonly GameDayFault[];

export type FaultName = (typeof gameDayFaults)[number]['name'];
