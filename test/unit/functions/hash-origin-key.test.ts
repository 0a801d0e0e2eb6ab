import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

interface Answer {
  readonly Status: string;
  readonly PhysicalResourceId: string;
  readonly RequestId: string;
  readonly Data?: { readonly Hash: string };
}

const secrets: Record<string, string> = { 'arn:kept': 'what nobody may know' };
const answers: Answer[] = [];
/** Secrets Manager and the address that CloudFormation gives, in one. */
const server = createServer(async (request, response) => {
  const body = JSON.parse(await text(request)) as { SecretId: string } & Answer;
  if (request.method === 'PUT') {
    answers.push(body);
    response.end();
    return;
  }
  const SecretString = secrets[body.SecretId];
  const found = SecretString === undefined ? { __type: 'ResourceNotFoundException' } : { SecretString };
  response.writeHead(SecretString === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(found));
});
let url: string;
let handler: (event: CloudFormationCustomResourceEvent) => Promise<void>;
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_ENDPOINT_URL: url,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  ({ handler } = await import('../../../functions/edge/hash-origin-key.ts'));
});
after(() => server.close());

const ask = async (RequestType: string, properties: object): Promise<Answer | undefined> => {
  const event = {
    RequestType,
    RequestId: 'r1',
    StackId: 's1',
    LogicalResourceId: 'Hash1',
    ResponseURL: `${url}/answer`,
    ResourceProperties: properties,
  };
  await handler(event as unknown as CloudFormationCustomResourceEvent);
  return answers.at(-1);
};

test('CloudFormation learns the hash of a secret, and not the secret', async () => {
  for (const type of ['Create', 'Update']) {
    const answer = await ask(type, { SecretArn: 'arn:kept' });
    const Hash = createHash('sha256').update('what nobody may know').digest('hex');
    assert.partialDeepStrictEqual(answer, {
      Status: 'SUCCESS',
      PhysicalResourceId: 'Hash1',
      RequestId: 'r1',
      Data: { Hash },
    });
    assert.doesNotMatch(JSON.stringify(answer), /nobody/);
  }
});

test('a secret that can not be read, or is not named, fails the deployment and says no more than that', async () => {
  for (const properties of [{ SecretArn: 'arn:gone' }, {}]) {
    const answer = await ask('Create', properties);
    assert.equal(answer?.Status, 'FAILED');
    assert.doesNotMatch(JSON.stringify(answer), /arn:gone|ResourceNotFound/);
  }
});

test('that it goes is no error, as nothing was made', async () => {
  assert.equal((await ask('Delete', { SecretArn: 'arn:gone' }))?.Status, 'SUCCESS');
});
