import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { TableName } from '../../contracts/names.ts';
import type { ServiceFunction } from '../constructs/service-function.ts';
import type { StreamWorker } from '../constructs/stream-worker.ts';
import type { WorkerQueue } from '../constructs/worker-queue.ts';

/** What of a region tells whether voters and viewers get what is promised: the way of a response, and of a look. */
export interface Measured {
  readonly api: HttpApi;
  readonly submitResponse: ServiceFunction;
  readonly getResults: ServiceFunction;
  readonly recording: { readonly queue: WorkerQueue; readonly worker: ServiceFunction };
  readonly tallying: StreamWorker;
  readonly recountPoll: ServiceFunction;
  readonly tables: Readonly<Record<TableName, ITableV2>>;
}
