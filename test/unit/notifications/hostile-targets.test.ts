import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import type { Resolve } from '../../../stores/guarded-request.ts';
import { WebhookSender } from '../../../stores/webhook-sender.ts';
import { type Address, readTarget } from '../../../stores/webhook-target.ts';
import { deliveryOf, webhookOf } from '../../support/notifications.ts';

/** A service inside, which no message may ever reach; it counts who came. */
const inside = createServer((_request, response) => response.writeHead(200).end('inside'));
let port: number;
let connections = 0;
inside.on('connection', () => {
  connections += 1;
});
before(async () => {
  inside.listen(0, '0.0.0.0');
  await once(inside, 'listening');
  port = (inside.address() as { port: number }).port;
});
after(() => {
  inside.closeAllConnections();
  inside.close();
});

/** A fake of the DNS: it gives the addresses that the test wants, and never asks anybody. */
const fakeResolver =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address): Address => ({ address, family: address.includes(':') ? 6 : 4 }));

/** Sends through the code that delivers, as it is in the cloud. */
async function attempt(url: string, resolve: Resolve = fakeResolver('93.184.216.34')) {
  const sender = new WebhookSender({ allowsLocal: false }, resolve);
  return sender.send({ ...webhookOf(), url }, deliveryOf(), Date.now());
}

async function refused(url: string, resolve?: Resolve): Promise<void> {
  const before = connections;
  const { outcome, attempt: made } = await attempt(url, resolve);
  assert.equal(outcome, 'failed');
  assert.match(made.error ?? '', /^refused: /);
  assert.equal(made.status, undefined);
  assert.equal(connections, before, 'nobody was called');
}

const hostile: Readonly<Record<string, () => Promise<void>>> = {
  'plain HTTP': () => refused(`http://example.com:${port}/`),
  'localhost by its name': () => refused('https://localhost/', fakeResolver('127.0.0.1')),
  'a name that resolves to the loopback address': () => refused('https://evil.example/', fakeResolver('127.0.0.1')),
  'a loopback address': () => refused(`https://127.0.0.1:8443/`),
  'a loopback address other than the first': () => refused('https://127.8.8.8/'),
  'a loopback address as one decimal number': () => refused('https://2130706433/'),
  'a loopback address in octal': () => refused('https://0177.0.0.1/'),
  'a loopback address in hexadecimal': () => refused('https://0x7f.1/'),
  'the unspecified address': () => refused('https://0.0.0.0/'),
  'a private address of class A': () => refused('https://evil.example/', fakeResolver('10.1.2.3')),
  'a private address of class B': () => refused('https://evil.example/', fakeResolver('172.31.255.1')),
  'a private address of class C': () => refused('https://evil.example/', fakeResolver('192.168.0.1')),
  'the metadata address of the cloud': () => refused('https://169.254.169.254/latest/meta-data/'),
  'a name that resolves to the metadata address': () =>
    refused('https://metadata.evil.example/', fakeResolver('169.254.169.254')),
  'the metadata address in IPv6': () => refused('https://[fd00:ec2::254]/latest/meta-data/'),
  'a carrier’s shared address': () => refused('https://evil.example/', fakeResolver('100.64.0.1')),
  'a multicast address': () => refused('https://evil.example/', fakeResolver('224.0.0.251')),
  'the broadcast address': () => refused('https://255.255.255.255/'),
  'a reserved address': () => refused('https://evil.example/', fakeResolver('240.0.0.1')),
  'a documentation address': () => refused('https://evil.example/', fakeResolver('203.0.113.7')),
  'the loopback address in IPv6': () => refused('https://[::1]/'),
  'an IPv4 address mapped into IPv6': () => refused('https://[::ffff:127.0.0.1]/'),
  'a name that resolves to a mapped address': () => refused('https://evil.example/', fakeResolver('::ffff:10.0.0.1')),
  'an IPv4 address in the oldest way of IPv6': () => refused('https://evil.example/', fakeResolver('::127.0.0.1')),
  'an IPv6 address that nobody was given': () => refused('https://evil.example/', fakeResolver('4000::1')),
  'an IPv4 address behind NAT64': () => refused('https://evil.example/', fakeResolver('64:ff9b::7f00:1')),
  'an IPv4 address behind a local NAT64': () => refused('https://evil.example/', fakeResolver('64:ff9b:1::a00:1')),
  'an IPv4 address in 6to4': () => refused('https://evil.example/', fakeResolver('2002:7f00:1::')),
  'an IPv4 address in Teredo': () => refused('https://evil.example/', fakeResolver('2001:0:4136:e378::1')),
  'a link-local address in IPv6': () => refused('https://evil.example/', fakeResolver('fe80::1')),
  'a unique local address in IPv6': () => refused('https://evil.example/', fakeResolver('fc00::1')),
  'a name with one public and one private address': () =>
    refused('https://evil.example/', fakeResolver('93.184.216.34', '10.0.0.1')),
  'a name without an address': () => refused('https://evil.example/', fakeResolver()),
  'a user name and password in the URL': () => refused('https://user:secret@example.com/'),
  'the port of another protocol': () => refused('https://example.com:25/'),
  'another scheme': () => refused('ftp://example.com/'),
  'a file of this machine': () => refused('file:///etc/passwd'),
  'a host without a domain': () => refused('https://intranet/'),
};

for (const [name, refuses] of Object.entries(hostile)) test(`a hostile target is refused: ${name}`, refuses);

test('public addresses of both families pass, on both ports', () => {
  const rules = { allowsLocal: false };
  for (const url of ['https://example.com/', 'https://example.com:8443/x?y', 'https://93.184.216.34/']) {
    assert.equal(readTarget(url, rules).protocol, 'https:');
  }
  assert.ok(readTarget('https://[2606:2800:220:1::1]/', rules));
});
