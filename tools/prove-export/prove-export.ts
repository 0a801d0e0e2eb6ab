import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { parse } from 'csv-parse';
import { ulid } from 'ulid';
import { type ExportRequest, exportNodeOptions, exportPrefix } from '../../contracts/exports.ts';
import { pollDefinitionSchema } from '../../contracts/poll.ts';
import { newJob } from '../../domain/exports/export-job.ts';
import { createPoll } from '../../domain/polls/edit.ts';
import { bundleFunctions, bundleOf } from '../../lib/bundles.ts';
import { startFakeSecretsManager } from '../../local/servers/fake-secrets-manager.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import { startServers } from '../../local/servers/servers.ts';
import { temporaryFolder } from '../../local/temporary-folder.ts';
import { DynamoExportStore } from '../../stores/dynamo-export-store.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { runCommand, wholeNumber } from '../command.ts';
import { showProgress } from '../progress.ts';
import { responseIdOf, seedResponses } from './seed-responses.ts';

const help = `Exports a poll of many responses, and proves that each is in the file once.

  npm run prove-export -- [--responses 1000000]

Stores the responses in an embedded database, runs the function that writes exports in a process of its own as often
as it takes, and reads the file. Prints what that process needed in memory at most, which must be below 200 MB; only
Linux tells that.

Exit status: 0 all is as it should be; 1 it isn't; 2 wrong usage.`;

const bar = 200;
const request: ExportRequest = { format: 'csv', wording: 'ids' };
const tables = { POLLS_TABLE: 'polls', RESPONSES_TABLE: 'responses', TALLIES_TABLE: 'tallies' };
const bucket = 'exports';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { responses: { type: 'string', default: '1000000' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const count = wholeNumber('responses', values.responses);
  const folder = temporaryFolder('prove-export');
  const secrets = await startFakeSecretsManager(undefined);
  const servers = await startServers(undefined, secrets, secrets);
  const plain = new DynamoDBClient({ endpoint: servers.dynamodb.endpoint, ...localCredentials });
  const client = DynamoDBDocumentClient.from(plain);
  const objects = new S3Client({ endpoint: servers.s3.endpoint, forcePathStyle: true, ...localCredentials });
  try {
    for (const table of Object.values(tables)) await createTable(plain, table);
    await objects.send(new CreateBucketCommand({ Bucket: bucket }));
    const queue = servers.sqs.createQueue('exports', {
      VisibilityTimeout: 30,
      MessageRetentionPeriod: 3_600,
      DelaySeconds: 0,
    });
    servers.eventBus.createBus('bus');

    const now = Date.now();
    const poll = createPoll({ definition, id: ulid(), workspaceId: 'proof', now });
    await new DynamoPollStore(client, tables.POLLS_TABLE).create(poll, undefined, now);
    const progress = showProgress(count, process.stderr);
    await seedResponses(client, tables.RESPONSES_TABLE, { poll, count, onProgress: (done) => progress.update(done) });
    progress.stop();

    const store = new DynamoExportStore(client, tables.TALLIES_TABLE);
    const job = newJob(poll, request, { responses: count, fingerprint: 'proof' }, now);
    await store.create(job);
    bundleFunctions();
    const messageFile = join(folder.path, 'message.json');
    writeFileSync(messageFile, JSON.stringify({ v: 1, pollId: poll.id, exportId: job.id }));
    const environment = {
      ...tables,
      EXPORTS_BUCKET: bucket,
      EXPORTS_QUEUE_URL: queue.url,
      EVENT_BUS: 'bus',
      ...servers.endpoints,
      AWS_REGION: localCredentials.region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      POWERTOOLS_LOG_LEVEL: 'SILENT',
    };
    const startedAt = performance.now();
    let [calls, peak] = [0, 0];
    for (;;) {
      peak = Math.max(peak, await callFunction(messageFile, environment));
      calls += 1;
      if ((await store.get(poll.id, job.id))?.state === 'ready') break;
    }
    const seconds = (performance.now() - startedAt) / 1_000;
    const manifest = (await store.get(poll.id, job.id))?.manifest;
    const { Body } = await objects.send(
      new GetObjectCommand({ Bucket: bucket, Key: `${exportPrefix}${poll.id}/${job.id}.csv.gz` }),
    );
    if (!(Body instanceof Readable) || !manifest) throw new Error('There is no file, or no manifest');
    const expected = new Set(Array.from({ length: count }, (_, voter) => responseIdOf(poll, voter)));
    const { doubled, unknown } = await compare(Body, expected);
    console.log(`${count} responses, ${manifest.parts.length} parts, ${(manifest.bytes / 1e6).toFixed(1)} MB, ${seconds.toFixed(0)} s, ${calls} calls
peak memory  ${peak.toFixed(0)} MB, bar ${bar} MB: ${peak < bar ? 'met' : 'NOT MET'}
rows         ${expected.size} missing, ${doubled} doubled, ${unknown} unknown; manifest says ${manifest.responses}`);
    const isRight = expected.size + doubled + unknown === 0 && manifest.responses === count;
    return isRight && peak < bar ? 0 : 1;
  } finally {
    plain.destroy();
    objects.destroy();
    await servers.stop();
    await secrets.stop();
    folder.remove();
  }
}

const definition = pollDefinitionSchema.parse({
  title: 'Proof',
  questions: [
    { id: 'rating', kind: 'rating', title: 'How was it?', min: 0, max: 10 },
    { id: 'words', kind: 'text', title: 'Why?' },
  ],
});

async function createTable(client: DynamoDBClient, TableName: string): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
}

/** @returns MB that the process needed at most */
async function callFunction(messageFile: string, environment: Readonly<Record<string, string>>): Promise<number> {
  const job = fileURLToPath(new URL('exporting.ts', import.meta.url));
  const bundle = pathToFileURL(join(bundleOf('writeExport'), 'index.mjs')).href;
  const { stdout } = await promisify(execFile)(process.execPath, [...exportNodeOptions, job, bundle, messageFile], {
    env: environment,
  });
  return (JSON.parse(stdout) as { peakMegabytes: number }).peakMegabytes;
}

/** Takes what is in the file out of what is expected. */
async function compare(file: Readable, expected: Set<string>): Promise<{ doubled: number; unknown: number }> {
  const seen = new Set<string>();
  const wrong = { doubled: 0, unknown: 0 };
  const rows: AsyncIterable<Record<string, string>> = file
    .pipe(createGunzip())
    .pipe(parse({ bom: true, columns: true }));
  for await (const { response_id: cell = '' } of rows) {
    // An id may begin with a hyphen, which a spreadsheet would take for a formula.
    const id = cell.replace(/^'/, '');
    if (expected.delete(id)) seen.add(id);
    else wrong[seen.has(id) ? 'doubled' : 'unknown'] += 1;
  }
  return wrong;
}

await runCommand('prove-export', main);
