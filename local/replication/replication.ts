import { type AttributeValue, DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type _Record, DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import pLimit from 'p-limit';
import type { Faults } from '../chaos/faults.ts';
import { localCredentials } from '../servers/local-server.ts';
import { Sleepers } from './sleepers.ts';
import { followStream } from './stream.ts';

/** A region as replication sees it. */
export interface Replica {
  readonly name: string;
  readonly endpoint: string;
  /** Whether replication reaches it. */
  readonly isReachable: () => boolean;
}

export interface Replication {
  /** Writes that other regions don't have yet. */
  readonly pending: () => number;
  stop(): Promise<void>;
}

type Item = Record<string, AttributeValue>;

/** How long a write takes to the other regions: usually well under a second; seconds when it is delayed. Milliseconds. */
const usualLagMs = 30;
const delayedLagMs = 2_000;
const retryMs = 50;
/** Writes on their way at once: as many as the SDK has sockets. */
const mostWrites = 50;

/**
 * Which write an item holds, in the order of all writes; only replicated writes carry it. DynamoDB keeps the like in
 * attributes with this prefix (global tables version 2017.11.29) or out of sight.
 */
const versionAttribute = 'aws:rep:version';

/**
 * Stands for the replication of global tables with multi-region eventual consistency, which no embedded server has:
 * each write of a region reaches the others later, in order for one item only, the last writer wins for each item,
 * and what is replicated appears in the stream of the region that it comes to.
 *
 * A write gets its version when its stream record is read. A replicated write that lands on a newer one, which
 * wasn't known by then, is undone by putting the newer one again, so that all regions end alike.
 */
export function startReplication(given: {
  replicas: readonly Replica[];
  tables: readonly string[];
  faults: Faults | undefined;
}): Replication {
  const { replicas, tables, faults } = given;
  const stopping = new AbortController();
  const { signal } = stopping;
  const clients = new Map<string, DynamoDBClient>();
  /** The newest version known of an item in a region. */
  const known = new Map<string, number>();
  /** Deletions that replication made and whose records are still to come, by their versions. */
  const deletions = new Map<string, number[]>();
  /** The last write under way to an item in a region: the next one waits for it. */
  const underWay = new Map<string, Promise<void>>();
  /** What waits for a region that can't be reached: all writes to it wait for the same. */
  const returns = new Map<Replica, Promise<void>>();
  const sleepers = new Sleepers();
  const limit = pLimit(mostWrites);
  let lastVersion = 0;

  function clientOf(replica: Replica): DynamoDBClient {
    const client = clients.get(replica.name) ?? new DynamoDBClient({ endpoint: replica.endpoint, ...localCredentials });
    clients.set(replica.name, client);
    return client;
  }

  function read(replica: Replica, table: string, record: _Record): void {
    const { Keys = {}, NewImage, OldImage } = record.dynamodb ?? {};
    const place = placeOf(replica, table, Keys);
    const replicated = NewImage ? versionOf(NewImage, OldImage) : deletions.get(place)?.shift();
    const newest = known.get(place) ?? 0;
    if (replicated === undefined) {
      lastVersion += 1;
      known.set(place, lastVersion);
      for (const other of replicas) {
        if (other !== replica) write(other, table, Keys, NewImage, lastVersion);
      }
    } else if (replicated < newest) {
      write(replica, table, Keys, OldImage, newest);
    } else {
      known.set(place, replicated);
    }
  }

  /** Writes to a region in its turn. */
  function write(target: Replica, table: string, key: Item, item: Item | undefined, version: number): void {
    const place = placeOf(target, table, key);
    const turn = (underWay.get(place) ?? Promise.resolve()).then(() => apply(target, table, key, item, version));
    underWay.set(place, turn);
    void turn.finally(() => {
      if (underWay.get(place) === turn) underWay.delete(place);
    });
  }

  async function apply(target: Replica, table: string, key: Item, item: Item | undefined, version: number) {
    const place = placeOf(target, table, key);
    const lag = faults?.happens('replicationDelayed') ? faults.draw('replicationDelayed') * delayedLagMs : usualLagMs;
    await sleepers.sleep(lag);
    while (!signal.aborted) {
      await reachable(target);
      if (version < (known.get(place) ?? 0)) return;
      try {
        if (target.isReachable()) return await limit(() => send(target, table, key, item, version));
      } catch {
        // The server is busy or about to stop; the write stays to be made.
        await sleepers.sleep(retryMs);
      }
    }
  }

  /** Resolves when the region can be reached, or replication stops. */
  function reachable(target: Replica): Promise<void> | undefined {
    if (target.isReachable()) return undefined;
    const waiting = returns.get(target) ?? untilReachable(target).finally(() => returns.delete(target));
    returns.set(target, waiting);
    return waiting;
  }

  async function untilReachable(target: Replica): Promise<void> {
    while (!signal.aborted && !target.isReachable()) await sleepers.sleep(retryMs);
  }

  async function send(target: Replica, table: string, key: Item, item: Item | undefined, version: number) {
    if (item) {
      const Item = { ...item, [versionAttribute]: { N: String(version) } };
      await clientOf(target).send(new PutItemCommand({ TableName: table, Item }));
      return;
    }
    const place = placeOf(target, table, key);
    const expected = deletions.get(place) ?? [];
    deletions.set(place, [...expected, version]);
    const { Attributes } = await clientOf(target).send(
      new DeleteItemCommand({ TableName: table, Key: key, ReturnValues: 'ALL_OLD' }),
    );
    if (!Attributes)
      deletions.set(
        place,
        (deletions.get(place) ?? []).filter((other) => other !== version),
      );
  }

  const streams = replicas.map(({ endpoint }) => new DynamoDBStreamsClient({ endpoint, ...localCredentials }));
  const followed = replicas.flatMap((replica, index) =>
    tables.map((table) => {
      const client = streams[index];
      if (!client) throw new Error('A replica has no stream');
      const onRecord = (record: _Record) => read(replica, table, record);
      return followStream({ client: clientOf(replica), streams: client, table, signal, onRecord });
    }),
  );
  return {
    pending: () => underWay.size,
    async stop() {
      stopping.abort();
      sleepers.wakeAll();
      await Promise.all(followed);
      await Promise.all(underWay.values());
      for (const client of [...clients.values(), ...streams]) client.destroy();
    },
  };
}

function placeOf(replica: Replica, table: string, key: Item): string {
  return `${replica.name} ${table} ${key.pk?.S} ${key.sk?.S}`;
}

/** @returns undefined for a write of the region's own, which leaves the version of an earlier one or none */
function versionOf(image: Item, before: Item | undefined): number | undefined {
  const version = image[versionAttribute]?.N;
  return version === undefined || version === before?.[versionAttribute]?.N ? undefined : Number(version);
}
