import assert from 'node:assert/strict';
import { headers } from '../../contracts/headers.ts';
import type { Answer, ApiClient } from './api.ts';
import { until } from './until.ts';

/** Sends a request until it goes well, as every client of an API has to. @returns the answer's body */
export async function insist<T>(
  api: ApiClient,
  method: string,
  path: string,
  { body, key, voterToken }: { body?: unknown; key?: string; voterToken?: string } = {},
): Promise<T> {
  const given = {
    ...(body === undefined ? {} : { body }),
    headers: {
      ...(key === undefined ? {} : { [headers.idempotencyKey]: key }),
      ...(voterToken === undefined ? {} : { [headers.voterToken]: voterToken }),
    },
  };
  const answer = await until<Answer<T>>(
    () => api.send<T>(method, path, given),
    ({ status }) => status < 500,
    120,
  );
  assert.ok(answer.status < 300, JSON.stringify(answer.body));
  return answer.body;
}
