import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { voterKeyFetcher } from '../../../stores/fetch-voter-keys.ts';
import { RefusedTarget } from '../../../stores/webhook-target.ts';

/** A service on this machine; it counts who came. */
let requests = 0;
const server = createServer((request, response) => {
  requests += 1;
  if (request.url === '/keys') response.writeHead(200).end('{"keys":[]}');
  else if (request.url === '/moved') response.writeHead(302, { location: '/keys' }).end();
  else if (request.url === '/huge') response.writeHead(200).end('x'.repeat(65_537));
  else response.writeHead(404).end();
});
let origin: string;
before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const onLaptop = voterKeyFetcher({ allowsLocal: true });

test('keys are what a small answer holds; redirects, errors and floods are none', async () => {
  assert.equal(new TextDecoder().decode(await onLaptop(`${origin}/keys`)), '{"keys":[]}');
  const seen = requests;
  await assert.rejects(onLaptop(`${origin}/moved`), /It answered 302/);
  assert.equal(requests, seen + 1, 'a redirect isn’t followed');
  await assert.rejects(onLaptop(`${origin}/none`), /It answered 404/);
  await assert.rejects(onLaptop(`${origin}/huge`), /more than 65536 bytes/);
});

test('in the cloud nothing but the public internet is asked, whatever a name says', async () => {
  const inside = ['127.0.0.1', '10.0.0.1', '169.254.169.254', '172.16.0.1', '192.168.1.1', '::1', 'fd00:ec2::254'];
  for (const address of inside) {
    const fetcher = voterKeyFetcher({ allowsLocal: false }, async () => [
      { address, family: address.includes(':') ? 6 : 4 },
    ]);
    await assert.rejects(fetcher('https://id.example/keys'), RefusedTarget, address);
  }
  const seen = requests;
  const inCloud = voterKeyFetcher({ allowsLocal: false });
  await assert.rejects(inCloud(`${origin}/keys`), RefusedTarget);
  await assert.rejects(inCloud('https://169.254.169.254/latest'), RefusedTarget);
  assert.equal(requests, seen, 'nobody was called');
});
