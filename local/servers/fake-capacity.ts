import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from './listen.ts';
import type { LocalServer } from './local-server.ts';

/**
 * Stands for what makes a region ready ahead of an audience, and does nothing but remember: a laptop's instances are
 * as warm as they get, and its tables have no partitions. Speaks for Application Auto Scaling, and for DynamoDB, of
 * which everything but warm throughput goes on to the embedded one.
 */
export interface FakeCapacity extends LocalServer {
  /** What scalable targets were told, in its order. */
  readonly registrations: readonly Registration[];
  /** Whether the instances refuse what they are told from now on, as those of an alias that shifts calls. */
  refuses: boolean;
  /** Writes a second by table. */
  readonly warmWrites: ReadonlyMap<string, number>;
}

export interface Registration {
  /** `function:NAME:ALIAS` */
  readonly target: string;
  /** The range in which Application Auto Scaling keeps the instances that are warm. */
  readonly least: number;
  readonly most: number;
  readonly refused: boolean;
}

interface Call {
  readonly ResourceId?: string;
  readonly MinCapacity?: number;
  readonly MaxCapacity?: number;
  readonly TableName?: string;
  readonly WarmThroughput?: { readonly WriteUnitsPerSecond: number };
}

/** What an on-demand table takes when it is new. */
const newTable = 4_000;

export async function startFakeCapacity(dynamodb: LocalServer): Promise<FakeCapacity> {
  const registrations: Registration[] = [];
  const behaviour = { refuses: false };
  const warmWrites = new Map<string, number>();

  /** @returns undefined for what isn't its own */
  const answer = (operation: string, call: Call): unknown => {
    const { TableName = '', ResourceId: target = '', WarmThroughput } = call;
    const { MinCapacity: least, MaxCapacity: most } = call;
    switch (operation) {
      case 'RegisterScalableTarget':
        if (least === undefined || most === undefined) return undefined;
        registrations.push({ target, least, most, refused: behaviour.refuses });
        return {};
      case 'DescribeScalingActivities':
        return { ScalingActivities: activitiesOf(registrations.filter((one) => one.target === target)) };
      case 'DescribeTable':
        return { Table: { TableName, WarmThroughput: { WriteUnitsPerSecond: warmWrites.get(TableName) ?? newTable } } };
      case 'UpdateTable':
        if (!WarmThroughput) return undefined;
        warmWrites.set(TableName, WarmThroughput.WriteUnitsPerSecond);
        return {};
      default:
        return undefined;
    }
  };

  const server = createServer(async (request, response) => {
    const body = await text(request);
    const target = String(request.headers['x-amz-target']);
    const own = answer(target.split('.')[1] ?? '', JSON.parse(body || '{}') as Call);
    if (own !== undefined) {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(own));
      return;
    }
    const headers = {
      'x-amz-target': target,
      'content-type': 'application/x-amz-json-1.0',
      ...signature(request.headers),
    };
    const answered = await fetch(dynamodb.endpoint, { method: 'POST', headers, body });
    response.writeHead(answered.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(Buffer.from(await answered.arrayBuffer()));
  });
  const { port, stop } = await listen(server);
  return Object.assign(behaviour, { endpoint: `http://127.0.0.1:${port}`, registrations, warmWrites, stop });
}

/** One for each registration; the order is left open on purpose. */
function activitiesOf(registrations: readonly Registration[]): unknown[] {
  return registrations.map(({ refused }, index) => ({
    StartTime: index,
    StatusCode: refused ? 'Failed' : 'Successful',
    StatusMessage: refused ? 'Alias with weights can not be used with Provisioned Concurrency' : 'Done',
  }));
}

/** The embedded DynamoDB looks for a signature, though it doesn't check it. */
function signature(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const names = ['authorization', 'x-amz-date'];
  return Object.fromEntries(names.flatMap((name) => (headers[name] ? [[name, String(headers[name])]] : [])));
}
