import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestMade, RouteName } from '../messages.ts';

/** Says on a laptop which region is nearest; the DNS would know by itself. */
const nearestRegionHeader = 'x-nearest-region';

const nearness = new AsyncLocalStorage<string | undefined>();

/** Lets a client be near to a region, in all that it asks. */
export function near<T>(region: string | undefined, act: () => T): T {
  return nearness.run(region, act);
}

/** Looks at every request of this thread, so that the client under it is the very one that pages use. */
export function measureFetch(startAt: number, made: (request: RequestMade) => void): void {
  const send = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    const region = nearness.getStore();
    if (region !== undefined) headers.set(nearestRegionHeader, region);
    const begunAt = performance.now();
    const tell = (status: number, retryAfter: boolean) =>
      made({
        route: routeOf(String(input), init?.method),
        at: (performance.timeOrigin + begunAt - startAt) / 1_000,
        ms: performance.now() - begunAt,
        status,
        retryAfter,
      });
    try {
      const response = await send(input, { ...init, headers });
      tell(response.status, response.headers.has('retry-after'));
      return response;
    } catch (error) {
      tell(0, false);
      throw error;
    }
  };
}

/** Which route of the API an address of the client is. */
export function routeOf(address: string, method = 'GET'): RouteName {
  const [, , , part = '', id] = new URL(address).pathname.split('/');
  if (part === 'responses') return method === 'POST' && id === undefined ? 'submit' : 'status';
  return part as RouteName;
}
