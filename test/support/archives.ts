import { gunzipSync } from 'node:zlib';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type ArchiveView, archivePrefix } from '../../contracts/archive.ts';
import type { PollDefinitionInput } from '../../contracts/poll.ts';
import { linesOf } from '../../domain/archive/lines.ts';
import type { ArchivedResponse } from '../../domain/archive/ports.ts';
import { deleteExpired } from '../../local/servers/expiry.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import type { Backend } from './backend.ts';
import { everyKind } from './polls.ts';
import { until } from './until.ts';

const drinks = ['tea', 'coffee'];

/** What tests of archives look at and change beside the API. */
export class Archives {
  readonly #backend: Backend;
  readonly environment: Readonly<Record<string, string>>;
  readonly database: DynamoDBDocumentClient;
  readonly #objects: S3Client;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.environment = backend.runtime.environmentOf('removePollData');
    const { AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_S3 } = this.environment;
    this.database = DynamoDBDocumentClient.from(
      new DynamoDBClient({ endpoint: AWS_ENDPOINT_URL_DYNAMODB ?? '', ...localCredentials }),
    );
    this.#objects = new S3Client({ endpoint: AWS_ENDPOINT_URL_S3 ?? '', forcePathStyle: true, ...localCredentials });
  }

  stop(): void {
    this.database.destroy();
    this.#objects.destroy();
  }

  /** A poll with so many responses that was closed so many days ago. */
  async closedPoll(voters: number, days: number, definition: PollDefinitionInput = everyKind): Promise<string> {
    const { workspace, voter: api } = this.#backend;
    const { id } = await workspace.openPoll(definition);
    await Promise.all(
      Array.from({ length: voters }, (_, voter) =>
        api.respond(id, { drink: drinks[voter % 2], words: `voter ${voter}`, order: ['a', 'b'] }),
      ),
    );
    await until(
      () => api.results(id),
      ({ responses }) => responses === voters,
    );
    await workspace.send('POST', `/polls/${id}/close`);
    await this.closeBefore(id, days);
    return id;
  }

  /** Has a closed poll have closed so many days ago. */
  async closeBefore(id: string, days: number): Promise<void> {
    const closedAt = new Date(Date.now() - days * 24 * 3_600_000).toISOString();
    const places = [
      { Key: { pk: `POLL#${id}`, sk: 'POLL' }, UpdateExpression: 'SET poll.closedAt = :then' },
      { Key: { pk: 'WORKSPACE#laptop', sk: `POLL#${id}` }, UpdateExpression: 'SET summary.closedAt = :then' },
    ];
    for (const place of places) {
      const values = { ':then': closedAt };
      const given = { TableName: this.environment.POLLS_TABLE, ExpressionAttributeValues: values, ...place };
      await this.database.send(new UpdateCommand(given));
    }
  }

  /** Waits for an archive to reach a state. */
  reached(id: string, state: ArchiveView['state'], seconds = 90): Promise<ArchiveView> {
    return until(
      async () => (await this.#backend.workspace.send<ArchiveView>('GET', `/polls/${id}/archive`)).body,
      (view) => view.state === state,
      seconds,
    );
  }

  /** What the table has of a poll's responses, in the order of voters. */
  async storedOf(id: string): Promise<Record<string, unknown>[]> {
    const items: Record<string, unknown>[] = [];
    for (let from: Record<string, unknown> | undefined, isFirst = true; isFirst || from; isFirst = false) {
      const { Items = [], LastEvaluatedKey } = await this.database.send(
        new ScanCommand({
          TableName: this.environment.RESPONSES_TABLE,
          FilterExpression: 'begins_with(pk, :poll)',
          ExpressionAttributeValues: { ':poll': `${id}#` },
          ConsistentRead: true,
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      );
      items.push(...Items);
      from = LastEvaluatedKey;
    }
    return items.sort((a, b) => (String(a.sk) < String(b.sk) ? -1 : 1));
  }

  /** Deletes what has expired, as DynamoDB does in its own time. */
  sweep(): Promise<number> {
    return deleteExpired(
      this.environment.AWS_ENDPOINT_URL_DYNAMODB ?? '',
      this.environment.RESPONSES_TABLE ?? '',
      'expiresAt',
    );
  }

  /** The names of a poll's files, of exports and of archives. */
  async filesOf(id: string): Promise<string[]> {
    const names: string[] = [];
    for (const Bucket of [this.environment.EXPORTS_BUCKET, this.environment.ARCHIVE_BUCKET]) {
      const { Contents = [] } = await this.#objects.send(new ListObjectsV2Command({ Bucket }));
      names.push(...Contents.map(({ Key = '' }) => Key));
    }
    return names.filter((name) => name.includes(id));
  }

  /** The responses in a poll's archive, as its parts have them. */
  async archivedOf(id: string): Promise<ArchivedResponse[]> {
    const { ARCHIVE_BUCKET: Bucket } = this.environment;
    const parts = (await this.filesOf(id)).filter((name) => name.startsWith(archivePrefix) && name.endsWith('.gz'));
    const texts = await Promise.all(
      parts.map(async (Key) => {
        const { Body } = await this.#objects.send(new GetObjectCommand({ Bucket, Key }));
        return gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString();
      }),
    );
    return texts.flatMap(linesOf);
  }

  /** Every item of a table that stands in a partition of the poll's. */
  async itemsOf(id: string): Promise<Record<string, unknown>[]> {
    const { POLLS_TABLE, RESPONSES_TABLE, TALLIES_TABLE } = this.environment;
    const items: Record<string, unknown>[] = [];
    for (const TableName of [POLLS_TABLE, RESPONSES_TABLE, TALLIES_TABLE]) {
      const { Items = [] } = await this.database.send(new ScanCommand({ TableName, ConsistentRead: true }));
      items.push(...Items.filter(({ pk }) => pk === id || pk === `POLL#${id}` || String(pk).startsWith(`${id}#`)));
    }
    return items;
  }

  async recount(pollId: string): Promise<string> {
    Object.assign(process.env, this.#backend.runtime.environmentOf('recountPoll'));
    const { handler } = await import('../../functions/results/recount-poll.ts');
    return (await handler({ pollId, rebuild: false, graceSeconds: 60 })).outcome;
  }
}
