import { once } from 'node:events';
import type { Server } from 'node:http';
import { ExplainedError } from '../explained-error.ts';

/**
 * Lets a server listen on this machine only.
 * @param port 0 takes any free one
 * @returns its address
 * @throws ExplainedError when the port is in use
 */
export async function listen(server: Server, port: number): Promise<string> {
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
  return `http://localhost:${typeof address === 'object' ? address?.port : port}`;
}
