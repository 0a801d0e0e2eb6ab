import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { type FunctionName, functions } from '../../contracts/functions.ts';
import { Faults, readChaos } from '../../local/chaos/faults.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import { leaksOf, type Marker, type Source, sourcesIn } from '../../tools/markers/scan.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { tour } from '../support/marked-tour.ts';
import { mailsOf } from '../support/outbox.ts';
import { startReceiver } from '../support/receiver.ts';
import { startIssuer } from '../support/token-issuer.ts';
import { until } from '../support/until.ts';

let backend: Backend;
let markers: readonly Marker[];
let logs: readonly Source[];
let metrics: string;
before(async () => {
  backend = await startBackend({ traces: {}, faults: new Faults(readChaos('mild'), 7) });
  const receiver = await startReceiver({ after }, 500);
  const issuer = await startIssuer();
  after(() => issuer.stop());
  markers = await tour(backend, receiver, issuer);
  await until(
    () => mailsOf(backend.runtime.apiUrl),
    ({ length }) => length > 1,
    60,
  );
  metrics = await (await fetch(`${backend.runtime.apiUrl}/metrics`)).text();
});
after(() => backend.stop());

const none = (sources: readonly Source[]) => assert.deepEqual(leaksOf(sources, markers), []);

test('no attribute of a dead letter holds what somebody sent', async () => {
  const urls = [...(backend.runtime.regions[0]?.stores.queueUrls.values() ?? [])];
  const client = new SQSClient({
    endpoint: backend.runtime.environmentOf('submitResponse').AWS_ENDPOINT_URL_SQS ?? '',
    ...localCredentials,
  });
  const QueueUrl = urls.find((url) => url.includes('AcceptedDeadLetters'));
  const letters: string[] = [];
  await until(
    async () => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] }),
      );
      for (const { Attributes, MessageAttributes } of Messages) {
        letters.push(JSON.stringify([Attributes, MessageAttributes]));
      }
      return letters.length;
    },
    (length) => length >= 2,
  );
  client.destroy();
  assert.ok(letters.some((letter) => letter.includes('not JSON')));
  none([{ name: 'dead letters', text: letters.join('\n') }]);
});

/** Every attribute that is stored, by its place on the data map: the table, the kind of item, and its name. */
async function storedPlaces(): Promise<Source[]> {
  const { endpoint } = backend.runtime.regions[0]?.servers.dynamodb ?? assert.fail('there is no region');
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, ...localCredentials }));
  const { POLLS_TABLE, RESPONSES_TABLE, TALLIES_TABLE } = backend.runtime.environmentOf('manageVoterData');
  const tables = { Polls: POLLS_TABLE, Responses: RESPONSES_TABLE, Tallies: TALLIES_TABLE };
  const places: Source[] = [];
  for (const [table, TableName] of Object.entries(tables)) {
    for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
      for (const item of Items) {
        const kind = table === 'Responses' ? 'response' : String(item.sk).split('#')[0];
        for (const [name, value] of Object.entries(item)) {
          places.push({ name: `${table}/${kind}/${name}`, text: JSON.stringify(value) });
        }
      }
    }
  }
  client.destroy();
  return places;
}

test('what is personal or secret is stored in the places of the data map only', async () => {
  const map = readFileSync('docs/security/data-map.md', 'utf8');
  const found = leaksOf(await storedPlaces(), markers).map(({ where, kind }) => ({ kind, place: where.split(':')[0] }));
  const places = [...new Set(found.map(({ place }) => place))];
  // Those that are there are found.
  for (const known of ['Responses/response/a', 'Responses/response/d', 'Polls/PERSON/person', 'Polls/CONTACT/email']) {
    assert.ok(places.includes(known), known);
  }
  const unknown = found.filter(({ place }) => !map.includes(`\`${place}\``) && !map.includes(`\`${place}.`));
  assert.deepEqual(unknown, []);
});

test('no variable of a running function holds what is personal or secret', () => {
  // Some functions are for the cloud alone.
  const names = (Object.keys(functions) as FunctionName[]).filter(
    (name) => !['recovery', 'edge'].includes(functions[name].service),
  );
  const variables = names.map((name) => ({
    name,
    text: JSON.stringify(backend.runtime.environmentOf(name)),
  }));
  assert.ok(variables.every(({ text }) => text.includes('POWERTOOLS_SERVICE_NAME')));
  none(variables);
});

test('no trace and no metric holds what is personal or secret', () => {
  const { traces } = backend.runtime;
  const spans = (traces?.recent(1_000) ?? []).flatMap(({ traceId }) => traces?.spansOf(traceId) ?? []);
  assert.ok(spans.length > 200);
  assert.match(metrics, /^groundswell_|^[a-z_]+\{/m);
  none([
    { name: 'traces', text: spans.map((span) => JSON.stringify(span)).join('\n') },
    { name: 'metrics', text: metrics },
  ]);
});

test('no line of any log holds what is personal or secret', async () => {
  await backend.runtime.stop();
  logs = sourcesIn(`${backend.folder}/logs`);
  const lines = logs.flatMap(({ name, text }) => text.split('\n').map((line) => `${name} ${line}`));
  // Where nothing is written nothing can be found: every kind of line is there.
  for (const part of ['access.log {"requestId"', 'A message is malformed', 'CloudWatchMetrics', 'can’t be fetched']) {
    assert.ok(
      lines.some((line) => line.includes(part)),
      part,
    );
  }
  none(logs);
});
