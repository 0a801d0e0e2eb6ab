import type { IncomingMessage } from 'node:http';

/** What a request asks for. */
export interface Target {
  /** As it was sent: dots and escapes of it stand for nothing here. */
  readonly pathname: string;
  /** With its question mark, or empty. */
  readonly search: string;
  readonly searchParams: URLSearchParams;
}

/** @returns undefined for what is no path, such as the address of something else */
export function targetOf({ url = '/' }: Pick<IncomingMessage, 'url'>): Target | undefined {
  if (!url.startsWith('/')) return undefined;
  const at = url.indexOf('?');
  const search = at < 0 ? '' : url.slice(at);
  return { pathname: at < 0 ? url : url.slice(0, at), search, searchParams: new URLSearchParams(search) };
}
