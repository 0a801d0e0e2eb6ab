import { Agent, request as send } from 'node:http';
import { text } from 'node:stream/consumers';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const agent = new Agent({ keepAlive: true });

/**
 * Sends a request with a JSON body.
 * @throws Error when the connection fails or is cut off before the whole answer
 */
export function sendJson(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: unknown,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const request = send(url, { method, agent, headers: { ...headers, 'content-type': 'application/json' } });
    request.on('error', reject);
    request.on('response', (response) => {
      text(response).then(
        (words) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: words }),
        reject,
      );
    });
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
