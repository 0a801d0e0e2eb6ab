import { once } from 'node:events';
import type { Server } from 'node:http';
import { ExplainedError } from '../explained-error.ts';

/** A server that answers, until it is stopped: what is under way then is cut off. */
export interface Listening {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Lets a server listen on this machine only.
 * @param port 0 takes any free one
 * @throws ExplainedError when the port is in use
 */
export async function listen(server: Server, port = 0): Promise<Listening> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    throw inUse
      ? new ExplainedError(`Port ${port} is in use: end what listens there, or choose another --port.`)
      : error;
  }
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
