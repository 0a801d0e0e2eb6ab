import type { IncomingMessage } from 'node:http';
import { guardedRequest, type Resolve } from './guarded-request.ts';
import { RefusedTarget, type TargetRules } from './webhook-target.ts';

export interface Posting {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly rules: TargetRules;
  /** For everything, from the look-up to the status. */
  readonly timeoutMs: number;
  readonly resolve: Resolve;
}

/** What came of it: an HTTP status with how its body began, or why there was none. */
export type Posted =
  | { readonly status: number; readonly excerpt: string }
  | { readonly error: 'refused' | 'timeout' | 'unreachable'; readonly detail: string };

/** Of an answer's body no more is read than this, in bytes. */
const mostExcerptBytes = 256;

/**
 * Posts a message to an address of somebody else's choosing, see `guardedRequest`.
 * @returns never throws: whatever goes wrong is told
 */
export async function postMessage(posting: Posting): Promise<Posted> {
  const signal = AbortSignal.timeout(posting.timeoutMs);
  try {
    const response = await guardedRequest({ ...posting, method: 'POST', signal });
    return { status: response.statusCode ?? 0, excerpt: await excerptOf(response) };
  } catch (error) {
    if (error instanceof RefusedTarget) return { error: 'refused', detail: `The address ${error.message}.` };
    if (signal.aborted) return { error: 'timeout', detail: `No answer within ${posting.timeoutMs / 1_000} s.` };
    return { error: 'unreachable', detail: codeOf(error) };
  }
}

/** Reads a little and hangs up; an answer that drips or breaks off has its status all the same. */
async function excerptOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= mostExcerptBytes) break;
    }
  } catch {
    // What has come until then is all there is.
  } finally {
    response.destroy();
  }
  return Buffer.concat(chunks).subarray(0, mostExcerptBytes).toString('utf8');
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : 'unknown';
}
