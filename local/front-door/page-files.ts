import { createReadStream, type Stats, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assetsPath, localPagePolicy, type PageSettings, settingsPath } from '../../contracts/pages.ts';
import type { SignInServer } from '../servers/sign-in.ts';

/** Where the app's synthesis leaves what CloudFront would show. */
const folder = fileURLToPath(new URL('../../dist/pages', import.meta.url));

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/**
 * Answers with a page, a script or an asset, as CloudFront would.
 * @returns false where there is no such file, and the API is meant
 */
export function servePageFile(
  request: IncomingMessage,
  response: ServerResponse,
  { endpoint, clientId }: SignInServer,
): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const [path = '/'] = (request.url ?? '/').split('?');
  const headers = {
    'content-security-policy': localPagePolicy(path),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cache-control': path.startsWith(assetsPath) ? 'public, max-age=31536000, immutable' : 'no-cache',
    // Scripts are for pages of others, too.
    'access-control-allow-origin': '*',
  };
  if (path === settingsPath) {
    // Whoever sits at the laptop has the printed key, too.
    const settings: PageSettings = { signIn: { url: endpoint, clientId }, takesKeys: true };
    response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(settings));
    return true;
  }
  const file = join(folder, normalize(path === '/' ? '/index.html' : path));
  const type = types[extname(file)];
  const found = type === undefined ? undefined : statusOf(file);
  if (type === undefined || !found?.isFile()) return false;
  response.writeHead(200, { ...headers, 'content-type': type, 'content-length': found.size });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file).pipe(response);
  return true;
}

/** Undefined for what isn't there, and for what can't be: a name may be longer than any file's. */
function statusOf(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}
