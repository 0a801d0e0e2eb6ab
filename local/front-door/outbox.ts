import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FakeSes } from '../servers/fake-ses.ts';

/** The laptop's own route to the mails that nobody sends: their names, and below it each by its name. */
const outboxPath = '/_local/outbox';

/**
 * Answers with the mails that were written, to look at only.
 * @returns false where something else is meant
 */
export function serveOutbox(ses: FakeSes, request: IncomingMessage, response: ServerResponse): boolean {
  const [path = ''] = (request.url ?? '').split('?');
  if (path !== outboxPath && !path.startsWith(`${outboxPath}/`)) return false;
  const headers = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };
  const name = path.slice(outboxPath.length + 1);
  const mail = name === '' ? undefined : ses.mail(name);
  if (request.method !== 'GET') response.writeHead(405, { allow: 'GET' }).end();
  else if (name === '') {
    response.writeHead(200, { ...headers, 'content-type': 'application/json' });
    response.end(JSON.stringify({ mails: ses.outbox() }));
  } else if (mail === undefined) response.writeHead(404).end();
  else response.writeHead(200, { ...headers, 'content-type': 'message/rfc822' }).end(mail);
  return true;
}
