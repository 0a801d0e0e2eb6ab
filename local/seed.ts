import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { headers } from '../contracts/headers.ts';
import type { PollDefinitionInput, PollView } from '../contracts/poll.ts';
import { scopes } from '../contracts/scopes.ts';
import { issueKey, type KeyRegister } from '../domain/polls/api-keys.ts';
import { DynamoKeyRegister } from '../stores/dynamo-key-register.ts';
import type { Runtime } from './runtime.ts';
import { localCredentials } from './servers/local-server.ts';

const samplePoll: PollDefinitionInput = {
  title: 'What should we have for lunch?',
  questions: [
    {
      id: 'lunch',
      kind: 'single',
      title: 'Choose one',
      options: [
        { id: 'soup', label: 'Soup' },
        { id: 'salad', label: 'Salad' },
        { id: 'pizza', label: 'Pizza' },
      ],
    },
  ],
};

/** The API keys of a running backend. */
export function keysOf(runtime: Runtime): KeyRegister {
  const environment = runtime.environmentOf('authorizeKey');
  const client = new DynamoDBClient({ endpoint: environment.AWS_ENDPOINT_URL_DYNAMODB, ...localCredentials });
  return new DynamoKeyRegister(DynamoDBDocumentClient.from(client), environment.POLLS_TABLE ?? '');
}

/** A new API key with every scope, for the laptop's own workspace. */
export function seedKey(runtime: Runtime): Promise<string> {
  return issueKey(keysOf(runtime), { workspaceId: 'laptop', scopes }, 'The laptop’s own');
}

/** An open poll to try things on, made through the API as anyone would. @returns its id */
export async function seedPoll(apiUrl: string, apiKey: string): Promise<string> {
  const post = async (path: string, body?: unknown): Promise<PollView> => {
    const response = await fetch(apiUrl + path, {
      method: 'POST',
      headers: { [headers.apiKey]: apiKey, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as PollView;
  };
  const { id } = await post('/polls', samplePoll);
  await post(`/polls/${id}/open`);
  return id;
}
