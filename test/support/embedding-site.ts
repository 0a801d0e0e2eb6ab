import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site of somebody else that shows polls: other origin than the API's. */
export interface EmbeddingSite {
  readonly origin: string;
  /** Puts a page at a path. */
  page(path: string, body: string, headers?: Record<string, string>): string;
  stop(): Promise<void>;
}

/** @param api whose `widget.js` the pages load */
export async function startEmbeddingSite(api: string): Promise<EmbeddingSite> {
  const served = new Map<string, { html: string; headers: Record<string, string> }>();
  const server = createServer((request, response) => {
    const found = served.get((request.url ?? '').split('?')[0] ?? '');
    if (!found) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...found.headers }).end(found.html);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    page(path, body, headers = {}) {
      const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>A site</title>`;
      const script = `<script type="module" src="${api}/widget.js"></script>`;
      const html = `<!doctype html><html lang="en"><head>${head}${script}</head><body><main>${body}</main></body></html>`;
      served.set(path, { html, headers });
      return origin + path;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
