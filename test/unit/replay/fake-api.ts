import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PollDefinition } from '../../../contracts/poll.ts';
import type { Submission } from '../../../contracts/response.ts';

interface Received {
  readonly token: string;
  readonly idempotencyKey: string | undefined;
  readonly answers: Submission['answers'];
}

/** A server with the few routes that a replay uses, for polls of single-choice questions. It records what it got. */
export interface FakeApi extends AsyncDisposable {
  readonly url: string;
  /** Every response that reached it, those it then failed included. */
  readonly received: Received[];
}

export interface FakeApiOptions {
  /** Status for the n-th response, from 0; 202 where it returns nothing. */
  readonly failure?: (n: number) => number | undefined;
  /** Added to each option's count, to plant a difference. */
  readonly error?: number;
}

export async function startFakeApi({ failure = () => undefined, error = 0 }: FakeApiOptions = {}): Promise<FakeApi> {
  const received: Received[] = [];
  const counted = new Map<string, Submission['answers']>();
  let poll: PollDefinition | undefined;
  let tokens = 0;

  const results = () => ({
    pollId: 'p1',
    state: 'open',
    responses: counted.size,
    questions: Object.fromEntries(
      (poll?.questions ?? []).map(({ id }) => {
        const counts: Record<string, number> = {};
        for (const answers of counted.values()) {
          const answer = answers[id];
          if (typeof answer === 'string') counts[answer] = (counts[answer] ?? error) + 1;
        }
        const respondents = [...counted.values()].filter((answers) => answers[id] !== undefined).length;
        return [id, { kind: 'single', respondents, skips: counted.size - respondents, counts }];
      }),
    ),
  });

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const text = await readText(request);
    const route = `${request.method} ${request.url}`;
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(body));
    };
    if (
      route.startsWith('POST /polls') &&
      !/\/(devices|responses)$/.test(route) &&
      request.headers['x-api-key'] !== 'key'
    ) {
      return send(401, { status: 401, title: 'No valid API key' });
    }
    switch (route) {
      case 'POST /polls':
        poll = JSON.parse(text);
        return send(201, { id: 'p1' });
      case 'POST /polls/p1/open':
        return send(200, { id: 'p1', state: 'open' });
      case 'POST /polls/p1/devices':
        tokens += 1;
        return send(200, { voterToken: `token-${tokens}` });
      case 'POST /polls/p1/responses': {
        const token = String(request.headers['x-voter-token']);
        const status = failure(received.length);
        const { answers }: Submission = JSON.parse(text);
        received.push({ token, idempotencyKey: request.headers['idempotency-key']?.toString(), answers });
        if (status !== undefined) return send(status, { status, title: 'Refused by plan' });
        if (!counted.has(token)) counted.set(token, answers);
        return send(202, { responseId: token, status: 'pending' });
      }
      case 'GET /polls/p1/results':
        return send(200, results());
      default:
        return send(404, { status: 404, title: 'Not found' });
    }
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
