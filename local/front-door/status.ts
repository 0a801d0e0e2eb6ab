import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LaptopMetrics } from '../metrics/laptop-metrics.ts';
import type { Metric } from '../metrics/metric.ts';
import { prometheusText, prometheusType } from '../metrics/prometheus.ts';
import type { Region } from '../regions/region.ts';
import { statusPage, statusPath, statusStylePath, tracePage } from '../status/page.ts';
import { tablesOf } from '../status/tables.ts';
import type { TraceStore } from '../tracing/trace-store.ts';
import { treeOf } from '../tracing/tree.ts';

/** Where Prometheus looks by itself. */
export const metricsPath = '/metrics';
const tracePath = `${statusPath}/traces/`;
/** How many traces the page lists. */
const mostListed = 20;

const style = readFileSync(new URL('../status/status.css', import.meta.url));
/** No script at all, and nothing of anybody else's. */
const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export interface StatusProps {
  readonly regions: readonly Pick<Region, 'name' | 'stores'>[];
  readonly metrics: LaptopMetrics;
  /** Undefined where nothing is traced. */
  readonly traces: TraceStore | undefined;
}

/**
 * Answers with the laptop's status: a page for people, text for Prometheus.
 * @returns false where something else is meant
 */
export function serveStatus(props: StatusProps, request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const [path = ''] = (request.url ?? '').split('?');
  const page = pageOf(props, path);
  if (!page) return false;
  response.writeHead(page.status ?? 200, {
    'content-type': page.type,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : page.body);
  return true;
}

const html = 'text/html; charset=utf-8';

function pageOf(
  props: StatusProps,
  path: string,
): { readonly type: string; readonly body: string | Buffer; readonly status?: number } | undefined {
  const { traces } = props;
  if (path === metricsPath) return { type: prometheusType, body: prometheusText(metricsOf(props)) };
  if (path === statusStylePath) return { type: 'text/css; charset=utf-8', body: style };
  if (path === statusPath) {
    return { type: html, body: statusPage(tablesOf(metricsOf(props)), traces?.recent(mostListed) ?? []) };
  }
  if (!path.startsWith(tracePath)) return undefined;
  const tree = treeOf(traces?.spansOf(path.slice(tracePath.length)) ?? []);
  if (tree.length > 0) return { type: html, body: tracePage(tree) };
  return { type: html, body: tracePage(['There is no such trace any more.']), status: 404 };
}

function metricsOf({ regions, metrics }: StatusProps): Metric[] {
  return metrics.metrics(regions.map(({ name, stores }) => ({ region: name, states: stores.queueStates() })));
}
