import { randomBytes } from 'node:crypto';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { headers } from '../../contracts/headers.ts';
import type { PollView } from '../../contracts/poll.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import type { Marker } from '../../tools/markers/scan.ts';
import { readVoterSecret } from '../../tools/voter-secret.ts';
import type { Answer, ApiClient } from './api.ts';
import type { Backend } from './backend.ts';
import { everyKind } from './polls.ts';
import type { Receiver } from './receiver.ts';
import { signIn } from './sign-in.ts';
import type { TokenIssuer } from './token-issuer.ts';
import { until } from './until.ts';

/** Addresses of documentation (RFC 5737), which are in no log by chance. */
const address = '203.0.113.77';

type Body = Record<string, unknown>;

/**
 * Uses all of a backend with marked texts in the place of whatever is personal or secret, well and badly, while the
 * platform may misbehave.
 * @returns what was planted, and what was made in secret
 */
export async function tour(backend: Backend, receiver: Receiver, issuer: TokenIssuer): Promise<Marker[]> {
  const markers: Marker[] = [{ kind: 'network address', text: address }];
  const secretly = (kind: string, text: unknown) => {
    if (typeof text !== 'string' || text.length < 8) throw new Error(`There is no ${kind}`);
    markers.push({ kind, text });
    return text;
  };
  const plant = (kind: string, around = (text: string) => text) =>
    secretly(kind, around(`mk${randomBytes(8).toString('hex')}`));
  const email = (kind: string) => plant(kind, (text) => `${text}+x@people.example`);
  const person = { 'user-agent': plant('user agent'), 'x-forwarded-for': address, 'cloudfront-viewer-country': 'NZ' };
  /** Sends until the platform's faults are over. */
  const send = (api: ApiClient, method: string, path: string, body?: unknown, more: Record<string, string> = {}) =>
    until(
      () =>
        api
          .send<Body>(method, path, {
            ...(typeof body === 'string' ? { text: body } : body === undefined ? {} : { body }),
            headers: { ...person, ...more },
          })
          .catch((): Answer<Body> => ({ status: 599, headers: new Headers(), body: {} })),
      ({ status }) => status < 500,
    );
  const { workspace, voter, runtime } = backend;
  const manage = async (method: string, path: string, body?: unknown) =>
    (await send(workspace, method, path, body)).body;
  const poll = async (changes: Partial<typeof everyKind> = {}) => {
    const made = (await manage('POST', '/polls', { ...everyKind, ...changes })) as unknown as PollView;
    await manage('POST', `/polls/${made.id}/open`);
    return made.id;
  };
  const vote = async (pollId: string, token: string) => {
    const [, , id, signature] = token.split('.');
    secretly('voter token', id);
    secretly('voter token', signature);
    const body = {
      answers: { drink: 'tea', words: plant('answer') },
      ...(pollId === withMetadata ? { metadata: { seat: plant('metadata') } } : {}),
    };
    const { body: accepted } = await send(voter, 'POST', `/polls/${pollId}/responses`, body, {
      [headers.voterToken]: token,
    });
    return String(accepted.responseId);
  };

  await manage('PATCH', '/workspace', { contactEmail: email('contact address') });
  const { secret } = await manage('POST', '/webhooks', {
    url: `${receiver.url}?key=${plant('address of a webhook')}`,
    events: ['poll.opened', 'poll.closed'],
    description: plant('description of a webhook'),
  });
  secretly('webhook secret', String(secret).slice('whsec_'.length));
  const made = await manage('POST', '/keys', { name: plant('name of a key'), scopes: ['polls:read'] });
  await send(voter, 'GET', '/polls', undefined, { [headers.apiKey]: secretly('API key', made.key) });
  await send(voter, 'GET', '/polls', undefined, { [headers.apiKey]: plant('wrong API key') });

  // Voters by device, by the workspace's word, by code and by token.
  const withMetadata = await poll({ metadata: [{ id: 'seat' }] });
  const device = async () => String((await send(voter, 'POST', `/polls/${withMetadata}/devices`)).body.voterToken);
  const [first] = [await vote(withMetadata, await device()), await vote(withMetadata, await device())];
  const known = await poll({ policy: { voters: 'authenticated' } });
  const signed = await manage('POST', `/polls/${known}/voter-tokens`, { voter: email('identity of a voter') });
  await vote(known, String(signed.voterToken));
  const trust = { issuer: issuer.issuer, audience: 'us', algorithm: 'RS256' } as const;
  const prove = async (jwksUrl: string) => {
    await manage('POST', '/workspace/voter-issuer', { ...trust, jwksUrl });
    const now = Math.floor(Date.now() / 1_000);
    const jwt = issuer.sign({
      iss: issuer.issuer,
      aud: 'us',
      sub: email('subject of a JWT'),
      iat: now,
      exp: now + 600,
    });
    secretly('JWT', jwt.split('.')[2]);
    return (await voter.send<Body>('POST', `/polls/${known}/voters`, { body: { jwt }, headers: person })).body;
  };
  const { voterToken: byJwt } = await until(
    () => prove(issuer.jwksUrl),
    ({ voterToken }) => voterToken !== undefined,
  );
  await vote(known, String(byJwt));
  // Another process remembers no keys.
  await runtime.kill('admitVoter');
  await prove(`${issuer.jwksUrl}?unfetched=${plant('address of keys')}`.replace('/pool/', '/none/'));
  const coded = await poll({ policy: { voters: 'codes' } });
  const { codes } = (await manage('POST', `/polls/${coded}/codes`, { count: 1 })) as { codes: string[] };
  const code = secretly('code', codes[0]);
  await vote(coded, String((await send(voter, 'POST', `/polls/${coded}/voters`, { code })).body.voterToken));

  // People.
  const guest = email('address of a person');
  const { token } = await manage('POST', '/workspace/invitations', { email: guest, role: 'viewer' });
  const { accessToken, idToken } = await signIn(runtime.signIn, guest);
  for (const jwt of [accessToken, idToken]) secretly('login token', jwt.split('.')[2]);
  await send(voter, 'POST', '/workspaces/join', { invitation: secretly('invitation', token), idToken });
  await send(voter, 'GET', '/workspaces', undefined, { [headers.apiKey]: accessToken });

  // What is wrong.
  const bad = { [headers.voterToken]: `d.${withMetadata}.${plant('forged token')}.x` };
  for (const body of [`{"${plant('broken JSON')}`, { answers: { drink: plant('wrong answer') } }]) {
    await send(voter, 'POST', `/polls/${withMetadata}/responses`, body, bad);
    await send(voter, 'POST', `/polls/${withMetadata}/responses`, body, { [headers.voterToken]: await device() });
    await send(workspace, 'POST', '/polls', body);
  }
  await send(voter, 'GET', `/polls/${plant('path')}/ballot?${plant('query')}=1`);
  await send(voter, 'GET', `/${plant('unknown path')}`);
  const environment = runtime.environmentOf('submitResponse');
  const queues = new SQSClient({ endpoint: environment.AWS_ENDPOINT_URL_SQS ?? '', ...localCredentials });
  for (const MessageBody of [
    `{"${plant('broken message')}`,
    JSON.stringify({ v: 1, answers: plant('wrong message') }),
  ]) {
    await queues.send(new SendMessageCommand({ QueueUrl: environment.RESPONSES_QUEUE_URL, MessageBody }));
  }
  queues.destroy();

  // What comes of it.
  await until(
    () => manage('GET', `/polls/${withMetadata}/answers/words`),
    ({ responses }) => responses === 2,
    120,
  );
  await manage('PATCH', `/polls/${withMetadata}/answers/words/${first}`, { hidden: true });
  const { id: exportId } = await manage('POST', `/polls/${withMetadata}/exports`, { format: 'csv' });
  const file = await until(
    () => manage('GET', `/polls/${withMetadata}/exports/${exportId}`),
    ({ state }) => state === 'ready',
    120,
  );
  secretly('download', new URL(String(file.downloadUrl)).searchParams.get('X-Amz-Signature'));
  await send(workspace, 'GET', `/polls/${withMetadata}/voters/${first}`);
  await send(workspace, 'DELETE', `/polls/${withMetadata}/voters/${first}`);
  await manage('POST', `/polls/${withMetadata}/close`);
  for (const key of (await readVoterSecret(runtime)).split('\n')) secretly('key of voter tokens', key);
  return markers;
}
