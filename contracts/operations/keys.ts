import { apiKeyList, newApiKey } from '../answers/keys.ts';
import { keyRotationSchema, newKeySchema } from '../keys.ts';
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
    problems: ['invalid-content'],
  },
  rotateKey: {
    tag: 'Keys',
    summary: 'Replace an API key',
    description: 'By one of the same name, scopes and end. The key before is good for the overlap, a day by default.',
    body: keyRotationSchema,
    answers: { 201: { description: 'The new key; it is shown here only.', body: newApiKey } },
    problems: ['not-found', 'wrong-state'],
  },
  deleteKey: {
    tag: 'Keys',
    summary: 'Revoke an API key',
    description: 'It opens nothing any more within a minute.',
    answers: { 204: { description: 'Revoked.' } },
    problems: ['not-found'],
  },
} as const satisfies Record<string, Operation>;
