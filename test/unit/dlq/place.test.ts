import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { placeInAws } from '../../../tools/dlq/place.ts';

const resource = (type: string, id: string, physicalId: string) =>
  `<member><ResourceType>${type}</ResourceType><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>${physicalId}</PhysicalResourceId><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>`;

test('the queues of both stacks of the region are listed, and nothing else of them', async (context) => {
  const server = createServer(async (request, response) => {
    const asked = new URLSearchParams(await text(request));
    const stack = asked.get('StackName') ?? '';
    const members = [
      resource('AWS::SQS::Queue', `${stack} queue`, `url of ${stack}`),
      resource('AWS::SNS::Topic', 'T', 't'),
    ];
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(
      `<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries>${members.join('')}</StackResourceSummaries></ListStackResourcesResult></ListStackResourcesResponse>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const before = { ...process.env };
  context.after(() => {
    process.env = before;
    server.close();
  });
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_CLOUDFORMATION: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
  const { client, queues } = await placeInAws('staging');
  client.destroy();
  const names = ['groundswell-staging-eu-west-1', 'groundswell-staging-eu-west-1-workers'];
  assert.deepEqual(
    queues,
    names.map((name) => ({ logicalId: `${name} queue`, url: `url of ${name}` })),
  );
});
