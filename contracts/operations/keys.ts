import { apiKeyList, newApiKey } from '../answers/keys.ts';
import { newKeySchema } from '../keys.ts';
import type { Operation } from './operation.ts';

export const keyOperations = {
  listKeys: {
    tag: 'Keys',
    summary: 'List API keys',
    description: 'Never the keys themselves: they are stored as hashes.',
    answers: { 200: { description: 'The workspace’s keys, oldest first.', body: apiKeyList } },
    problems: [],
  },
  createKey: {
    tag: 'Keys',
    summary: 'Create an API key',
    description: 'The answer is the only place where the key is shown. Nobody can grant a scope that they lack.',
    body: newKeySchema,
    answers: { 201: { description: 'The key.', body: newApiKey } },
    problems: [],
  },
  deleteKey: {
    tag: 'Keys',
    summary: 'Revoke an API key',
    description: 'It opens nothing any more within a minute.',
    answers: { 204: { description: 'Revoked.' } },
    problems: ['not-found'],
  },
} as const satisfies Record<string, Operation>;
