import type { Faults } from '../chaos/faults.ts';
import type { ServiceGate } from '../iam/service-gate.ts';
import type { Meter } from '../metering/meter.ts';
import { countCalls } from '../metering/service-calls.ts';
import type { Servers } from '../servers/servers.ts';
import { type ServiceProxy, type ServiceProxyProps, startServiceProxy } from '../service-proxy/service-proxy.ts';

/** A function that calls services of its own, without faults and meter. */
export interface OwnServices {
  readonly environment: Readonly<Record<string, string>>;
  readonly proxy: ServiceProxy | undefined;
}

/** What stands between a region's functions and its servers, as far as anything has to. */
export interface Proxies {
  /** For all functions but those with services of their own. */
  readonly all: ServiceProxy | undefined;
  /** By a function's name. */
  readonly own: Readonly<Record<string, OwnServices>>;
  stop(): Promise<void>;
}

export async function startProxies(given: {
  servers: Servers;
  faults: Faults | undefined;
  meter: Meter | undefined;
  gate: ServiceGate | undefined;
  admits: ServiceProxyProps['admits'];
}): Promise<Proxies> {
  const { servers, faults, meter, gate, admits } = given;
  const observer = meter && countCalls(meter);
  // S3 has a gate of its own, and whoever is given a presigned address should not come by a function's proxy.
  const { AWS_ENDPOINT_URL_S3: _s3, ...gated } = servers.endpoints;
  const all =
    faults || observer || admits
      ? await startServiceProxy({ services: servers.endpoints, faults, observer, gate, admits })
      : gate && (await startServiceProxy({ services: gated, gate }));
  const environment = {
    AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING: servers.capacity.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: servers.capacity.endpoint,
  };
  const preparing = gate && (await startServiceProxy({ services: { ...gated, ...environment }, gate }));
  return {
    all,
    own: { prepareAudience: { environment, proxy: preparing } },
    async stop() {
      await all?.stop();
      await preparing?.stop();
    },
  };
}
