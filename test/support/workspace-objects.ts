import assert from 'node:assert/strict';
import type { UploadTicket } from '../../contracts/media.ts';
import type { NewInvitation, PersonView } from '../../contracts/people.ts';
import type { Runtime } from '../../local/runtime.ts';
import { ApiClient } from './api.ts';
import { everyKind } from './polls.ts';
import type { Receiver } from './receiver.ts';
import { signIn } from './sign-in.ts';
import { until } from './until.ts';
import { addWebhook, deliveriesOf } from './webhooks.ts';

/** The ids of one workspace's objects, by the parameter of the routes that takes each. */
export type ObjectIds = Readonly<Record<string, string>>;

export const fullAnswers = { drink: 'tea', leaves: ['green'], order: ['a', 'b', 'c'], words: 'hello' };

/** Makes one object of each kind in a workspace. */
export async function makeObjects(
  runtime: Runtime,
  { name, workspace, receiver }: { name: string; workspace: ApiClient; receiver: Receiver },
): Promise<ObjectIds> {
  const policy = { voters: 'authenticated', results: 'never' } as const;
  const { id: pollId } = await workspace.openPoll({ ...everyKind, policy });
  const { body: signed } = await workspace.send<{ voterToken: string }>('POST', `/polls/${pollId}/voter-tokens`, {
    body: { voter: 'ann' },
  });
  const { body: accepted } = await workspace.respond(pollId, fullAnswers, signed.voterToken);
  const { responseId } = accepted;
  await until(
    () => workspace.send<{ responses: number }>('GET', `/polls/${pollId}/results`),
    ({ body }) => body.responses === 1,
  );
  await until(
    () => workspace.send<{ answers?: unknown[] }>('GET', `/polls/${pollId}/answers/words`),
    ({ body }) => body.answers?.length === 1,
  );
  const made = async (path: string, body: object) => {
    const answer = await workspace.send<{ id: string }>('POST', path, { body });
    assert.ok([201, 202].includes(answer.status), JSON.stringify(answer.body));
    return answer.body.id;
  };
  const exclusionId = await made(`/polls/${pollId}/exclusions`, {
    group: `address:${name.padEnd(4, '_').slice(0, 4)}`,
  });
  const exportId = await made(`/polls/${pollId}/exports`, { format: 'csv' });
  await until(
    () => workspace.send<{ state: string }>('GET', `/polls/${pollId}/exports/${exportId}`),
    ({ body }) => body.state === 'ready',
  );
  const { id: webhookId } = await addWebhook(workspace, receiver.url, ['poll.closed']);
  await workspace.send('POST', `/webhooks/${webhookId}/test`);
  const [delivery] = await until(
    () => deliveriesOf(workspace, webhookId),
    ([first]) => first?.state === 'delivered',
  );
  const keyId = await made('/keys', { name: 'Own', scopes: ['polls:read'] });
  const upload = { contentType: 'image/jpeg', bytes: 1_000, name: 'Own' } as const;
  const { body: ticket } = await workspace.send<UploadTicket>('POST', '/media', { body: upload });
  const invite = async (email: string) =>
    (await workspace.send<NewInvitation>('POST', '/workspace/invitations', { body: { email, role: 'viewer' } })).body;
  const { token } = await invite(`member@${name}.example`);
  const { idToken } = await signIn(runtime.signIn, `member@${name}.example`);
  await new ApiClient(runtime.apiUrl).send('POST', '/workspaces/join', { body: { invitation: token, idToken } });
  const { body: listed } = await workspace.send<{ people: PersonView[] }>('GET', '/workspace/people');
  const { id: invitationId } = await invite(`guest@${name}.example`);
  return {
    pollId,
    responseId,
    // An answer of the poll names its voter, for whoever erases them.
    voter: responseId,
    questionId: 'words',
    exportId,
    exclusionId,
    webhookId,
    deliveryId: delivery?.id ?? assert.fail('there is no delivery'),
    keyId,
    mediaId: ticket.id,
    invitationId,
    personId: listed.people[0]?.id ?? assert.fail('there is no person'),
  };
}

/** All that a workspace sees of its objects. */
export async function seenOf(
  workspace: ApiClient,
  { pollId, exportId, webhookId, mediaId }: ObjectIds,
): Promise<unknown> {
  const paths = [
    '/polls',
    `/polls/${pollId}`,
    `/polls/${pollId}/results`,
    `/polls/${pollId}/archive`,
    `/polls/${pollId}/answers/words`,
    `/polls/${pollId}/exports`,
    `/polls/${pollId}/exclusions`,
    '/webhooks',
    `/webhooks/${webhookId}`,
    `/webhooks/${webhookId}/deliveries`,
    '/workspace',
    '/workspace/people',
    '/workspace/invitations',
    '/workspace/voter-issuer',
    '/keys',
    `/media/${mediaId}`,
  ];
  const seen = await Promise.all(paths.map(async (path) => (await workspace.send('GET', path)).body as object));
  const { state } = (await workspace.send<{ state: string }>('GET', `/polls/${pollId}/exports/${exportId}`)).body;
  // Of problem documents each has an id of its own, and what was computed says when.
  const varying = (name: string, value: unknown) => (['instance', 'asOf', 'updatedAt'].includes(name) ? '' : value);
  return JSON.parse(JSON.stringify([...seen, state], varying));
}
