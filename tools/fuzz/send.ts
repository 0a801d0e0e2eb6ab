import { Agent, request as send } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Sent } from './scenarios.ts';

export interface Got {
  readonly status: number;
  /** The body as JSON; undefined where it is none. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Sends a request whose path is taken as it stands. @returns status 0 for what can't be sent, or isn't answered */
export function sendRaw(url: string, method: string, path: string, { headers, body }: Sent): Promise<Got> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const none = () => resolve({ status: 0, json: undefined });
    try {
      const asked = send({ agent, hostname, port, method, path, headers });
      asked.on('error', none);
      asked.on('response', (response) => {
        text(response).then((words) => resolve({ status: response.statusCode ?? 0, json: parsed(words) }), none);
      });
      asked.end(body);
    } catch {
      none();
    }
  });
}

function parsed(words: string): Got['json'] {
  try {
    const value: unknown = JSON.parse(words);
    return typeof value === 'object' && value !== null ? (value as Got['json']) : undefined;
  } catch {
    return undefined;
  }
}
