import { headers } from '../../contracts/headers.ts';
import type { Poll } from '../../domain/polls/poll.ts';
import { toView } from '../../domain/polls/views.ts';
import { Problem } from '../../domain/problem.ts';
import { type ApiEvent, type ApiResult, json } from '../middleware/api.ts';

/** A poll as an answer, with its version as `ETag`. */
export function pollAnswer(poll: Poll, statusCode = 200, more: Record<string, string> = {}): ApiResult {
  return json(statusCode, toView(poll, Date.now()), { etag: `"${poll.version}"`, ...more });
}

/**
 * Holds `If-Match` against the poll's version.
 * @throws Problem `version-required` where it is required and missing, `version-mismatch` where it differs
 */
export function checkVersion(event: ApiEvent, poll: Poll, rule: 'required' | 'optional'): void {
  const wanted = event.headers[headers.ifMatch];
  if (wanted === undefined) {
    if (rule === 'optional') return;
    throw new Problem('version-required', 'Send the ETag of the poll that you have read as If-Match.');
  }
  const versions = wanted.split(',').map((version) => version.trim());
  if (!versions.includes('*') && !versions.includes(`"${poll.version}"`)) {
    throw new Problem('version-mismatch', `The poll is at version ${poll.version} now.`, {
      extensions: { version: poll.version },
    });
  }
}
